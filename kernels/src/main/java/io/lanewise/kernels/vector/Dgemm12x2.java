package io.lanewise.kernels.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 12 rows x 2 vectors: 24 accumulators, 2 vectors of B and one broadcast element of A, 27
 * registers of 32.
 */
final class Dgemm12x2 implements DoubleMicroKernel {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int MR = 12;
  private static final int VL = V.length();
  private static final int NR = 2 * VL;

  @Override
  public int mr() {
    return MR;
  }

  @Override
  public int nr() {
    return NR;
  }

  @Override
  public void tile(
      int kc,
      double alpha,
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      double[] c,
      int cAt,
      int ldc) {
    multiply(kc, alpha, a, aAt, b, bAt, c, cAt, ldc);
  }

  private static void multiply(
      int kc,
      double alpha,
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      double[] c,
      int cAt,
      int ldc) {
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
    for (int p = 0; p < kc; p++) {
      int ap = aAt + p * MR;
      int bp = bAt + p * NR;
      DoubleVector b0 = DoubleVector.fromArray(V, b, bp);
      DoubleVector b1 = DoubleVector.fromArray(V, b, bp + VL);
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
      DoubleVector a4 = DoubleVector.broadcast(V, a[ap + 4]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      DoubleVector a5 = DoubleVector.broadcast(V, a[ap + 5]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      DoubleVector a6 = DoubleVector.broadcast(V, a[ap + 6]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      DoubleVector a7 = DoubleVector.broadcast(V, a[ap + 7]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
      DoubleVector a8 = DoubleVector.broadcast(V, a[ap + 8]);
      c8a = a8.fma(b0, c8a);
      c8b = a8.fma(b1, c8b);
      DoubleVector a9 = DoubleVector.broadcast(V, a[ap + 9]);
      c9a = a9.fma(b0, c9a);
      c9b = a9.fma(b1, c9b);
      DoubleVector a10 = DoubleVector.broadcast(V, a[ap + 10]);
      c10a = a10.fma(b0, c10a);
      c10b = a10.fma(b1, c10b);
      DoubleVector a11 = DoubleVector.broadcast(V, a[ap + 11]);
      c11a = a11.fma(b0, c11a);
      c11b = a11.fma(b1, c11b);
    }
    DoubleVector scale = DoubleVector.broadcast(V, alpha);
    scale.fma(c0a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c0b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c1a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c1b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c2a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c2b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c3a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c3b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c4a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c4b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c5a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c5b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c6a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c6b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c7a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c7b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c8a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c8b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c9a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c9b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c10a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c10b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c11a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c11b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
  }
}
