package io.lanewise.kernels.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 12 rows x 1 vector: 12 accumulators, a vector of B and one broadcast element of A, 14
 * registers of 16. Where there are 32, it computes tiles of at most one vector of columns.
 */
final class Dgemm12x1 {

  static final int MR = 12;

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int GROUP = DoublePanelsA.GROUP;

  private Dgemm12x1() {}

  /**
   * t[i ldt + j] += sum over p of A(i, p) b[ldb p + j], i &lt; MR, j &lt; VL.
   *
   * @param kc terms of the sum
   * @param a from aAt on a micro-panel of {@link DoublePanelsA}
   * @param b from bAt on rows of B, ldb apart
   * @param t from tAt on the tile, rows ldt apart
   */
  static void multiply(
      int kc, double[] a, int aAt, double[] b, int bAt, int ldb, double[] t, int tAt, int ldt) {
    DoubleVector c0 = DoubleVector.zero(V);
    DoubleVector c1 = DoubleVector.zero(V);
    DoubleVector c2 = DoubleVector.zero(V);
    DoubleVector c3 = DoubleVector.zero(V);
    DoubleVector c4 = DoubleVector.zero(V);
    DoubleVector c5 = DoubleVector.zero(V);
    DoubleVector c6 = DoubleVector.zero(V);
    DoubleVector c7 = DoubleVector.zero(V);
    DoubleVector c8 = DoubleVector.zero(V);
    DoubleVector c9 = DoubleVector.zero(V);
    DoubleVector c10 = DoubleVector.zero(V);
    DoubleVector c11 = DoubleVector.zero(V);
    int end = aAt + 4 * kc;
    for (int ap = aAt; ap < end; ap += 4) {
      DoubleVector row = DoubleVector.fromArray(V, b, bAt);
      DoubleVector a0 = DoubleVector.broadcast(V, a[ap]);
      c0 = a0.fma(row, c0);
      DoubleVector a1 = DoubleVector.broadcast(V, a[ap + 1]);
      c1 = a1.fma(row, c1);
      DoubleVector a2 = DoubleVector.broadcast(V, a[ap + 2]);
      c2 = a2.fma(row, c2);
      DoubleVector a3 = DoubleVector.broadcast(V, a[ap + 3]);
      c3 = a3.fma(row, c3);
      DoubleVector a4 = DoubleVector.broadcast(V, a[ap + GROUP]);
      c4 = a4.fma(row, c4);
      DoubleVector a5 = DoubleVector.broadcast(V, a[ap + GROUP + 1]);
      c5 = a5.fma(row, c5);
      DoubleVector a6 = DoubleVector.broadcast(V, a[ap + GROUP + 2]);
      c6 = a6.fma(row, c6);
      DoubleVector a7 = DoubleVector.broadcast(V, a[ap + GROUP + 3]);
      c7 = a7.fma(row, c7);
      DoubleVector a8 = DoubleVector.broadcast(V, a[ap + 2 * GROUP]);
      c8 = a8.fma(row, c8);
      DoubleVector a9 = DoubleVector.broadcast(V, a[ap + 2 * GROUP + 1]);
      c9 = a9.fma(row, c9);
      DoubleVector a10 = DoubleVector.broadcast(V, a[ap + 2 * GROUP + 2]);
      c10 = a10.fma(row, c10);
      DoubleVector a11 = DoubleVector.broadcast(V, a[ap + 2 * GROUP + 3]);
      c11 = a11.fma(row, c11);
      bAt += ldb;
    }
    c0.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c1.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c2.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c3.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c4.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c5.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c6.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c7.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c8.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c9.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c10.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    tAt += ldt;
    c11.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
  }
}
