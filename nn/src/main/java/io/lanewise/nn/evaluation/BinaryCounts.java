package io.lanewise.nn.evaluation;

/**
 * Outcomes of a yes-or-no decision, and its scores. Of several classes, one is the positive one
 * against all others.
 *
 * <p>A score of 0/0 is 0, as in scikit-learn unless told otherwise (zero_division): a class that is
 * never predicted has no precision, and with 0 for it a model cannot raise its average by never
 * predicting what is hard. An average stays a number.
 *
 * @param truePositives positive, and predicted so
 * @param falsePositives negative, but predicted positive
 * @param falseNegatives positive, but predicted negative
 * @param trueNegatives negative, and predicted so
 */
public record BinaryCounts(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is below 0
   */
  public BinaryCounts {
    if (Math.min(Math.min(truePositives, falsePositives), Math.min(falseNegatives, trueNegatives))
        < 0) {
      throw new IllegalArgumentException(
          "counts are "
              + (truePositives + ", " + falsePositives + ", ")
              + (falseNegatives + ", " + trueNegatives)
              + ", expected none below 0");
    }
  }

  /** Of what was predicted positive, the share that is: TP / (TP + FP), 0 where nothing was. */
  public double precision() {
    return share(truePositives, falsePositives);
  }

  /**
   * Of what is positive, the share that was predicted so: TP / (TP + FN), 0 where nothing is. Also
   * called sensitivity, hit rate, true positive rate.
   */
  public double recall() {
    return share(truePositives, falseNegatives);
  }

  /**
   * The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN), 0 where nothing is positive
   * or predicted so.
   */
  public double f1() {
    return share(2 * truePositives, falsePositives + falseNegatives);
  }

  /**
   * Of what is negative, the share that was predicted so: TN / (TN + FP), 0 where nothing is. Also
   * called true negative rate.
   */
  public double specificity() {
    return share(trueNegatives, falsePositives);
  }

  /** Of what was predicted negative, the share that is: TN / (TN + FN), 0 where nothing was. */
  public double negativePredictiveValue() {
    return share(trueNegatives, falseNegatives);
  }

  /** The sums of both. */
  BinaryCounts plus(BinaryCounts other) {
    return new BinaryCounts(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives,
        trueNegatives + other.trueNegatives);
  }

  private static double share(long part, long rest) {
    return part == 0 ? 0 : (double) part / (part + rest);
  }
}
