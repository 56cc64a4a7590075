package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 8 rows x 2 vectors of a product in place: 16 accumulators, 2 vectors of B and one
 * broadcast element of A, 19 registers of 32.
 */
final class SgemmInPlace8x2 {

  static final int MR = 8;

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int GROUP = FloatPanelsA.GROUP;

  private SgemmInPlace8x2() {}

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
    FloatVector c4a = FloatVector.zero(V);
    FloatVector c4b = FloatVector.zero(V);
    FloatVector c5a = FloatVector.zero(V);
    FloatVector c5b = FloatVector.zero(V);
    FloatVector c6a = FloatVector.zero(V);
    FloatVector c6b = FloatVector.zero(V);
    FloatVector c7a = FloatVector.zero(V);
    FloatVector c7b = FloatVector.zero(V);
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
      FloatVector a4 = FloatVector.broadcast(V, a[ap + GROUP]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      FloatVector a5 = FloatVector.broadcast(V, a[ap + GROUP + 1]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      FloatVector a6 = FloatVector.broadcast(V, a[ap + GROUP + 2]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      FloatVector a7 = FloatVector.broadcast(V, a[ap + GROUP + 3]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
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
    tAt += ldt;
    c4a.intoArray(t, tAt);
    c4b.intoArray(t, tAt + right);
    tAt += ldt;
    c5a.intoArray(t, tAt);
    c5b.intoArray(t, tAt + right);
    tAt += ldt;
    c6a.intoArray(t, tAt);
    c6b.intoArray(t, tAt + right);
    tAt += ldt;
    c7a.intoArray(t, tAt);
    c7b.intoArray(t, tAt + right);
  }
}
