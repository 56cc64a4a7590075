package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 3 rows x 3 vectors: 9 accumulators, 3 vectors of B and one broadcast element of A, 13
 * registers of 16.
 */
final class Sgemm3x3 implements FloatMicroKernel {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
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
      int kc, float alpha, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc) {
    multiply(kc, alpha, a, aAt, b, bAt, c, cAt, ldc);
  }

  private static void multiply(
      int kc, float alpha, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc) {
    FloatVector c0a = FloatVector.zero(V);
    FloatVector c0b = FloatVector.zero(V);
    FloatVector c0c = FloatVector.zero(V);
    FloatVector c1a = FloatVector.zero(V);
    FloatVector c1b = FloatVector.zero(V);
    FloatVector c1c = FloatVector.zero(V);
    FloatVector c2a = FloatVector.zero(V);
    FloatVector c2b = FloatVector.zero(V);
    FloatVector c2c = FloatVector.zero(V);
    for (int p = 0; p < kc; p++) {
      int ap = aAt + p * MR;
      int bp = bAt + p * NR;
      FloatVector b0 = FloatVector.fromArray(V, b, bp);
      FloatVector b1 = FloatVector.fromArray(V, b, bp + VL);
      FloatVector b2 = FloatVector.fromArray(V, b, bp + 2 * VL);
      FloatVector a0 = FloatVector.broadcast(V, a[ap]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      c0c = a0.fma(b2, c0c);
      FloatVector a1 = FloatVector.broadcast(V, a[ap + 1]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      c1c = a1.fma(b2, c1c);
      FloatVector a2 = FloatVector.broadcast(V, a[ap + 2]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      c2c = a2.fma(b2, c2c);
    }
    FloatVector scale = FloatVector.broadcast(V, alpha);
    scale.fma(c0a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c0b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    scale.fma(c0c, FloatVector.fromArray(V, c, cAt + 2 * VL)).intoArray(c, cAt + 2 * VL);
    cAt += ldc;
    scale.fma(c1a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c1b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    scale.fma(c1c, FloatVector.fromArray(V, c, cAt + 2 * VL)).intoArray(c, cAt + 2 * VL);
    cAt += ldc;
    scale.fma(c2a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c2b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    scale.fma(c2c, FloatVector.fromArray(V, c, cAt + 2 * VL)).intoArray(c, cAt + 2 * VL);
  }
}
