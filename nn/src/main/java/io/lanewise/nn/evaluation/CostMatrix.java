package io.lanewise.nn.evaluation;

import java.util.Arrays;

/**
 * What each error costs: to let a fire burn is dearer than a false alarm. Immutable.
 *
 * <p>Source of the decision: C. Elkan, The foundations of cost-sensitive learning, IJCAI 2001.
 */
public final class CostMatrix {

  private final double[][] costs;

  private CostMatrix(double[][] costs) {
    this.costs = costs;
  }

  /**
   * Costs by class and prediction.
   *
   * @param costs costs[actual][predicted], square and finite; below 0 it is a gain
   * @throws IllegalArgumentException if it is not square, empty or has a number that is not finite
   */
  public static CostMatrix of(double[][] costs) {
    if (costs.length < 1) {
      throw new IllegalArgumentException("costs has no rows, expected one for each class");
    }
    double[][] copy = new double[costs.length][];
    for (int i = 0; i < costs.length; i++) {
      if (costs[i].length != costs.length) {
        throw new IllegalArgumentException(
            "costs["
                + i
                + ("] has " + costs[i].length + " numbers, expected " + costs.length)
                + ", one for each class");
      }
      for (int j = 0; j < costs.length; j++) {
        if (!Double.isFinite(costs[i][j])) {
          throw new IllegalArgumentException(
              "costs[" + i + "][" + j + "] is " + costs[i][j] + ", expected a finite number");
        }
      }
      copy[i] = costs[i].clone();
    }
    return new CostMatrix(copy);
  }

  /** 1 for each error, 0 for each hit: the mean cost is the error, the decision the likeliest. */
  public static CostMatrix ofErrors(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", expected at least 1");
    }
    double[][] costs = new double[classes][classes];
    for (int i = 0; i < classes; i++) {
      Arrays.fill(costs[i], 1);
      costs[i][i] = 0;
    }
    return new CostMatrix(costs);
  }

  /** Number of classes. */
  public int classes() {
    return costs.length;
  }

  /** Cost of one prediction. */
  public double cost(int actual, int predicted) {
    return costs[actual][predicted];
  }

  /**
   * Cost of all predictions: the sum of count times cost.
   *
   * @throws IllegalArgumentException if the matrix has another number of classes
   */
  public double total(ConfusionMatrix matrix) {
    if (matrix.classes() != classes()) {
      throw new IllegalArgumentException(
          "matrix has " + matrix.classes() + " classes, expected " + classes());
    }
    double total = 0;
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < classes(); j++) {
        total += matrix.count(i, j) * costs[i][j];
      }
    }
    return total;
  }

  /** Cost of a prediction in the mean; as {@link #total}. */
  public double mean(ConfusionMatrix matrix) {
    return total(matrix) / matrix.total();
  }

  /**
   * The class that costs least in the expectation, argmin over j of sum over i of p_i cost_ij; of
   * several, the first. Two classes with costs of errors only: the second one where its probability
   * is above cost_01 / (cost_01 + cost_10).
   *
   * @param probabilities of each class, at least 0; they need not sum to 1, as a common factor
   *     changes no decision
   * @param from index of the first class's probability
   * @throws IllegalArgumentException if there are too few, or one is below 0 or not finite
   */
  public int decide(float[] probabilities, int from) {
    int n = classes();
    if (from < 0 || from > probabilities.length - n) {
      throw new IllegalArgumentException(
          "from is "
              + from
              + (", expected " + n + " probabilities from there on")
              + (", of " + probabilities.length));
    }
    for (int i = from; i < from + n; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "probabilities["
                + i
                + ("] is " + probabilities[i] + ", expected a finite number of at least 0"));
      }
    }
    int best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      double expected = 0;
      for (int i = 0; i < n; i++) {
        expected += probabilities[from + i] * costs[i][j];
      }
      if (expected < lowest) {
        lowest = expected;
        best = j;
      }
    }
    return best;
  }

  /** A row for each class, a number for each prediction. */
  @Override
  public String toString() {
    return Arrays.deepToString(costs);
  }
}
