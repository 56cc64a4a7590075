package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A tile of 6 channels x 4 columns: 24 accumulators. */
final class LanesTile6x4 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesTile6x4() {}

  /** See {@link LanesTile#run}. */
  static void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
    float[] b = out.bias;
    int bAt = out.biasAt;
    FloatVector c00 = FloatVector.broadcast(V, b[bAt]);
    FloatVector c01 = c00;
    FloatVector c02 = c00;
    FloatVector c03 = c00;
    FloatVector c10 = FloatVector.broadcast(V, b[bAt + 1]);
    FloatVector c11 = c10;
    FloatVector c12 = c10;
    FloatVector c13 = c10;
    FloatVector c20 = FloatVector.broadcast(V, b[bAt + 2]);
    FloatVector c21 = c20;
    FloatVector c22 = c20;
    FloatVector c23 = c20;
    FloatVector c30 = FloatVector.broadcast(V, b[bAt + 3]);
    FloatVector c31 = c30;
    FloatVector c32 = c30;
    FloatVector c33 = c30;
    FloatVector c40 = FloatVector.broadcast(V, b[bAt + 4]);
    FloatVector c41 = c40;
    FloatVector c42 = c40;
    FloatVector c43 = c40;
    FloatVector c50 = FloatVector.broadcast(V, b[bAt + 5]);
    FloatVector c51 = c50;
    FloatVector c52 = c50;
    FloatVector c53 = c50;
    for (int k = 0; k < n; k++) {
      int xk = taps[k];
      int wk = wAt + k * 6;
      FloatVector x0 = FloatVector.fromArray(V, x, xk);
      FloatVector x1 = FloatVector.fromArray(V, x, xk + VL);
      FloatVector x2 = FloatVector.fromArray(V, x, xk + 2 * VL);
      FloatVector x3 = FloatVector.fromArray(V, x, xk + 3 * VL);
      FloatVector w0 = FloatVector.broadcast(V, w[wk]);
      c00 = w0.fma(x0, c00);
      c01 = w0.fma(x1, c01);
      c02 = w0.fma(x2, c02);
      c03 = w0.fma(x3, c03);
      FloatVector w1 = FloatVector.broadcast(V, w[wk + 1]);
      c10 = w1.fma(x0, c10);
      c11 = w1.fma(x1, c11);
      c12 = w1.fma(x2, c12);
      c13 = w1.fma(x3, c13);
      FloatVector w2 = FloatVector.broadcast(V, w[wk + 2]);
      c20 = w2.fma(x0, c20);
      c21 = w2.fma(x1, c21);
      c22 = w2.fma(x2, c22);
      c23 = w2.fma(x3, c23);
      FloatVector w3 = FloatVector.broadcast(V, w[wk + 3]);
      c30 = w3.fma(x0, c30);
      c31 = w3.fma(x1, c31);
      c32 = w3.fma(x2, c32);
      c33 = w3.fma(x3, c33);
      FloatVector w4 = FloatVector.broadcast(V, w[wk + 4]);
      c40 = w4.fma(x0, c40);
      c41 = w4.fma(x1, c41);
      c42 = w4.fma(x2, c42);
      c43 = w4.fma(x3, c43);
      FloatVector w5 = FloatVector.broadcast(V, w[wk + 5]);
      c50 = w5.fma(x0, c50);
      c51 = w5.fma(x1, c51);
      c52 = w5.fma(x2, c52);
      c53 = w5.fma(x3, c53);
    }
    FloatVector low = FloatVector.broadcast(V, out.floor);
    float[] y = out.y;
    int yAt = out.at;
    int step = out.step;
    c00.blend(low, c00.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c01.blend(low, c01.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c02.blend(low, c02.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c03.blend(low, c03.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
    if (out.channels == 1) {
      return;
    }
    yAt += out.plane;
    c10.blend(low, c10.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c11.blend(low, c11.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c12.blend(low, c12.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c13.blend(low, c13.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
    if (out.channels == 2) {
      return;
    }
    yAt += out.plane;
    c20.blend(low, c20.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c21.blend(low, c21.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c22.blend(low, c22.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c23.blend(low, c23.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
    if (out.channels == 3) {
      return;
    }
    yAt += out.plane;
    c30.blend(low, c30.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c31.blend(low, c31.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c32.blend(low, c32.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c33.blend(low, c33.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
    if (out.channels == 4) {
      return;
    }
    yAt += out.plane;
    c40.blend(low, c40.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c41.blend(low, c41.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c42.blend(low, c42.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c43.blend(low, c43.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
    if (out.channels == 5) {
      return;
    }
    yAt += out.plane;
    c50.blend(low, c50.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c51.blend(low, c51.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c52.blend(low, c52.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c53.blend(low, c53.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
  }
}
