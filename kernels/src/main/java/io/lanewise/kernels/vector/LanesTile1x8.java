package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A tile of 1 channels x 8 columns: 8 accumulators. */
final class LanesTile1x8 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesTile1x8() {}

  /** See {@link LanesTile#run}. */
  static void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
    float[] b = out.bias;
    int bAt = out.biasAt;
    FloatVector c00 = FloatVector.broadcast(V, b[bAt]);
    FloatVector c01 = c00;
    FloatVector c02 = c00;
    FloatVector c03 = c00;
    FloatVector c04 = c00;
    FloatVector c05 = c00;
    FloatVector c06 = c00;
    FloatVector c07 = c00;
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
      FloatVector w0 = FloatVector.broadcast(V, w[wk]);
      c00 = w0.fma(x0, c00);
      c01 = w0.fma(x1, c01);
      c02 = w0.fma(x2, c02);
      c03 = w0.fma(x3, c03);
      c04 = w0.fma(x4, c04);
      c05 = w0.fma(x5, c05);
      c06 = w0.fma(x6, c06);
      c07 = w0.fma(x7, c07);
    }
    FloatVector low = FloatVector.broadcast(V, out.floor);
    float[] y = out.y;
    int yAt = out.at;
    int step = out.step;
    c00.blend(low, c00.compare(VectorOperators.LT, low)).intoArray(y, yAt);
    c01.blend(low, c01.compare(VectorOperators.LT, low)).intoArray(y, yAt + step);
    c02.blend(low, c02.compare(VectorOperators.LT, low)).intoArray(y, yAt + 2 * step);
    c03.blend(low, c03.compare(VectorOperators.LT, low)).intoArray(y, yAt + 3 * step);
    c04.blend(low, c04.compare(VectorOperators.LT, low)).intoArray(y, yAt + 4 * step);
    c05.blend(low, c05.compare(VectorOperators.LT, low)).intoArray(y, yAt + 5 * step);
    c06.blend(low, c06.compare(VectorOperators.LT, low)).intoArray(y, yAt + 6 * step);
    c07.blend(low, c07.compare(VectorOperators.LT, low)).intoArray(y, yAt + 7 * step);
  }
}
