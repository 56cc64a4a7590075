package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gradients of 4 output channels x 5 taps: 20 accumulators. */
final class LanesGradient4x5 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesGradient4x5() {}

  /** See {@link LanesGradientTile#run}. */
  static void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at) {
    FloatVector c00 = FloatVector.fromArray(V, sums, at);
    FloatVector c01 = FloatVector.fromArray(V, sums, at + VL);
    FloatVector c02 = FloatVector.fromArray(V, sums, at + 2 * VL);
    FloatVector c03 = FloatVector.fromArray(V, sums, at + 3 * VL);
    FloatVector c04 = FloatVector.fromArray(V, sums, at + 4 * VL);
    FloatVector c10 = FloatVector.fromArray(V, sums, at + 5 * VL);
    FloatVector c11 = FloatVector.fromArray(V, sums, at + 6 * VL);
    FloatVector c12 = FloatVector.fromArray(V, sums, at + 7 * VL);
    FloatVector c13 = FloatVector.fromArray(V, sums, at + 8 * VL);
    FloatVector c14 = FloatVector.fromArray(V, sums, at + 9 * VL);
    FloatVector c20 = FloatVector.fromArray(V, sums, at + 10 * VL);
    FloatVector c21 = FloatVector.fromArray(V, sums, at + 11 * VL);
    FloatVector c22 = FloatVector.fromArray(V, sums, at + 12 * VL);
    FloatVector c23 = FloatVector.fromArray(V, sums, at + 13 * VL);
    FloatVector c24 = FloatVector.fromArray(V, sums, at + 14 * VL);
    FloatVector c30 = FloatVector.fromArray(V, sums, at + 15 * VL);
    FloatVector c31 = FloatVector.fromArray(V, sums, at + 16 * VL);
    FloatVector c32 = FloatVector.fromArray(V, sums, at + 17 * VL);
    FloatVector c33 = FloatVector.fromArray(V, sums, at + 18 * VL);
    FloatVector c34 = FloatVector.fromArray(V, sums, at + 19 * VL);
    for (int k = 0; k < n; k++) {
      int xk = pixels[k];
      int yk = dyAt + k * 4 * VL;
      FloatVector x0 = FloatVector.fromArray(V, x, xk);
      FloatVector x1 = FloatVector.fromArray(V, x, xk + VL);
      FloatVector x2 = FloatVector.fromArray(V, x, xk + 2 * VL);
      FloatVector x3 = FloatVector.fromArray(V, x, xk + 3 * VL);
      FloatVector x4 = FloatVector.fromArray(V, x, xk + 4 * VL);
      FloatVector y0 = FloatVector.fromArray(V, dy, yk);
      c00 = y0.fma(x0, c00);
      c01 = y0.fma(x1, c01);
      c02 = y0.fma(x2, c02);
      c03 = y0.fma(x3, c03);
      c04 = y0.fma(x4, c04);
      FloatVector y1 = FloatVector.fromArray(V, dy, yk + VL);
      c10 = y1.fma(x0, c10);
      c11 = y1.fma(x1, c11);
      c12 = y1.fma(x2, c12);
      c13 = y1.fma(x3, c13);
      c14 = y1.fma(x4, c14);
      FloatVector y2 = FloatVector.fromArray(V, dy, yk + 2 * VL);
      c20 = y2.fma(x0, c20);
      c21 = y2.fma(x1, c21);
      c22 = y2.fma(x2, c22);
      c23 = y2.fma(x3, c23);
      c24 = y2.fma(x4, c24);
      FloatVector y3 = FloatVector.fromArray(V, dy, yk + 3 * VL);
      c30 = y3.fma(x0, c30);
      c31 = y3.fma(x1, c31);
      c32 = y3.fma(x2, c32);
      c33 = y3.fma(x3, c33);
      c34 = y3.fma(x4, c34);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + VL);
    c02.intoArray(sums, at + 2 * VL);
    c03.intoArray(sums, at + 3 * VL);
    c04.intoArray(sums, at + 4 * VL);
    c10.intoArray(sums, at + 5 * VL);
    c11.intoArray(sums, at + 6 * VL);
    c12.intoArray(sums, at + 7 * VL);
    c13.intoArray(sums, at + 8 * VL);
    c14.intoArray(sums, at + 9 * VL);
    c20.intoArray(sums, at + 10 * VL);
    c21.intoArray(sums, at + 11 * VL);
    c22.intoArray(sums, at + 12 * VL);
    c23.intoArray(sums, at + 13 * VL);
    c24.intoArray(sums, at + 14 * VL);
    c30.intoArray(sums, at + 15 * VL);
    c31.intoArray(sums, at + 16 * VL);
    c32.intoArray(sums, at + 17 * VL);
    c33.intoArray(sums, at + 18 * VL);
    c34.intoArray(sums, at + 19 * VL);
  }
}
