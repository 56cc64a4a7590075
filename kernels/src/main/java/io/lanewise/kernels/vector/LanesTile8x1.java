package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A tile of 8 channels x 1 columns: 8 accumulators. */
final class LanesTile8x1 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesTile8x1() {}

  /** See {@link LanesTile#run}. */
  static void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
    float[] b = out.bias;
    int bAt = out.biasAt;
    FloatVector c00 = FloatVector.broadcast(V, b[bAt]);
    FloatVector c10 = FloatVector.broadcast(V, b[bAt + 1]);
    FloatVector c20 = FloatVector.broadcast(V, b[bAt + 2]);
    FloatVector c30 = FloatVector.broadcast(V, b[bAt + 3]);
    FloatVector c40 = FloatVector.broadcast(V, b[bAt + 4]);
    FloatVector c50 = FloatVector.broadcast(V, b[bAt + 5]);
    FloatVector c60 = FloatVector.broadcast(V, b[bAt + 6]);
    FloatVector c70 = FloatVector.broadcast(V, b[bAt + 7]);
    for (int k = 0; k < n; k++) {
      int xk = taps[k];
      int wk = wAt + k * 8;
      FloatVector x0 = FloatVector.fromArray(V, x, xk);
      FloatVector w0 = FloatVector.broadcast(V, w[wk]);
      c00 = w0.fma(x0, c00);
      FloatVector w1 = FloatVector.broadcast(V, w[wk + 1]);
      c10 = w1.fma(x0, c10);
      FloatVector w2 = FloatVector.broadcast(V, w[wk + 2]);
      c20 = w2.fma(x0, c20);
      FloatVector w3 = FloatVector.broadcast(V, w[wk + 3]);
      c30 = w3.fma(x0, c30);
      FloatVector w4 = FloatVector.broadcast(V, w[wk + 4]);
      c40 = w4.fma(x0, c40);
      FloatVector w5 = FloatVector.broadcast(V, w[wk + 5]);
      c50 = w5.fma(x0, c50);
      FloatVector w6 = FloatVector.broadcast(V, w[wk + 6]);
      c60 = w6.fma(x0, c60);
      FloatVector w7 = FloatVector.broadcast(V, w[wk + 7]);
      c70 = w7.fma(x0, c70);
    }
    FloatVector low = FloatVector.broadcast(V, out.floor);
    float[] y = out.y;
    int yAt = out.at;
    int step = out.step;
    c00.blend(low, c00.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (out.channels == 1) {
      return;
    }
    yAt += out.plane;
    c10.blend(low, c10.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (out.channels == 2) {
      return;
    }
    yAt += out.plane;
    c20.blend(low, c20.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (out.channels == 3) {
      return;
    }
    yAt += out.plane;
    c30.blend(low, c30.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (out.channels == 4) {
      return;
    }
    yAt += out.plane;
    c40.blend(low, c40.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (out.channels == 5) {
      return;
    }
    yAt += out.plane;
    c50.blend(low, c50.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (out.channels == 6) {
      return;
    }
    yAt += out.plane;
    c60.blend(low, c60.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (out.channels == 7) {
      return;
    }
    yAt += out.plane;
    c70.blend(low, c70.compare(VectorOperators.LT, low)).intoArray(y, yAt);
  }
}
