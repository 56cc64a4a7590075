package io.lanewise.nn.neuron;

import java.util.Arrays;

/** The weighted sum that every neuron begins with. */
final class Inputs {

  private Inputs() {}

  /** bias + sum over i of weights[i] x[i]. */
  static double weighted(double bias, double[] weights, double[] x) {
    if (x.length != weights.length) {
      throw new IllegalArgumentException(
          "x has "
              + x.length
              + (" elements, expected " + weights.length)
              + ", one for each weight");
    }
    double sum = bias;
    for (int i = 0; i < x.length; i++) {
      sum += weights[i] * x[i];
    }
    return sum;
  }

  static void requireFinite(double bias, double[] weights) {
    if (weights.length == 0) {
      throw new IllegalArgumentException("weights are none, expected at least one");
    }
    if (!Double.isFinite(bias) || !Arrays.stream(weights).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "bias is "
              + bias
              + (" and weights are " + Arrays.toString(weights))
              + ", expected finite numbers");
    }
  }

  static void requireRate(double rate) {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException("rate is " + rate + ", expected a number above 0");
    }
  }
}
