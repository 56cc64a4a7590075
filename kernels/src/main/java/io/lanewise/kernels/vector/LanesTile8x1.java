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
  static void run(
      int[] taps,
      int from,
      int to,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float floor,
      float[] y,
      int yAt,
      int yPlane,
      int yStep,
      int channels) {
    FloatVector c00 = FloatVector.broadcast(V, b[bAt]);
    FloatVector c10 = FloatVector.broadcast(V, b[bAt + 1]);
    FloatVector c20 = FloatVector.broadcast(V, b[bAt + 2]);
    FloatVector c30 = FloatVector.broadcast(V, b[bAt + 3]);
    FloatVector c40 = FloatVector.broadcast(V, b[bAt + 4]);
    FloatVector c50 = FloatVector.broadcast(V, b[bAt + 5]);
    FloatVector c60 = FloatVector.broadcast(V, b[bAt + 6]);
    FloatVector c70 = FloatVector.broadcast(V, b[bAt + 7]);
    for (int k = from; k < to; k += 2) {
      int xk = xAt + taps[k];
      int wk = wAt + taps[k + 1];
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
    FloatVector low = FloatVector.broadcast(V, floor);
    c00.blend(low, c00.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (channels == 1) {
      return;
    }
    yAt += yPlane;
    c10.blend(low, c10.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (channels == 2) {
      return;
    }
    yAt += yPlane;
    c20.blend(low, c20.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (channels == 3) {
      return;
    }
    yAt += yPlane;
    c30.blend(low, c30.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (channels == 4) {
      return;
    }
    yAt += yPlane;
    c40.blend(low, c40.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (channels == 5) {
      return;
    }
    yAt += yPlane;
    c50.blend(low, c50.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (channels == 6) {
      return;
    }
    yAt += yPlane;
    c60.blend(low, c60.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    if (channels == 7) {
      return;
    }
    yAt += yPlane;
    c70.blend(low, c70.compare(VectorOperators.LT, low)).intoArray(y, yAt);
  }
}
