package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A tile of 8 channels x 2 columns: 16 accumulators. */
final class LanesTile8x2 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesTile8x2() {}

  /** See {@link LanesTile#run}. */
  static void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
    float[] b = out.bias;
    int bAt = out.biasAt;
    FloatVector c00 = FloatVector.broadcast(V, b[bAt]);
    FloatVector c01 = c00;
    FloatVector c10 = FloatVector.broadcast(V, b[bAt + 1]);
    FloatVector c11 = c10;
    FloatVector c20 = FloatVector.broadcast(V, b[bAt + 2]);
    FloatVector c21 = c20;
    FloatVector c30 = FloatVector.broadcast(V, b[bAt + 3]);
    FloatVector c31 = c30;
    FloatVector c40 = FloatVector.broadcast(V, b[bAt + 4]);
    FloatVector c41 = c40;
    FloatVector c50 = FloatVector.broadcast(V, b[bAt + 5]);
    FloatVector c51 = c50;
    FloatVector c60 = FloatVector.broadcast(V, b[bAt + 6]);
    FloatVector c61 = c60;
    FloatVector c70 = FloatVector.broadcast(V, b[bAt + 7]);
    FloatVector c71 = c70;
    for (int k = 0; k < n; k++) {
      int xk = taps[k];
      int wk = wAt + k * 8;
      FloatVector x0 = FloatVector.fromArray(V, x, xk);
      FloatVector x1 = FloatVector.fromArray(V, x, xk + VL);
      FloatVector w0 = FloatVector.broadcast(V, w[wk]);
      c00 = w0.fma(x0, c00);
      c01 = w0.fma(x1, c01);
      FloatVector w1 = FloatVector.broadcast(V, w[wk + 1]);
      c10 = w1.fma(x0, c10);
      c11 = w1.fma(x1, c11);
      FloatVector w2 = FloatVector.broadcast(V, w[wk + 2]);
      c20 = w2.fma(x0, c20);
      c21 = w2.fma(x1, c21);
      FloatVector w3 = FloatVector.broadcast(V, w[wk + 3]);
      c30 = w3.fma(x0, c30);
      c31 = w3.fma(x1, c31);
      FloatVector w4 = FloatVector.broadcast(V, w[wk + 4]);
      c40 = w4.fma(x0, c40);
      c41 = w4.fma(x1, c41);
      FloatVector w5 = FloatVector.broadcast(V, w[wk + 5]);
      c50 = w5.fma(x0, c50);
      c51 = w5.fma(x1, c51);
      FloatVector w6 = FloatVector.broadcast(V, w[wk + 6]);
      c60 = w6.fma(x0, c60);
      c61 = w6.fma(x1, c61);
      FloatVector w7 = FloatVector.broadcast(V, w[wk + 7]);
      c70 = w7.fma(x0, c70);
      c71 = w7.fma(x1, c71);
    }
    FloatVector low = FloatVector.broadcast(V, out.floor);
    float[] y = out.y;
    int yAt = out.at;
    int step = out.step;
    c00.blend(low, c00.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c01.blend(low, c01.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    if (out.channels == 1) {
      return;
    }
    yAt += out.plane;
    c10.blend(low, c10.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c11.blend(low, c11.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    if (out.channels == 2) {
      return;
    }
    yAt += out.plane;
    c20.blend(low, c20.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c21.blend(low, c21.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    if (out.channels == 3) {
      return;
    }
    yAt += out.plane;
    c30.blend(low, c30.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c31.blend(low, c31.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    if (out.channels == 4) {
      return;
    }
    yAt += out.plane;
    c40.blend(low, c40.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c41.blend(low, c41.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    if (out.channels == 5) {
      return;
    }
    yAt += out.plane;
    c50.blend(low, c50.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c51.blend(low, c51.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    if (out.channels == 6) {
      return;
    }
    yAt += out.plane;
    c60.blend(low, c60.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c61.blend(low, c61.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    if (out.channels == 7) {
      return;
    }
    yAt += out.plane;
    c70.blend(low, c70.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c71.blend(low, c71.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
  }
}
