package io.lanewise.kernels.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 rows x 2 vectors, for the last rows: 8 accumulators, the least that hide 4 cycles of
 * latency on 2 FMA ports, 11 registers of 16.
 */
final class Dgemm4x2 {

  static final int MR = 4;

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private Dgemm4x2() {}

  /**
   * t[i ldt + j] += sum over p of A(i, p) b[ldb p + j], i &lt; MR, j &lt; 2 VL.
   *
   * @param kc terms of the sum
   * @param a from aAt on a micro-panel of {@link DoublePanelsA}
   * @param b from bAt on rows of B, ldb apart
   * @param t from tAt on the tile, rows ldt apart
   */
  static void multiply(
      int kc, double[] a, int aAt, double[] b, int bAt, int ldb, double[] t, int tAt, int ldt) {
    DoubleVector c0a = DoubleVector.zero(V);
    DoubleVector c0b = DoubleVector.zero(V);
    DoubleVector c1a = DoubleVector.zero(V);
    DoubleVector c1b = DoubleVector.zero(V);
    DoubleVector c2a = DoubleVector.zero(V);
    DoubleVector c2b = DoubleVector.zero(V);
    DoubleVector c3a = DoubleVector.zero(V);
    DoubleVector c3b = DoubleVector.zero(V);
    int end = aAt + 4 * kc;
    for (int ap = aAt; ap < end; ap += 4) {
      DoubleVector b0 = DoubleVector.fromArray(V, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(V, b, bAt + VL);
      DoubleVector a0 = DoubleVector.broadcast(V, a[ap]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      DoubleVector a1 = DoubleVector.broadcast(V, a[ap + 1]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      DoubleVector a2 = DoubleVector.broadcast(V, a[ap + 2]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      DoubleVector a3 = DoubleVector.broadcast(V, a[ap + 3]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
      bAt += ldb;
    }
    c0a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c0b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c1a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c1b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c2a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c2b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c3a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c3b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
  }
}
