package io.lanewise.bench.verdict;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Where the mean speed of all JVMs lies, as far as a few of them can tell.
 *
 * <p>The mean is the geometric one and the interval is Student's, of logarithms: what disturbs a
 * JVM does so by a factor, and the interval of a ratio is the same whichever way it is divided.
 * Three to five forks are too few for a bootstrap, whose intervals cannot reach beyond the fastest
 * and the slowest of them.
 *
 * @param mean geometric mean
 * @param low where it begins
 * @param high where it ends
 */
public record ConfidenceInterval(double mean, double low, double high) {

  /** The level of the intervals in results and reports. */
  public static final double LEVEL = 0.95;

  /** {@link #of(double[], double)} at {@link #LEVEL}. */
  public static Optional<ConfidenceInterval> of(double[] forks) {
    return of(forks, LEVEL);
  }

  /**
   * The interval of some forks.
   *
   * @param forks a speed or a ratio of speeds for each fork
   * @param level share of such intervals that hold the true mean, as 0.95
   * @return empty if there are fewer than two forks, which say nothing about the next
   * @throws IllegalArgumentException if a fork is not positive and finite, or the level not between
   *     0 and 1
   */
  public static Optional<ConfidenceInterval> of(double[] forks, double level) {
    return of(forks, level, 1.0 / forks.length, 0);
  }

  /**
   * Where the next fork lies, as far as some forks can tell: the prediction interval.
   *
   * @param forks a speed or a ratio of speeds for each fork
   * @param level share of such intervals that hold the next fork, as 0.95
   * @param leastDeviation a deviation of logarithms that is taken where that of the forks is less,
   *     as a few forks may be alike by chance; 0 for none
   * @return empty if there are fewer than two forks
   * @throws IllegalArgumentException as {@link #of(double[], double)}
   */
  public static Optional<ConfidenceInterval> ofNext(
      double[] forks, double level, double leastDeviation) {
    return of(forks, level, 1 + 1.0 / forks.length, leastDeviation);
  }

  /** The deviation of the logarithms of some forks; empty if there are fewer than two. */
  public static OptionalDouble deviation(double[] forks) {
    return forks.length < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(logarithms(forks).getStandardDeviation());
  }

  private static SummaryStatistics logarithms(double[] forks) {
    requireSpeeds("forks", forks);
    SummaryStatistics logarithms = new SummaryStatistics();
    Arrays.stream(forks).map(Math::log).forEach(logarithms::addValue);
    return logarithms;
  }

  /** An interval whose variance is so much of that of the forks. */
  private static Optional<ConfidenceInterval> of(
      double[] forks, double level, double share, double leastDeviation) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level = " + level + ", expected between 0 and 1");
    }
    SummaryStatistics logarithms = logarithms(forks);
    if (forks.length < 2) {
      return Optional.empty();
    }
    double t = new TDistribution(forks.length - 1).inverseCumulativeProbability((1 + level) / 2);
    double deviation = Math.max(logarithms.getStandardDeviation(), leastDeviation);
    double half = t * deviation * Math.sqrt(share);
    double mean = logarithms.getMean();
    return Optional.of(
        new ConfidenceInterval(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half)));
  }

  /** How far the ends are from the mean, as a factor; 1.05 is 5 % more and as much less. */
  public double factor() {
    return high / mean;
  }

  /** Whether no speed lies in both. */
  public boolean isDisjoint(ConfidenceInterval other) {
    return high < other.low || other.high < low;
  }

  /** Refuses what is no speed. */
  static void requireSpeeds(String name, double[] speeds) {
    for (int i = 0; i < speeds.length; i++) {
      if (!(speeds[i] > 0 && Double.isFinite(speeds[i]))) {
        throw new IllegalArgumentException(
            name + "[" + i + "] = " + speeds[i] + ", expected a positive finite number");
      }
    }
  }
}
