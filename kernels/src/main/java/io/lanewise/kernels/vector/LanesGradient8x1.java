package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gradients of 8 output channels x 1 taps: 8 accumulators. */
final class LanesGradient8x1 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesGradient8x1() {}

  /** See {@link LanesGradientTile#run}. */
  static void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at) {
    FloatVector c00 = FloatVector.fromArray(V, sums, at);
    FloatVector c10 = FloatVector.fromArray(V, sums, at + VL);
    FloatVector c20 = FloatVector.fromArray(V, sums, at + 2 * VL);
    FloatVector c30 = FloatVector.fromArray(V, sums, at + 3 * VL);
    FloatVector c40 = FloatVector.fromArray(V, sums, at + 4 * VL);
    FloatVector c50 = FloatVector.fromArray(V, sums, at + 5 * VL);
    FloatVector c60 = FloatVector.fromArray(V, sums, at + 6 * VL);
    FloatVector c70 = FloatVector.fromArray(V, sums, at + 7 * VL);
    for (int k = 0; k < n; k++) {
      int xk = pixels[k];
      int yk = dyAt + k * 8 * VL;
      FloatVector x0 = FloatVector.fromArray(V, x, xk);
      FloatVector y0 = FloatVector.fromArray(V, dy, yk);
      c00 = y0.fma(x0, c00);
      FloatVector y1 = FloatVector.fromArray(V, dy, yk + VL);
      c10 = y1.fma(x0, c10);
      FloatVector y2 = FloatVector.fromArray(V, dy, yk + 2 * VL);
      c20 = y2.fma(x0, c20);
      FloatVector y3 = FloatVector.fromArray(V, dy, yk + 3 * VL);
      c30 = y3.fma(x0, c30);
      FloatVector y4 = FloatVector.fromArray(V, dy, yk + 4 * VL);
      c40 = y4.fma(x0, c40);
      FloatVector y5 = FloatVector.fromArray(V, dy, yk + 5 * VL);
      c50 = y5.fma(x0, c50);
      FloatVector y6 = FloatVector.fromArray(V, dy, yk + 6 * VL);
      c60 = y6.fma(x0, c60);
      FloatVector y7 = FloatVector.fromArray(V, dy, yk + 7 * VL);
      c70 = y7.fma(x0, c70);
    }
    c00.intoArray(sums, at);
    c10.intoArray(sums, at + VL);
    c20.intoArray(sums, at + 2 * VL);
    c30.intoArray(sums, at + 3 * VL);
    c40.intoArray(sums, at + 4 * VL);
    c50.intoArray(sums, at + 5 * VL);
    c60.intoArray(sums, at + 6 * VL);
    c70.intoArray(sums, at + 7 * VL);
  }
}
