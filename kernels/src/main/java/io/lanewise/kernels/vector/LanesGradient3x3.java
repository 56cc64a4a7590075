package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gradients of 3 output channels x 3 taps: 9 accumulators. */
final class LanesGradient3x3 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesGradient3x3() {}

  /** See {@link LanesGradientTile#run}. */
  static void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at) {
    FloatVector c00 = FloatVector.fromArray(V, sums, at);
    FloatVector c01 = FloatVector.fromArray(V, sums, at + VL);
    FloatVector c02 = FloatVector.fromArray(V, sums, at + 2 * VL);
    FloatVector c10 = FloatVector.fromArray(V, sums, at + 3 * VL);
    FloatVector c11 = FloatVector.fromArray(V, sums, at + 4 * VL);
    FloatVector c12 = FloatVector.fromArray(V, sums, at + 5 * VL);
    FloatVector c20 = FloatVector.fromArray(V, sums, at + 6 * VL);
    FloatVector c21 = FloatVector.fromArray(V, sums, at + 7 * VL);
    FloatVector c22 = FloatVector.fromArray(V, sums, at + 8 * VL);
    for (int k = 0; k < n; k++) {
      int xk = pixels[k];
      int yk = dyAt + k * 3 * VL;
      FloatVector x0 = FloatVector.fromArray(V, x, xk);
      FloatVector x1 = FloatVector.fromArray(V, x, xk + VL);
      FloatVector x2 = FloatVector.fromArray(V, x, xk + 2 * VL);
      FloatVector y0 = FloatVector.fromArray(V, dy, yk);
      c00 = y0.fma(x0, c00);
      c01 = y0.fma(x1, c01);
      c02 = y0.fma(x2, c02);
      FloatVector y1 = FloatVector.fromArray(V, dy, yk + VL);
      c10 = y1.fma(x0, c10);
      c11 = y1.fma(x1, c11);
      c12 = y1.fma(x2, c12);
      FloatVector y2 = FloatVector.fromArray(V, dy, yk + 2 * VL);
      c20 = y2.fma(x0, c20);
      c21 = y2.fma(x1, c21);
      c22 = y2.fma(x2, c22);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + VL);
    c02.intoArray(sums, at + 2 * VL);
    c10.intoArray(sums, at + 3 * VL);
    c11.intoArray(sums, at + 4 * VL);
    c12.intoArray(sums, at + 5 * VL);
    c20.intoArray(sums, at + 6 * VL);
    c21.intoArray(sums, at + 7 * VL);
    c22.intoArray(sums, at + 8 * VL);
  }
}
