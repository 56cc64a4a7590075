package io.lanewise.nn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** p[c] = exp(x[c]) / sum over j of exp(x[j]), by rows. */
final class Softmax {

  private Softmax() {}

  /** Probabilities from scores; y may be x. */
  static void forward(int rows, int columns, MemorySegment x, MemorySegment y) {
    for (int row = 0; row < rows; row++) {
      long at = (long) row * columns;
      double logSum = logOfSum(columns, x, at);
      for (long i = at; i < at + columns; i++) {
        double p = Math.exp(x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - logSum);
        y.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) p);
      }
    }
  }

  /** dx[c] = p[c] (dp[c] - sum over j of dp[j] p[j]); dx may be dp. */
  static void backward(int rows, int columns, MemorySegment p, MemorySegment dp, MemorySegment dx) {
    for (int row = 0; row < rows; row++) {
      long at = (long) row * columns;
      double mean = 0;
      for (long i = at; i < at + columns; i++) {
        mean +=
            (double) dp.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                * p.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      }
      for (long i = at; i < at + columns; i++) {
        double gradient = dp.getAtIndex(ValueLayout.JAVA_FLOAT, i) - mean;
        dx.setAtIndex(
            ValueLayout.JAVA_FLOAT,
            i,
            (float) (p.getAtIndex(ValueLayout.JAVA_FLOAT, i) * gradient));
      }
    }
  }

  /** log of the sum of exp over a row; its maximum is taken out first, so nothing overflows. */
  static double logOfSum(int columns, MemorySegment x, long at) {
    float max = Float.NEGATIVE_INFINITY;
    for (long i = at; i < at + columns; i++) {
      max = Math.max(max, x.getAtIndex(ValueLayout.JAVA_FLOAT, i));
    }
    double sum = 0;
    for (long i = at; i < at + columns; i++) {
      sum += Math.exp((double) x.getAtIndex(ValueLayout.JAVA_FLOAT, i) - max);
    }
    return max + Math.log(sum);
  }
}
