package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 12 rows x 1 vector of a product in place: 12 accumulators, a vector of B and one
 * broadcast element of A, 14 registers of 16.
 */
final class SgemmInPlace12x1 {

  static final int MR = 12;

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int GROUP = FloatPanelsA.GROUP;

  private SgemmInPlace12x1() {}

  /**
   * t[i ldt + j] = sum over p of A(i, p) b[ldb p + j], i &lt; MR, j &lt; VL.
   *
   * @param kc terms of the sum
   * @param a from aAt on a micro-panel of {@link FloatPanelsA}
   * @param b from bAt on rows of B, ldb apart
   * @param t from tAt on the tile, rows ldt apart
   */
  static void multiply(
      int kc, float[] a, int aAt, float[] b, int bAt, int ldb, float[] t, int tAt, int ldt) {
    FloatVector c0 = FloatVector.zero(V);
    FloatVector c1 = FloatVector.zero(V);
    FloatVector c2 = FloatVector.zero(V);
    FloatVector c3 = FloatVector.zero(V);
    FloatVector c4 = FloatVector.zero(V);
    FloatVector c5 = FloatVector.zero(V);
    FloatVector c6 = FloatVector.zero(V);
    FloatVector c7 = FloatVector.zero(V);
    FloatVector c8 = FloatVector.zero(V);
    FloatVector c9 = FloatVector.zero(V);
    FloatVector c10 = FloatVector.zero(V);
    FloatVector c11 = FloatVector.zero(V);
    int end = aAt + 4 * kc;
    for (int ap = aAt; ap < end; ap += 4) {
      FloatVector row = FloatVector.fromArray(V, b, bAt);
      FloatVector a0 = FloatVector.broadcast(V, a[ap]);
      c0 = a0.fma(row, c0);
      FloatVector a1 = FloatVector.broadcast(V, a[ap + 1]);
      c1 = a1.fma(row, c1);
      FloatVector a2 = FloatVector.broadcast(V, a[ap + 2]);
      c2 = a2.fma(row, c2);
      FloatVector a3 = FloatVector.broadcast(V, a[ap + 3]);
      c3 = a3.fma(row, c3);
      FloatVector a4 = FloatVector.broadcast(V, a[ap + GROUP]);
      c4 = a4.fma(row, c4);
      FloatVector a5 = FloatVector.broadcast(V, a[ap + GROUP + 1]);
      c5 = a5.fma(row, c5);
      FloatVector a6 = FloatVector.broadcast(V, a[ap + GROUP + 2]);
      c6 = a6.fma(row, c6);
      FloatVector a7 = FloatVector.broadcast(V, a[ap + GROUP + 3]);
      c7 = a7.fma(row, c7);
      FloatVector a8 = FloatVector.broadcast(V, a[ap + 2 * GROUP]);
      c8 = a8.fma(row, c8);
      FloatVector a9 = FloatVector.broadcast(V, a[ap + 2 * GROUP + 1]);
      c9 = a9.fma(row, c9);
      FloatVector a10 = FloatVector.broadcast(V, a[ap + 2 * GROUP + 2]);
      c10 = a10.fma(row, c10);
      FloatVector a11 = FloatVector.broadcast(V, a[ap + 2 * GROUP + 3]);
      c11 = a11.fma(row, c11);
      bAt += ldb;
    }
    c0.intoArray(t, tAt);
    tAt += ldt;
    c1.intoArray(t, tAt);
    tAt += ldt;
    c2.intoArray(t, tAt);
    tAt += ldt;
    c3.intoArray(t, tAt);
    tAt += ldt;
    c4.intoArray(t, tAt);
    tAt += ldt;
    c5.intoArray(t, tAt);
    tAt += ldt;
    c6.intoArray(t, tAt);
    tAt += ldt;
    c7.intoArray(t, tAt);
    tAt += ldt;
    c8.intoArray(t, tAt);
    tAt += ldt;
    c9.intoArray(t, tAt);
    tAt += ldt;
    c10.intoArray(t, tAt);
    tAt += ldt;
    c11.intoArray(t, tAt);
  }
}
