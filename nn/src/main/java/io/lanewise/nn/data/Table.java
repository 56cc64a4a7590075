package io.lanewise.nn.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers under names, and maybe a class for each row. A missing value is NaN. Immutable,
 * as long as nobody writes to the array behind it.
 */
public final class Table {

  private final List<String> names;
  private final float[] values;
  private final int rows;
  private final int @Nullable [] labels;
  private final List<String> classNames;

  private Table(
      List<String> names, float[] values, int @Nullable [] labels, List<String> classNames) {
    this.names = List.copyOf(names);
    this.values = values;
    this.rows = values.length / Math.max(1, names.size());
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "names are " + names + ", expected at least one, all different");
    }
    if (rows < 1 || values.length % names.size() != 0) {
      throw new IllegalArgumentException(
          "values are "
              + values.length
              + (", expected a multiple of the " + names.size() + " columns, at least one row"));
    }
    for (int i = 0; i < values.length; i++) {
      if (Float.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            place(i)
                + " is "
                + values[i]
                + ", expected a finite number, or NaN where it is missing");
      }
    }
  }

  /**
   * A table without classes. It takes over the array, which must not be changed any more.
   *
   * @param names names of the columns, all different
   * @param values rows x columns numbers, row-major, NaN where one is missing
   * @throws IllegalArgumentException if there is no row or no column, a row is not full, a name
   *     occurs twice or a value is infinite
   */
  public static Table of(List<String> names, float[] values) {
    return new Table(names, values, null, List.of());
  }

  /**
   * The same rows with a class for each.
   *
   * @param labels the class of each row, 0 to the number of names - 1; copied
   * @param classNames name of each class, all different
   * @throws IllegalArgumentException if there are not as many labels as rows, one is out of range,
   *     or a name occurs twice
   */
  public Table withLabels(int[] labels, List<String> classNames) {
    if (labels.length != rows) {
      throw new IllegalArgumentException(
          "labels are " + labels.length + ", expected " + rows + ", one for each row");
    }
    if (new HashSet<>(classNames).size() < classNames.size()) {
      throw new IllegalArgumentException(
          "classNames are " + classNames + ", expected all different");
    }
    for (int i = 0; i < rows; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new IllegalArgumentException(
            "labels[" + i + "] is " + labels[i] + ", expected 0 to " + (classNames.size() - 1));
      }
    }
    return new Table(names, values, labels.clone(), classNames);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns of numbers. */
  public int columns() {
    return names.size();
  }

  /** Names of the columns. */
  public List<String> names() {
    return names;
  }

  /** A number, NaN if it is missing. */
  public float value(int row, int column) {
    Objects.checkIndex(row, rows);
    return values[row * columns() + Objects.checkIndex(column, columns())];
  }

  /** All numbers, row-major; not a copy. */
  public float[] values() {
    return values;
  }

  /** Whether each row has a class. */
  public boolean labelled() {
    return labels != null;
  }

  /**
   * The class of a row.
   *
   * @throws UnsupportedOperationException if rows have no classes
   */
  public int label(int row) {
    return requireLabels()[row];
  }

  /**
   * The class of each row; a copy.
   *
   * @throws UnsupportedOperationException if rows have no classes
   */
  public int[] labels() {
    return requireLabels().clone();
  }

  /** Name of each class; empty if rows have no classes. */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * Some of the columns in this order, as a network was trained on them; the numbers are copied.
   *
   * @throws IllegalArgumentException if one is missing here
   */
  public Table select(List<String> columns) {
    List<Integer> places = new ArrayList<>();
    for (String name : columns) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "column \"" + name + "\" is missing, expected it among " + names);
      }
      places.add(names.indexOf(name));
    }
    int[] from = places.stream().mapToInt(Integer::intValue).toArray();
    float[] selected = new float[rows * from.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < from.length; j++) {
        selected[i * from.length + j] = values[i * columns() + from[j]];
      }
    }
    return new Table(columns, selected, labels, classNames);
  }

  /**
   * The rows as samples for a network, with their classes if they have some; the numbers are
   * copied.
   *
   * @throws IllegalArgumentException if a value is missing, which no network can take
   */
  public Samples samples() {
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new IllegalArgumentException(place(i) + " is missing, expected a number");
      }
    }
    Features input = Features.vector(columns());
    return labels == null
        ? Samples.unlabelled(input, values)
        : Samples.labelled(input, values, labels, classNames.size());
  }

  private int[] requireLabels() {
    if (labels == null) {
      throw new UnsupportedOperationException(
          "rows have no classes, expected a table with a column of labels");
    }
    return labels;
  }

  /** Where a value stands; rows are counted from 0, as everywhere but in files. */
  private String place(int index) {
    return "row " + index / columns() + ", column \"" + names.get(index % columns()) + "\"";
  }

  @Override
  public String toString() {
    return rows
        + (" rows of " + names)
        + (labels == null ? "" : " in " + classNames.size() + " classes");
  }
}
