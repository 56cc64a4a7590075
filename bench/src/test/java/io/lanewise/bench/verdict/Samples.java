package io.lanewise.bench.verdict;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Speeds of JVMs that were never run. */
final class Samples {

  private Samples() {}

  /**
   * Speeds whose logarithms are normal.
   *
   * @param count how many
   * @param mean geometric mean of all that could be drawn
   * @param deviation of the logarithms: 0.05 is about 5 %
   */
  static double[] forks(RandomGenerator random, int count, double mean, double deviation) {
    return IntStream.range(0, count)
        .mapToDouble(i -> mean * Math.exp(deviation * random.nextGaussian()))
        .toArray();
  }
}
