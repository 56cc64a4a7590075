package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A tile of 4 channels x 2 columns: 8 accumulators. */
final class LanesTile4x2 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesTile4x2() {}

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
    for (int k = 0; k < n; k++) {
      int xk = taps[k];
      int wk = wAt + k * 4;
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
  }
}
