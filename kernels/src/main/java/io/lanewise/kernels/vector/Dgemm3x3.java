package io.lanewise.kernels.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 3 rows x 3 vectors: 9 accumulators, 3 vectors of B and one broadcast element of A, 13
 * registers of 16.
 */
final class Dgemm3x3 implements DoubleMicroKernel {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int MR = 3;
  private static final int VL = V.length();
  private static final int NR = 3 * VL;

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
    DoubleVector c0c = DoubleVector.zero(V);
    DoubleVector c1a = DoubleVector.zero(V);
    DoubleVector c1b = DoubleVector.zero(V);
    DoubleVector c1c = DoubleVector.zero(V);
    DoubleVector c2a = DoubleVector.zero(V);
    DoubleVector c2b = DoubleVector.zero(V);
    DoubleVector c2c = DoubleVector.zero(V);
    for (int p = 0; p < kc; p++) {
      int ap = aAt + p * MR;
      int bp = bAt + p * NR;
      DoubleVector b0 = DoubleVector.fromArray(V, b, bp);
      DoubleVector b1 = DoubleVector.fromArray(V, b, bp + VL);
      DoubleVector b2 = DoubleVector.fromArray(V, b, bp + 2 * VL);
      DoubleVector a0 = DoubleVector.broadcast(V, a[ap]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      c0c = a0.fma(b2, c0c);
      DoubleVector a1 = DoubleVector.broadcast(V, a[ap + 1]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      c1c = a1.fma(b2, c1c);
      DoubleVector a2 = DoubleVector.broadcast(V, a[ap + 2]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      c2c = a2.fma(b2, c2c);
    }
    DoubleVector scale = DoubleVector.broadcast(V, alpha);
    scale.fma(c0a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c0b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    scale.fma(c0c, DoubleVector.fromArray(V, c, cAt + 2 * VL)).intoArray(c, cAt + 2 * VL);
    cAt += ldc;
    scale.fma(c1a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c1b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    scale.fma(c1c, DoubleVector.fromArray(V, c, cAt + 2 * VL)).intoArray(c, cAt + 2 * VL);
    cAt += ldc;
    scale.fma(c2a, DoubleVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c2b, DoubleVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    scale.fma(c2c, DoubleVector.fromArray(V, c, cAt + 2 * VL)).intoArray(c, cAt + 2 * VL);
  }
}
