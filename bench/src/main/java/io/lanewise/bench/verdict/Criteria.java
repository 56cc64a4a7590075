package io.lanewise.bench.verdict;

/**
 * When speeds differ.
 *
 * @param threshold the least change that counts: 0.1 if one of the two must be at least 1.1 times
 *     as fast as the other
 * @param level of the confidence intervals
 */
public record Criteria(double threshold, double level) {

  /** Changes of 10 %, and the intervals that results and reports have. */
  public static final Criteria DEFAULT = new Criteria(0.1, ConfidenceInterval.LEVEL);

  /**
   * The same for builds, of which a hundred speeds are judged at a time: among 2000 equal ones in
   * seeded samples that vary by up to 10 %, a {@link PairedTrial} claimed no change at this level,
   * and five at 95 %.
   */
  public static final Criteria OF_MANY = new Criteria(0.1, 0.99);

  /**
   * Refuses what makes no sense.
   *
   * @throws IllegalArgumentException if the threshold is not positive or the level not between 0
   *     and 1
   */
  public Criteria {
    if (!(threshold > 0 && Double.isFinite(threshold))) {
      throw new IllegalArgumentException("threshold = " + threshold + ", expected more than 0");
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level = " + level + ", expected between 0 and 1");
    }
  }

  /** The same with another threshold. */
  public Criteria withThreshold(double threshold) {
    return new Criteria(threshold, level);
  }

  /** The least ratio of two speeds that counts. */
  double leastRatio() {
    return 1 + threshold;
  }
}
