package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 rows x 2 vectors of a product in place: 8 accumulators, 2 vectors of B and one
 * broadcast element of A, 11 registers of 16.
 */
final class SgemmInPlace4x2 {

  static final int MR = 4;

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;

  private SgemmInPlace4x2() {}

  /**
   * t[i ldt + j] = sum over p of A(i, p) b[ldb p + j], i &lt; MR, for two vectors of columns: j
   * from 0 and from right on. They may have columns in common.
   *
   * @param kc terms of the sum
   * @param a from aAt on a micro-panel of {@link FloatPanelsA}
   * @param b from bAt on rows of B, ldb apart
   * @param right first column of the second vector, at most a vector's length
   * @param t from tAt on the tile, rows ldt apart
   */
  static void multiply(
      int kc,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int ldb,
      int right,
      float[] t,
      int tAt,
      int ldt) {
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
      FloatVector b1 = FloatVector.fromArray(V, b, bAt + right);
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
    c0a.intoArray(t, tAt);
    c0b.intoArray(t, tAt + right);
    tAt += ldt;
    c1a.intoArray(t, tAt);
    c1b.intoArray(t, tAt + right);
    tAt += ldt;
    c2a.intoArray(t, tAt);
    c2b.intoArray(t, tAt + right);
    tAt += ldt;
    c3a.intoArray(t, tAt);
    c3b.intoArray(t, tAt + right);
  }
}
