package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 1 channel x 14 columns for kernels of 5 columns side by side: 14 accumulators and the 5
 * weights of a row of the kernel. Each vector of the input is loaded once for all taps of the row
 * that read it, 18 loads for 70 FMAs, where one tap at a time takes 70.
 */
final class LanesTile1x14By5 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private LanesTile1x14By5() {}

  /** See {@link LanesTile#run}; five taps in a row lie a column apart. */
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
    for (int k = 0; k < n; k += 5) {
      int xk = taps[k];
      int wk = wAt + k;
      FloatVector w0 = FloatVector.broadcast(V, w[wk]);
      FloatVector w1 = FloatVector.broadcast(V, w[wk + 1]);
      FloatVector w2 = FloatVector.broadcast(V, w[wk + 2]);
      FloatVector w3 = FloatVector.broadcast(V, w[wk + 3]);
      FloatVector w4 = FloatVector.broadcast(V, w[wk + 4]);
      FloatVector v = FloatVector.fromArray(V, x, xk);
      c0 = w0.fma(v, c0);
      v = FloatVector.fromArray(V, x, xk + VL);
      c0 = w1.fma(v, c0);
      c1 = w0.fma(v, c1);
      v = FloatVector.fromArray(V, x, xk + 2 * VL);
      c0 = w2.fma(v, c0);
      c1 = w1.fma(v, c1);
      c2 = w0.fma(v, c2);
      v = FloatVector.fromArray(V, x, xk + 3 * VL);
      c0 = w3.fma(v, c0);
      c1 = w2.fma(v, c1);
      c2 = w1.fma(v, c2);
      c3 = w0.fma(v, c3);
      v = FloatVector.fromArray(V, x, xk + 4 * VL);
      c0 = w4.fma(v, c0);
      c1 = w3.fma(v, c1);
      c2 = w2.fma(v, c2);
      c3 = w1.fma(v, c3);
      c4 = w0.fma(v, c4);
      v = FloatVector.fromArray(V, x, xk + 5 * VL);
      c1 = w4.fma(v, c1);
      c2 = w3.fma(v, c2);
      c3 = w2.fma(v, c3);
      c4 = w1.fma(v, c4);
      c5 = w0.fma(v, c5);
      v = FloatVector.fromArray(V, x, xk + 6 * VL);
      c2 = w4.fma(v, c2);
      c3 = w3.fma(v, c3);
      c4 = w2.fma(v, c4);
      c5 = w1.fma(v, c5);
      c6 = w0.fma(v, c6);
      v = FloatVector.fromArray(V, x, xk + 7 * VL);
      c3 = w4.fma(v, c3);
      c4 = w3.fma(v, c4);
      c5 = w2.fma(v, c5);
      c6 = w1.fma(v, c6);
      c7 = w0.fma(v, c7);
      v = FloatVector.fromArray(V, x, xk + 8 * VL);
      c4 = w4.fma(v, c4);
      c5 = w3.fma(v, c5);
      c6 = w2.fma(v, c6);
      c7 = w1.fma(v, c7);
      c8 = w0.fma(v, c8);
      v = FloatVector.fromArray(V, x, xk + 9 * VL);
      c5 = w4.fma(v, c5);
      c6 = w3.fma(v, c6);
      c7 = w2.fma(v, c7);
      c8 = w1.fma(v, c8);
      c9 = w0.fma(v, c9);
      v = FloatVector.fromArray(V, x, xk + 10 * VL);
      c6 = w4.fma(v, c6);
      c7 = w3.fma(v, c7);
      c8 = w2.fma(v, c8);
      c9 = w1.fma(v, c9);
      c10 = w0.fma(v, c10);
      v = FloatVector.fromArray(V, x, xk + 11 * VL);
      c7 = w4.fma(v, c7);
      c8 = w3.fma(v, c8);
      c9 = w2.fma(v, c9);
      c10 = w1.fma(v, c10);
      c11 = w0.fma(v, c11);
      v = FloatVector.fromArray(V, x, xk + 12 * VL);
      c8 = w4.fma(v, c8);
      c9 = w3.fma(v, c9);
      c10 = w2.fma(v, c10);
      c11 = w1.fma(v, c11);
      c12 = w0.fma(v, c12);
      v = FloatVector.fromArray(V, x, xk + 13 * VL);
      c9 = w4.fma(v, c9);
      c10 = w3.fma(v, c10);
      c11 = w2.fma(v, c11);
      c12 = w1.fma(v, c12);
      c13 = w0.fma(v, c13);
      v = FloatVector.fromArray(V, x, xk + 14 * VL);
      c10 = w4.fma(v, c10);
      c11 = w3.fma(v, c11);
      c12 = w2.fma(v, c12);
      c13 = w1.fma(v, c13);
      v = FloatVector.fromArray(V, x, xk + 15 * VL);
      c11 = w4.fma(v, c11);
      c12 = w3.fma(v, c12);
      c13 = w2.fma(v, c13);
      v = FloatVector.fromArray(V, x, xk + 16 * VL);
      c12 = w4.fma(v, c12);
      c13 = w3.fma(v, c13);
      v = FloatVector.fromArray(V, x, xk + 17 * VL);
      c13 = w4.fma(v, c13);
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
