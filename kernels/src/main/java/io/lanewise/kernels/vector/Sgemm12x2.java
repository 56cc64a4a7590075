package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 12 rows x 2 vectors: 24 accumulators, 2 vectors of B and one broadcast element of A, 27
 * registers of 32.
 */
final class Sgemm12x2 implements FloatMicroKernel {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
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
      int kc, float alpha, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc) {
    multiply(kc, alpha, a, aAt, b, bAt, c, cAt, ldc);
  }

  private static void multiply(
      int kc, float alpha, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc) {
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
    FloatVector c8a = FloatVector.zero(V);
    FloatVector c8b = FloatVector.zero(V);
    FloatVector c9a = FloatVector.zero(V);
    FloatVector c9b = FloatVector.zero(V);
    FloatVector c10a = FloatVector.zero(V);
    FloatVector c10b = FloatVector.zero(V);
    FloatVector c11a = FloatVector.zero(V);
    FloatVector c11b = FloatVector.zero(V);
    for (int p = 0; p < kc; p++) {
      int ap = aAt + p * MR;
      int bp = bAt + p * NR;
      FloatVector b0 = FloatVector.fromArray(V, b, bp);
      FloatVector b1 = FloatVector.fromArray(V, b, bp + VL);
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
      FloatVector a4 = FloatVector.broadcast(V, a[ap + 4]);
      c4a = a4.fma(b0, c4a);
      c4b = a4.fma(b1, c4b);
      FloatVector a5 = FloatVector.broadcast(V, a[ap + 5]);
      c5a = a5.fma(b0, c5a);
      c5b = a5.fma(b1, c5b);
      FloatVector a6 = FloatVector.broadcast(V, a[ap + 6]);
      c6a = a6.fma(b0, c6a);
      c6b = a6.fma(b1, c6b);
      FloatVector a7 = FloatVector.broadcast(V, a[ap + 7]);
      c7a = a7.fma(b0, c7a);
      c7b = a7.fma(b1, c7b);
      FloatVector a8 = FloatVector.broadcast(V, a[ap + 8]);
      c8a = a8.fma(b0, c8a);
      c8b = a8.fma(b1, c8b);
      FloatVector a9 = FloatVector.broadcast(V, a[ap + 9]);
      c9a = a9.fma(b0, c9a);
      c9b = a9.fma(b1, c9b);
      FloatVector a10 = FloatVector.broadcast(V, a[ap + 10]);
      c10a = a10.fma(b0, c10a);
      c10b = a10.fma(b1, c10b);
      FloatVector a11 = FloatVector.broadcast(V, a[ap + 11]);
      c11a = a11.fma(b0, c11a);
      c11b = a11.fma(b1, c11b);
    }
    FloatVector scale = FloatVector.broadcast(V, alpha);
    scale.fma(c0a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c0b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c1a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c1b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c2a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c2b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c3a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c3b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c4a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c4b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c5a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c5b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c6a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c6b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c7a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c7b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c8a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c8b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c9a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c9b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c10a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c10b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
    cAt += ldc;
    scale.fma(c11a, FloatVector.fromArray(V, c, cAt)).intoArray(c, cAt);
    scale.fma(c11b, FloatVector.fromArray(V, c, cAt + VL)).intoArray(c, cAt + VL);
  }
}
