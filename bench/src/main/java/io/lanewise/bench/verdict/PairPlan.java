package io.lanewise.bench.verdict;

/**
 * How many pairs of JVMs a comparison of two builds may take.
 *
 * @param pairs complete pairs that a verdict is first tried with
 * @param mostPairs complete pairs after which what is too noisy stays so
 */
public record PairPlan(int pairs, int mostPairs) {

  /** Six pairs see bimodal kernels, see {@link Modes}; twelve halve an interval of six, about. */
  public static final PairPlan DEFAULT = new PairPlan(6, 12);

  /**
   * Refuses what makes no sense.
   *
   * @throws IllegalArgumentException if there are fewer than two pairs, or fewer at most than at
   *     first
   */
  public PairPlan {
    if (pairs < 2) {
      throw new IllegalArgumentException("pairs = " + pairs + ", expected 2 at least");
    }
    if (mostPairs < pairs) {
      throw new IllegalArgumentException(
          "mostPairs = " + mostPairs + ", expected pairs at least, " + pairs);
    }
  }
}
