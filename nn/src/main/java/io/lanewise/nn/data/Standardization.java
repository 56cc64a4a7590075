package io.lanewise.nn.data;

import java.util.Arrays;
import java.util.List;

/**
 * z = (x - mean) / deviation for each column of a table, so that none counts more because of its
 * unit. Fitted on the training set, it is applied to all others. Immutable.
 *
 * <p>The deviation is that of the population (divided by n). A column that is constant has
 * deviation 1 here, and becomes 0. Missing values are left out and stay missing.
 */
public final class Standardization {

  private final List<String> names;
  private final double[] means;
  private final double[] deviations;

  /**
   * A standardization with known numbers, as from a file; the arrays are copied.
   *
   * @param names names of the columns
   * @param means mean of each
   * @param deviations deviation of each, above 0
   * @throws IllegalArgumentException if the lengths differ, a number is not finite or a deviation
   *     not above 0
   */
  public Standardization(List<String> names, double[] means, double[] deviations) {
    if (means.length != names.size() || deviations.length != names.size()) {
      throw new IllegalArgumentException(
          "means are "
              + means.length
              + (" and deviations " + deviations.length)
              + (", expected " + names.size() + ", one for each column"));
    }
    for (int j = 0; j < means.length; j++) {
      if (!Double.isFinite(means[j])) {
        throw new IllegalArgumentException(
            "means[" + j + "] is " + means[j] + ", expected a finite number");
      }
      if (!(deviations[j] > 0 && deviations[j] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "deviations[" + j + "] is " + deviations[j] + ", expected a finite number above 0");
      }
    }
    this.names = List.copyOf(names);
    this.means = means.clone();
    this.deviations = deviations.clone();
  }

  /**
   * Means and deviations of the columns of a table, computed in two passes in float64.
   *
   * @throws IllegalArgumentException if a column has no value
   */
  public static Standardization fit(Table table) {
    int n = table.columns();
    double[] means = new double[n];
    double[] deviations = new double[n];
    for (int j = 0; j < n; j++) {
      int count = 0;
      double sum = 0;
      for (int i = 0; i < table.rows(); i++) {
        float value = table.value(i, j);
        if (!Float.isNaN(value)) {
          count++;
          sum += value;
        }
      }
      if (count == 0) {
        throw new IllegalArgumentException(
            "column \"" + table.names().get(j) + "\" has no value, expected at least one");
      }
      means[j] = sum / count;
      double squares = 0;
      for (int i = 0; i < table.rows(); i++) {
        double difference = table.value(i, j) - means[j];
        squares += Double.isNaN(difference) ? 0 : difference * difference;
      }
      double deviation = Math.sqrt(squares / count);
      deviations[j] = deviation > 0 ? deviation : 1;
    }
    return new Standardization(table.names(), means, deviations);
  }

  /**
   * The standardized table, with the same classes.
   *
   * @throws IllegalArgumentException if it has other columns, or z is beyond what a float holds
   */
  public Table apply(Table table) {
    if (!table.names().equals(names)) {
      throw new IllegalArgumentException(
          "table has the columns " + table.names() + ", expected " + names);
    }
    float[] values = table.values().clone();
    for (int i = 0; i < values.length; i++) {
      int column = i % names.size();
      values[i] = (float) ((values[i] - means[column]) / deviations[column]);
    }
    Table standardized = Table.of(names, values);
    return table.labelled()
        ? standardized.withLabels(table.labels(), table.classNames())
        : standardized;
  }

  /** The value that became z in a column: z deviation + mean. */
  public double restore(int column, double z) {
    return z * deviations[column] + means[column];
  }

  /** Names of the columns. */
  public List<String> names() {
    return names;
  }

  /** Mean of each column; a copy. */
  public double[] means() {
    return means.clone();
  }

  /** Deviation of each column; a copy. */
  public double[] deviations() {
    return deviations.clone();
  }

  @Override
  public String toString() {
    return names
        + ": means "
        + Arrays.toString(means)
        + ", deviations "
        + Arrays.toString(deviations);
  }
}
