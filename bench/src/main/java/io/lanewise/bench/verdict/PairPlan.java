package io.lanewise.bench.verdict;

/**
 * How many pairs of JVMs a comparison of two builds may take.
 *
 * @param pairs complete pairs that a verdict is first tried with
 * @param mostPairs complete pairs after which what is too noisy stays so
 */
public record PairPlan(int pairs, int mostPairs) {

  /**
   * Six pairs see bimodal kernels, see {@link Modes}. JVMs that vary by 6 % leave nothing undecided
   * in eighteen pairs, but one in ten in twelve.
   */
  public static final PairPlan DEFAULT = of(6);

  /** So many pairs at first, and three times as many at most. */
  public static PairPlan of(int pairs) {
    return new PairPlan(pairs, 3 * pairs);
  }

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
