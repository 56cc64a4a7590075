package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 rows x 2 vectors, for the last rows: 8 accumulators, the least that hide 4 cycles of
 * latency on 2 FMA ports, 11 registers of 16.
 */
final class Sgemm4x2 {

  static final int MR = 4;

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private Sgemm4x2() {}

  /**
   * t[i ldt + j] += sum over p of A(i, p) b[ldb p + j], i &lt; MR, j &lt; 2 VL.
   *
   * @param kc terms of the sum
   * @param a from aAt on a micro-panel of {@link FloatPanelsA}
   * @param b from bAt on rows of B, ldb apart
   * @param t from tAt on the tile, rows ldt apart
   */
  static void multiply(
      int kc, float[] a, int aAt, float[] b, int bAt, int ldb, float[] t, int tAt, int ldt) {
    FloatVector c0a = FloatVector.zero(V);
    FloatVector c0b = FloatVector.zero(V);
    FloatVector c1a = FloatVector.zero(V);
    FloatVector c1b = FloatVector.zero(V);
    FloatVector c2a = FloatVector.zero(V);
    FloatVector c2b = FloatVector.zero(V);
    FloatVector c3a = FloatVector.zero(V);
    FloatVector c3b = FloatVector.zero(V);
    int end = aAt + 4 * kc;
    for (int ap = aAt; ap < end; ap += 4) {
      FloatVector b0 = FloatVector.fromArray(V, b, bAt);
      FloatVector b1 = FloatVector.fromArray(V, b, bAt + VL);
      FloatVector a0 = FloatVector.broadcast(V, a[ap]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(V, a[ap + 1]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(V, a[ap + 2]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(V, a[ap + 3]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      bAt += ldb;
    }
    c0a.add(FloatVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c0b.add(FloatVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c1a.add(FloatVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c1b.add(FloatVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c2a.add(FloatVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c2b.add(FloatVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c3a.add(FloatVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c3b.add(FloatVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
  }
}
