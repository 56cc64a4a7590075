package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gradients of 3 output channels x 5 taps: 15 accumulators. */
final class LanesGradient3x5 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesGradient3x5() {}

  /** See {@link LanesGradientTile#run}. */
  static void run(
      int rows,
      int columns,
      float[] x,
      int xAt,
      int rowStep,
      int[] taps,
      int k,
      float[] dy,
      int dyAt,
      float[] sums,
      int at) {
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
    int x0At = xAt + taps[k];
    int x1At = xAt + taps[k + 1];
    int x2At = xAt + taps[k + 2];
    int x3At = xAt + taps[k + 3];
    int x4At = xAt + taps[k + 4];
    for (int row = 0; row < rows; row++) {
      int width = columns * VL;
      for (int q = 0; q < width; q += VL) {
        FloatVector x0 = FloatVector.fromArray(V, x, x0At + q);
        FloatVector x1 = FloatVector.fromArray(V, x, x1At + q);
        FloatVector x2 = FloatVector.fromArray(V, x, x2At + q);
        FloatVector x3 = FloatVector.fromArray(V, x, x3At + q);
        FloatVector x4 = FloatVector.fromArray(V, x, x4At + q);
        FloatVector y0 = FloatVector.fromArray(V, dy, dyAt);
        c00 = y0.fma(x0, c00);
        c01 = y0.fma(x1, c01);
        c02 = y0.fma(x2, c02);
        c03 = y0.fma(x3, c03);
        c04 = y0.fma(x4, c04);
        FloatVector y1 = FloatVector.fromArray(V, dy, dyAt + VL);
        c10 = y1.fma(x0, c10);
        c11 = y1.fma(x1, c11);
        c12 = y1.fma(x2, c12);
        c13 = y1.fma(x3, c13);
        c14 = y1.fma(x4, c14);
        FloatVector y2 = FloatVector.fromArray(V, dy, dyAt + 2 * VL);
        c20 = y2.fma(x0, c20);
        c21 = y2.fma(x1, c21);
        c22 = y2.fma(x2, c22);
        c23 = y2.fma(x3, c23);
        c24 = y2.fma(x4, c24);
        dyAt += 3 * VL;
      }
      x0At += rowStep;
      x1At += rowStep;
      x2At += rowStep;
      x3At += rowStep;
      x4At += rowStep;
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
  }
}
