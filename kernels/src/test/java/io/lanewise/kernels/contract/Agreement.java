package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Compares a result with its reference, element by element, each with a bound of its own. */
final class Agreement {

  private Agreement() {}

  /** Asserts that every element equals its reference; zeros of either sign are equal. */
  static void assertEqual(double[] actual, double[] expected, Object replay) {
    assertWithin(actual, expected, new double[expected.length], replay);
  }

  /** Asserts |actual - expected| at most bound; NaN and infinities must be the same. */
  static void assertWithin(double[] actual, double[] expected, double[] bounds, Object replay) {
    assertThat(actual).as("%s: number of elements", replay).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      if (!agree(actual[i], expected[i], bounds[i])) {
        assertThat("element " + i + " is " + actual[i])
            .as("%s: error %s over bound %s", replay, actual[i] - expected[i], bounds[i])
            .isEqualTo("element " + i + " is " + expected[i]);
      }
    }
  }

  /** factor times each element. */
  static double[] scaled(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  private static boolean agree(double actual, double expected, double bound) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      return Double.compare(actual, expected) == 0;
    }
    return Math.abs(actual - expected) <= bound;
  }
}
