package io.lanewise.bench.jmh;

import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * How far a kernel's result is from the reference.
 *
 * @param maxError the largest |error| of an element, relative to the sum of the absolute values of
 *     its terms; infinite where the result is not a number or an element without terms is not 0
 * @param errorBound what the contract allows for it, gamma
 * @param worst index of the element with the largest error
 */
record Accuracy(double maxError, double errorBound, long worst) {

  /** Products that one check may cost: about 20 ms in code that is not compiled yet. */
  private static final long TERMS = 1 << 21;

  private static final int MOST_SAMPLES = 1024;
  private static final int FEWEST_SAMPLES = 64;
  private static final long SEED = 20261120;

  /**
   * Compares a sample of a result, or all of it where that is cheap.
   *
   * @param times how many times the usual sample
   * @param result what the kernel has written
   * @param terms products in each element
   * @param errorBound what the contract allows
   * @param reference gives the terms of an element
   */
  static Accuracy of(
      int times,
      Operand result,
      long terms,
      double errorBound,
      LongFunction<ReferenceSum> reference) {
    double maxError = 0;
    long worst = 0;
    for (long index : sample(result.elements(), terms, times)) {
      double error = relativeError(result.get(index), reference.apply(index));
      if (!(error <= maxError)) {
        maxError = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        worst = index;
      }
    }
    return new Accuracy(maxError, errorBound, worst);
  }

  /** The worse of two parts of one result. */
  Accuracy or(Accuracy other) {
    return maxError / errorBound >= other.maxError / other.errorBound ? this : other;
  }

  boolean withinBound() {
    return maxError <= errorBound;
  }

  private static double relativeError(double actual, ReferenceSum expected) {
    double error = Math.abs(actual - expected.value());
    return error == 0 ? 0 : error / expected.magnitude();
  }

  /** The first and the last element, and others at random in between. */
  private static long[] sample(long elements, long terms, int times) {
    long most = times * Math.clamp(TERMS / Math.max(1, terms), FEWEST_SAMPLES, MOST_SAMPLES);
    if (elements <= most) {
      return LongStream.range(0, elements).toArray();
    }
    SplittableRandom random = new SplittableRandom(SEED);
    return LongStream.concat(LongStream.of(0, elements - 1), random.longs(most - 2, 0, elements))
        .toArray();
  }
}
