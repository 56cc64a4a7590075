package io.lanewise.nn.som;

import io.lanewise.nn.data.Table;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Samples for a map: rows x inputs numbers, row-major, in which NaN is a missing value; checked
 * once, when they are wrapped. A missing value is left out of distances and of updates. Samples may
 * have weights: one of weight 2 counts as two of weight 1.
 *
 * <p>The array is not copied and must not change afterwards; a few numbers for each row and each
 * column are kept beside it. Immutable otherwise.
 */
public final class SomData {

  /** Above it the sum of squares over any number of columns may overflow a float. */
  private static final float LARGEST = 1e15f;

  private final float[] values;
  private final int rows;
  private final int inputs;
  private final List<String> names;
  private final float[] weights;
  private final double totalWeight;
  private final BitSet incomplete = new BitSet();
  private final float[] norms;
  private final double[] means;

  private SomData(float[] values, int rows, int inputs, List<String> names, float[] weights) {
    this.values = values;
    this.rows = rows;
    this.inputs = inputs;
    this.names = names;
    this.weights = weights;
    this.totalWeight = sum(weights, rows);
    this.norms = new float[rows];
    this.means = new double[inputs];
    scan();
  }

  /**
   * Samples of weight 1; the columns are named x0, x1 and so on.
   *
   * @param values rows x inputs numbers, row-major, NaN where one is missing
   * @throws IllegalArgumentException if the size does not match, a value is infinite or beyond 1e15
   *     (whose squares a float does not hold), or a row has no value at all
   */
  public static SomData of(float[] values, int rows, int inputs) {
    require(rows >= 1, "rows", rows, "at least 1");
    require(inputs >= 1, "inputs", inputs, "at least 1");
    require(
        values.length == (long) rows * inputs,
        "values.length",
        values.length,
        (long) rows * inputs + " for " + rows + " rows of " + inputs);
    List<String> names = IntStream.range(0, inputs).mapToObj(j -> "x" + j).toList();
    return new SomData(values, rows, inputs, names, new float[0]);
  }

  /** The rows of a table, without its classes; the table's array is not copied. */
  public static SomData of(Table table) {
    return of(table.values(), table.rows(), table.columns()).withNames(table.names());
  }

  /**
   * The same samples with names of the columns.
   *
   * @throws IllegalArgumentException if there are not as many names as columns
   */
  public SomData withNames(List<String> names) {
    require(names.size() == inputs, "names.size()", names.size(), inputs + ", one for each column");
    return new SomData(values, rows, inputs, List.copyOf(names), weights);
  }

  /**
   * The same samples with weights.
   *
   * @param weights one for each row, finite and at least 0, not all 0; copied
   * @throws IllegalArgumentException if a weight is out of its range
   */
  public SomData withWeights(float[] weights) {
    require(weights.length == rows, "weights.length", weights.length, rows + ", one for each row");
    for (int i = 0; i < rows; i++) {
      if (!(weights[i] >= 0 && weights[i] <= LARGEST)) {
        throw new IllegalArgumentException(
            "weights[" + i + "] is " + weights[i] + ", expected 0 to " + LARGEST);
      }
    }
    require(sum(weights, rows) > 0, "the sum of weights", 0, "above 0");
    return new SomData(values, rows, inputs, names, weights.clone());
  }

  /** Number of samples. */
  public int rows() {
    return rows;
  }

  /** Number of variables. */
  public int inputs() {
    return inputs;
  }

  /** Names of the variables. */
  public List<String> names() {
    return names;
  }

  /** A value, NaN if it is missing. */
  public float value(int row, int column) {
    return values[Objects.checkIndex(row, rows) * inputs + Objects.checkIndex(column, inputs)];
  }

  /** The weight of a sample. */
  public float weight(int row) {
    Objects.checkIndex(row, rows);
    return weights.length == 0 ? 1 : weights[row];
  }

  /** The sum of the samples' weights. */
  public double totalWeight() {
    return totalWeight;
  }

  /** The largest weight of a sample. */
  double largestWeight() {
    double largest = weights.length == 0 ? 1 : 0;
    for (float weight : weights) {
      largest = Math.max(largest, weight);
    }
    return largest;
  }

  /** The array itself. */
  float[] values() {
    return values;
  }

  /** Where a row begins. */
  int at(int row) {
    return row * inputs;
  }

  /** Whether any value is missing. */
  boolean isIncomplete() {
    return !incomplete.isEmpty();
  }

  /** Whether a row lacks a value. */
  boolean isIncomplete(int row) {
    return incomplete.get(row);
  }

  /** Whether one of some rows lacks a value. */
  boolean isIncomplete(int from, int count) {
    int next = incomplete.nextSetBit(from);
    return next >= 0 && next < from + count;
  }

  /** The Euclidean length of a row, over the values that it has. */
  float norm(int row) {
    return norms[row];
  }

  /** The mean of each variable over the values that are there, 0 where none is. */
  double[] means() {
    return means;
  }

  private void scan() {
    int[] counts = new int[inputs];
    for (int i = 0; i < rows; i++) {
      int found = 0;
      double squares = 0;
      for (int j = 0; j < inputs; j++) {
        float value = values[at(i) + j];
        if (Float.isNaN(value)) {
          continue;
        }
        if (Math.abs(value) > LARGEST) {
          throw new IllegalArgumentException(
              ("row " + i + ", column " + names.get(j) + " is " + value)
                  + (", expected NaN or -" + LARGEST + " to " + LARGEST));
        }
        found++;
        counts[j]++;
        means[j] += value;
        squares += (double) value * value;
      }
      if (found == 0) {
        throw new IllegalArgumentException(
            "row " + i + " has no value, expected at least one that is not missing");
      }
      if (found < inputs) {
        incomplete.set(i);
      }
      norms[i] = (float) Math.sqrt(squares);
    }
    for (int j = 0; j < inputs; j++) {
      means[j] /= Math.max(1, counts[j]);
    }
  }

  private static double sum(float[] weights, int rows) {
    if (weights.length == 0) {
      return rows;
    }
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private static void require(boolean holds, String argument, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(argument + " is " + value + ", expected " + expected);
    }
  }

  @Override
  public String toString() {
    return rows
        + " samples of "
        + inputs
        + " variables"
        + (incomplete.isEmpty() ? "" : ", " + incomplete.cardinality() + " incomplete")
        + (weights.length == 0 ? "" : ", of weight " + totalWeight);
  }
}
