package io.lanewise.nn.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Samples in an array, with classes, with vectors as targets or with neither. Immutable. */
public final class Samples implements Dataset {

  private final Features input;
  private final int size;
  private final float[] values;
  private final int outputs;
  private final int @Nullable [] labels;
  private final float @Nullable [] targets;

  private Samples(
      Features input,
      float[] values,
      int size,
      int outputs,
      int @Nullable [] labels,
      float @Nullable [] targets) {
    if (size < 1) {
      throw new IllegalArgumentException("samples are none, expected at least one");
    }
    if (values.length != (long) size * input.elements()) {
      throw new IllegalArgumentException(
          "values are "
              + values.length
              + (", expected " + (long) size * input.elements())
              + (" for " + size + " samples of " + input));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "values["
                + i
                + ("] is " + values[i])
                + (", expected a finite number (sample " + i / input.elements() + ")"));
      }
    }
    this.input = input;
    this.values = values.clone();
    this.size = size;
    this.outputs = outputs;
    this.labels = labels == null ? null : labels.clone();
    this.targets = targets == null ? null : targets.clone();
  }

  /**
   * Samples with classes; the arrays are copied.
   *
   * @param input sizes of a sample
   * @param values the samples one behind the other
   * @param labels the class of each, 0 to {@code classes - 1}
   * @param classes number of classes, at least 1
   * @throws IllegalArgumentException if the sizes do not match, there is no sample, a value is not
   *     finite or a label out of range
   */
  public static Samples labelled(Features input, float[] values, int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "labels[" + i + "] is " + labels[i] + ", expected 0 to " + (classes - 1));
      }
    }
    return new Samples(input, values, labels.length, classes, labels, null);
  }

  /**
   * Samples with vectors as targets; the arrays are copied.
   *
   * @param input sizes of a sample
   * @param values the samples one behind the other
   * @param targets the targets one behind the other
   * @param outputs values of a target, at least 1
   * @throws IllegalArgumentException if the sizes do not match, there is no sample, or a value is
   *     not finite
   */
  public static Samples of(Features input, float[] values, float[] targets, int outputs) {
    if (outputs < 1 || targets.length % outputs != 0) {
      throw new IllegalArgumentException(
          "outputs is " + outputs + ", expected a divisor of the " + targets.length + " targets");
    }
    for (int i = 0; i < targets.length; i++) {
      if (!Float.isFinite(targets[i])) {
        throw new IllegalArgumentException(
            "targets[" + i + "] is " + targets[i] + ", expected a finite number");
      }
    }
    return new Samples(input, values, targets.length / outputs, outputs, null, targets);
  }

  /**
   * Samples without targets, to be predicted; the array is copied. {@link #outputs} is 0.
   *
   * @param input sizes of a sample
   * @param values the samples one behind the other
   * @throws IllegalArgumentException if the sizes do not match, there is no sample, or a value is
   *     not finite
   */
  public static Samples unlabelled(Features input, float[] values) {
    return new Samples(input, values, values.length / input.elements(), 0, null, new float[0]);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Features input() {
    return input;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public boolean labelled() {
    return labels != null;
  }

  @Override
  public int label(int i) {
    if (labels == null) {
      throw new UnsupportedOperationException(
          "label(" + i + ") of samples whose targets are vectors, expected samples with classes");
    }
    return labels[i];
  }

  @Override
  public void fill(MemorySegment batch, int[] indices, int from, int count) {
    copy(values, input.elements(), batch, indices, from, count);
  }

  @Override
  public void targets(MemorySegment batch, int[] indices, int from, int count) {
    if (targets == null) {
      Dataset.super.targets(batch, indices, from, count);
    } else {
      copy(targets, outputs, batch, indices, from, count);
    }
  }

  private static void copy(
      float[] rows, int width, MemorySegment batch, int[] indices, int from, int count) {
    Objects.checkFromIndexSize(from, count, indices.length);
    for (int i = 0; i < count; i++) {
      long at = (long) i * width * Float.BYTES;
      MemorySegment.copy(rows, indices[from + i] * width, batch, ValueLayout.JAVA_FLOAT, at, width);
    }
  }

  @Override
  public String toString() {
    return size
        + " samples of "
        + input
        + (labels == null ? ", targets of " : ", classes ")
        + outputs;
  }
}
