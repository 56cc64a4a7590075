package io.lanewise.nn.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often each class was predicted as each. Immutable.
 *
 * <p>Scores are those of {@link BinaryCounts}, of one class against the others or averaged:
 *
 * <pre>{@code
 * ConfusionMatrix matrix = ConfusionMatrix.of(List.of("no", "yes"), actual, predicted);
 * double f1 = matrix.counts(1).f1(); // "yes" is the positive class
 * double macro = matrix.macro(BinaryCounts::f1);
 * }</pre>
 */
public final class ConfusionMatrix {

  private final List<String> classNames;
  private final long[][] counts;
  private final long total;

  /** Takes over the array. */
  private ConfusionMatrix(List<String> classNames, long[][] counts, long total) {
    this.classNames = classNames;
    this.counts = counts;
    this.total = total;
  }

  /**
   * Counts predictions.
   *
   * @param classNames a name for each class, at least one, all different
   * @param actual the class of each sample, 0 to the number of names - 1
   * @param predicted the class that was predicted for each
   * @throws IllegalArgumentException if there is no sample, the lengths differ, a class is out of
   *     range or a name occurs twice
   */
  public static ConfusionMatrix of(List<String> classNames, int[] actual, int[] predicted) {
    int classes = classNames.size();
    if (classes < 1 || new HashSet<>(classNames).size() < classes) {
      throw new IllegalArgumentException(
          "classNames are " + classNames + ", expected at least one, all different");
    }
    if (actual.length < 1 || actual.length != predicted.length) {
      throw new IllegalArgumentException(
          "actual has "
              + actual.length
              + (" classes and predicted " + predicted.length)
              + ", expected as many, at least 1");
    }
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < actual.length; i++) {
      requireClass("actual", i, actual[i], classes);
      requireClass("predicted", i, predicted[i], classes);
      counts[actual[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(List.copyOf(classNames), counts, actual.length);
  }

  /** Counts predictions of classes that are named by their numbers; as the other. */
  public static ConfusionMatrix of(int classes, int[] actual, int[] predicted) {
    return of(IntStream.range(0, classes).mapToObj(String::valueOf).toList(), actual, predicted);
  }

  private static void requireClass(String argument, int i, int value, int classes) {
    if (value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          argument + "[" + i + "] is " + value + ", expected 0 to " + (classes - 1));
    }
  }

  /**
   * The counts of both, as of the folds of a cross-validation.
   *
   * @throws IllegalArgumentException if the classes have other names
   */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (!classNames.equals(other.classNames)) {
      throw new IllegalArgumentException(
          "other has the classes " + other.classNames + ", expected " + classNames);
    }
    long[][] sums = new long[classes()][classes()];
    for (int i = 0; i < classes(); i++) {
      for (int j = 0; j < classes(); j++) {
        sums[i][j] = counts[i][j] + other.counts[i][j];
      }
    }
    return new ConfusionMatrix(classNames, sums, total + other.total);
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** Name of each class. */
  public List<String> classNames() {
    return classNames;
  }

  /** Samples of one class that were predicted as another, or as the same. */
  public long count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** Number of samples. */
  public long total() {
    return total;
  }

  /** Samples of this class. */
  public long support(int actual) {
    return counts(actual).truePositives() + counts(actual).falseNegatives();
  }

  /** One class as the positive one against all others. */
  public BinaryCounts counts(int positive) {
    long predicted = 0;
    long actual = 0;
    for (int i = 0; i < classes(); i++) {
      predicted += counts[i][positive];
      actual += counts[positive][i];
    }
    long hits = counts[positive][positive];
    return new BinaryCounts(
        hits, predicted - hits, actual - hits, total - predicted - actual + hits);
  }

  /** Share of samples whose class was predicted, 0 to 1. */
  public double accuracy() {
    return (double) hits() / total;
  }

  /** Share of samples for which another class was predicted: 1 - accuracy. */
  public double error() {
    return (double) (total - hits()) / total;
  }

  private long hits() {
    long hits = 0;
    for (int i = 0; i < classes(); i++) {
      hits += counts[i][i];
    }
    return hits;
  }

  /** The mean of a score over the classes: each counts the same, however rare it is. */
  public double macro(ToDoubleFunction<BinaryCounts> score) {
    double sum = 0;
    for (int i = 0; i < classes(); i++) {
      sum += score.applyAsDouble(counts(i));
    }
    return sum / classes();
  }

  /** The mean of a score over the classes, each weighted by its number of samples. */
  public double weighted(ToDoubleFunction<BinaryCounts> score) {
    double sum = 0;
    for (int i = 0; i < classes(); i++) {
      sum += support(i) * score.applyAsDouble(counts(i));
    }
    return sum / total;
  }

  /**
   * A score of the summed counts of all classes: each decision counts the same. Precision, recall
   * and F1 are then all the accuracy.
   */
  public double micro(ToDoubleFunction<BinaryCounts> score) {
    BinaryCounts sum = counts(0);
    for (int i = 1; i < classes(); i++) {
      sum = sum.plus(counts(i));
    }
    return score.applyAsDouble(sum);
  }

  /**
   * A table: a row for each class with its recall, a column for each predicted class with its
   * precision, and the accuracy in the corner.
   */
  @Override
  public String toString() {
    int n = classes();
    String[][] cells = new String[n + 2][n + 2];
    cells[0][0] = "actual \\ predicted";
    cells[0][n + 1] = "recall";
    cells[n + 1][0] = "precision";
    cells[n + 1][n + 1] = percent(accuracy());
    for (int i = 0; i < n; i++) {
      cells[0][i + 1] = classNames.get(i);
      cells[i + 1][0] = classNames.get(i);
      cells[i + 1][n + 1] = percent(counts(i).recall());
      cells[n + 1][i + 1] = percent(counts(i).precision());
      for (int j = 0; j < n; j++) {
        cells[i + 1][j + 1] = String.valueOf(counts[i][j]);
      }
    }
    return aligned(cells);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String aligned(String[][] cells) {
    int[] widths = new int[cells.length];
    for (String[] row : cells) {
      for (int j = 0; j < row.length; j++) {
        widths[j] = Math.max(widths[j], row[j].length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (String[] row : cells) {
      table.append(row[0]).repeat(' ', widths[0] - row[0].length());
      for (int j = 1; j < row.length; j++) {
        table.append("  ").repeat(' ', widths[j] - row[j].length()).append(row[j]);
      }
      table.append('\n');
    }
    return table.toString();
  }
}
