package io.lanewise.bench.verdict;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.SecondMoment;

/**
 * The two speeds of a kernel that is fast in some JVMs and slow in others.
 *
 * <p>A JIT compiler decides once in a JVM, by a profile that differs from one to the next: what it
 * inlines, or whether it gives up a method and leaves it as it was compiled first. Such a kernel
 * has two speeds and nothing between them, and a mean of them is none of it. The rule looks for
 * that gap between the sorted speeds:
 *
 * <ul>
 *   <li>it is at least the threshold, as a smaller one would not be a change either;
 *   <li>it is {@value #CLEAN_GAP} times the standard deviation within the two groups. Of {@value
 *       #FEWEST_FORKS} JVMs with one speed that vary by 5 %, one sample in 200 has such a gap; of
 *       10, one in 3000;
 *   <li>each group has two JVMs, because one alone may have been disturbed. One is enough where it
 *       runs at less than half the speed of all the others: a machine that slows a whole JVM down
 *       so much slows a ruler down too.
 * </ul>
 *
 * @param slow geometric mean of the slow group
 * @param slowForks how many JVMs are in it
 * @param fast geometric mean of the fast group
 * @param fastForks how many JVMs are in it
 */
public record Modes(double slow, int slowForks, double fast, int fastForks) {

  private static final int FEWEST_FORKS = 6;
  private static final int FEWEST_IN_A_GROUP = 2;
  private static final int CLEAN_GAP = 5;
  private static final double OUT_OF_THE_QUESTION = 2;

  /**
   * Looks for two groups.
   *
   * @param forks the speed of each JVM
   * @param criteria whose threshold the gap must reach
   * @return empty if there is one group, or there are too few JVMs to tell
   */
  public static Optional<Modes> of(double[] forks, Criteria criteria) {
    ConfidenceInterval.requireSpeeds("forks", forks);
    double[] sorted = Arrays.stream(forks).map(Math::log).sorted().toArray();
    if (sorted.length < FEWEST_FORKS) {
      return Optional.empty();
    }
    for (int split = 1; split < sorted.length; split++) {
      double[] slow = Arrays.copyOfRange(sorted, 0, split);
      double[] fast = Arrays.copyOfRange(sorted, split, sorted.length);
      if (isApart(slow, fast, Math.log(criteria.leastRatio()))) {
        return Optional.of(new Modes(mean(slow), slow.length, mean(fast), fast.length));
      }
    }
    return Optional.empty();
  }

  private static boolean isApart(double[] slow, double[] fast, double least) {
    double gap = fast[0] - slow[slow.length - 1];
    int smaller = Math.min(slow.length, fast.length);
    boolean enough =
        smaller >= FEWEST_IN_A_GROUP || slow.length == 1 && gap > Math.log(OUT_OF_THE_QUESTION);
    SecondMoment moment = new SecondMoment();
    double within = moment.evaluate(slow) + moment.evaluate(fast);
    double deviation = Math.sqrt(within / (slow.length + fast.length - 2));
    return enough && gap >= least && gap >= CLEAN_GAP * deviation;
  }

  /** How many times as fast the fast group is. */
  public double ratio() {
    return fast / slow;
  }

  /** Such as: 4 JVMs at 61.2, 2 at 30.5. */
  String sentence() {
    return String.format(
        Locale.ROOT, "%d JVMs at %.3g, %d at %.3g", fastForks, fast, slowForks, slow);
  }

  private static double mean(double[] logarithms) {
    return Math.exp(new Mean().evaluate(logarithms));
  }
}
