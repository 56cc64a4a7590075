package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A tile of 1 channel x 14 columns: 14 accumulators. */
final class LanesTile1x14 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesTile1x14() {}

  /** See {@link LanesTile#run}. */
  static void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
    float[] b = out.bias;
    int bAt = out.biasAt;
    FloatVector c0 = FloatVector.broadcast(V, b[bAt]);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    FloatVector c8 = c0;
    FloatVector c9 = c0;
    FloatVector c10 = c0;
    FloatVector c11 = c0;
    FloatVector c12 = c0;
    FloatVector c13 = c0;
    for (int k = 0; k < n; k++) {
      int xk = taps[k];
      int wk = wAt + k;
      FloatVector x0 = FloatVector.fromArray(V, x, xk);
      FloatVector x1 = FloatVector.fromArray(V, x, xk + VL);
      FloatVector x2 = FloatVector.fromArray(V, x, xk + 2 * VL);
      FloatVector x3 = FloatVector.fromArray(V, x, xk + 3 * VL);
      FloatVector x4 = FloatVector.fromArray(V, x, xk + 4 * VL);
      FloatVector x5 = FloatVector.fromArray(V, x, xk + 5 * VL);
      FloatVector x6 = FloatVector.fromArray(V, x, xk + 6 * VL);
      FloatVector x7 = FloatVector.fromArray(V, x, xk + 7 * VL);
      FloatVector x8 = FloatVector.fromArray(V, x, xk + 8 * VL);
      FloatVector x9 = FloatVector.fromArray(V, x, xk + 9 * VL);
      FloatVector x10 = FloatVector.fromArray(V, x, xk + 10 * VL);
      FloatVector x11 = FloatVector.fromArray(V, x, xk + 11 * VL);
      FloatVector x12 = FloatVector.fromArray(V, x, xk + 12 * VL);
      FloatVector x13 = FloatVector.fromArray(V, x, xk + 13 * VL);
      FloatVector w0 = FloatVector.broadcast(V, w[wk]);
      c0 = w0.fma(x0, c0);
      c1 = w0.fma(x1, c1);
      c2 = w0.fma(x2, c2);
      c3 = w0.fma(x3, c3);
      c4 = w0.fma(x4, c4);
      c5 = w0.fma(x5, c5);
      c6 = w0.fma(x6, c6);
      c7 = w0.fma(x7, c7);
      c8 = w0.fma(x8, c8);
      c9 = w0.fma(x9, c9);
      c10 = w0.fma(x10, c10);
      c11 = w0.fma(x11, c11);
      c12 = w0.fma(x12, c12);
      c13 = w0.fma(x13, c13);
    }
    FloatVector low = FloatVector.broadcast(V, out.floor);
    float[] y = out.y;
    int yAt = out.at;
    int step = out.step;
    c0.blend(low, c0.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c1.blend(low, c1.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c2.blend(low, c2.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c3.blend(low, c3.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
    c4.blend(low, c4.compare(VectorOperators.LT, low)).intoArray(y, yAt + 4 * step);
    c5.blend(low, c5.compare(VectorOperators.LT, low)).intoArray(y, yAt + 5 * step);
    c6.blend(low, c6.compare(VectorOperators.LT, low)).intoArray(y, yAt + 6 * step);
    c7.blend(low, c7.compare(VectorOperators.LT, low)).intoArray(y, yAt + 7 * step);
    c8.blend(low, c8.compare(VectorOperators.LT, low)).intoArray(y, yAt + 8 * step);
    c9.blend(low, c9.compare(VectorOperators.LT, low)).intoArray(y, yAt + 9 * step);
    c10.blend(low, c10.compare(VectorOperators.LT, low)).intoArray(y, yAt + 10 * step);
    c11.blend(low, c11.compare(VectorOperators.LT, low)).intoArray(y, yAt + 11 * step);
    c12.blend(low, c12.compare(VectorOperators.LT, low)).intoArray(y, yAt + 12 * step);
    c13.blend(low, c13.compare(VectorOperators.LT, low)).intoArray(y, yAt + 13 * step);
  }
}
