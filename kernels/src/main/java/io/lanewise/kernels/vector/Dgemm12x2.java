package io.lanewise.kernels.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 12 rows x 2 vectors: 24 accumulators, 2 vectors of B and one broadcast element of A, 27
 * registers of 32.
 */
final class Dgemm12x2 {

  static final int MR = 12;

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int GROUP = DoublePanelsA.GROUP;

  private Dgemm12x2() {}

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
    DoubleVector c4a = DoubleVector.zero(V);
    DoubleVector c4b = DoubleVector.zero(V);
    DoubleVector c5a = DoubleVector.zero(V);
    DoubleVector c5b = DoubleVector.zero(V);
    DoubleVector c6a = DoubleVector.zero(V);
    DoubleVector c6b = DoubleVector.zero(V);
    DoubleVector c7a = DoubleVector.zero(V);
    DoubleVector c7b = DoubleVector.zero(V);
    DoubleVector c8a = DoubleVector.zero(V);
    DoubleVector c8b = DoubleVector.zero(V);
    DoubleVector c9a = DoubleVector.zero(V);
    DoubleVector c9b = DoubleVector.zero(V);
    DoubleVector c10a = DoubleVector.zero(V);
    DoubleVector c10b = DoubleVector.zero(V);
    DoubleVector c11a = DoubleVector.zero(V);
    DoubleVector c11b = DoubleVector.zero(V);
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
      DoubleVector a4 = DoubleVector.broadcast(V, a[ap + GROUP]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      DoubleVector a5 = DoubleVector.broadcast(V, a[ap + GROUP + 1]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      DoubleVector a6 = DoubleVector.broadcast(V, a[ap + GROUP + 2]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      DoubleVector a7 = DoubleVector.broadcast(V, a[ap + GROUP + 3]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
      DoubleVector a8 = DoubleVector.broadcast(V, a[ap + 2 * GROUP]);
      c8a = a8.fma(b0, c8a);
      c8b = a8.fma(b1, c8b);
      DoubleVector a9 = DoubleVector.broadcast(V, a[ap + 2 * GROUP + 1]);
      c9a = a9.fma(b0, c9a);
      c9b = a9.fma(b1, c9b);
      DoubleVector a10 = DoubleVector.broadcast(V, a[ap + 2 * GROUP + 2]);
      c10a = a10.fma(b0, c10a);
      c10b = a10.fma(b1, c10b);
      DoubleVector a11 = DoubleVector.broadcast(V, a[ap + 2 * GROUP + 3]);
      c11a = a11.fma(b0, c11a);
      c11b = a11.fma(b1, c11b);
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
    tAt += ldt;
    c4a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c4b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c5a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c5b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c6a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c6b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c7a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c7b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c8a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c8b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c9a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c9b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c10a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c10b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
    tAt += ldt;
    c11a.add(DoubleVector.fromArray(V, t, tAt)).intoArray(t, tAt);
    c11b.add(DoubleVector.fromArray(V, t, tAt + VL)).intoArray(t, tAt + VL);
  }
}
