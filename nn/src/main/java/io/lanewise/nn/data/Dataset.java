package io.lanewise.nn.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Samples of one size, each with what a network should make of it: a class, or a vector of values.
 * Implementations are immutable and safe for many threads.
 */
public interface Dataset {

  /** Number of samples. */
  int size();

  /** Sizes of one sample. */
  Features input();

  /** Classes, or values of a target. */
  int outputs();

  /** Whether each sample has a class; else its target is a vector of values. */
  boolean labelled();

  /**
   * The class of sample i, 0 to {@code outputs() - 1}.
   *
   * @throws UnsupportedOperationException if samples have no classes
   */
  int label(int i);

  /**
   * Copies the samples indices[from .. from + count) to the start of a batch, one behind the other,
   * each NCHW.
   *
   * @param batch at least count times {@code input().elements()} floats, written
   */
  void fill(MemorySegment batch, int[] indices, int from, int count);

  /**
   * Copies the targets of the samples indices[from .. from + count) to the start of a batch. A
   * class becomes a 1 at its place among zeros.
   *
   * @param batch at least count times {@code outputs()} floats, written
   */
  default void targets(MemorySegment batch, int[] indices, int from, int count) {
    int outputs = outputs();
    batch.asSlice(0, (long) count * outputs * Float.BYTES).fill((byte) 0);
    for (int i = 0; i < count; i++) {
      long at = (long) i * outputs + label(indices[from + i]);
      batch.setAtIndex(ValueLayout.JAVA_FLOAT, at, 1);
    }
  }

  /** Copies the classes of the samples indices[from .. from + count) to the start of labels. */
  default void labels(int[] labels, int[] indices, int from, int count) {
    for (int i = 0; i < count; i++) {
      labels[i] = label(indices[from + i]);
    }
  }

  /** The samples with these indices, in this order; nothing is copied but the indices. */
  default Dataset subset(int... indices) {
    return new Subset(this, indices);
  }

  /** The samples from .. to - 1; nothing is copied. */
  default Dataset slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    int[] indices = new int[to - from];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = from + i;
    }
    return subset(indices);
  }
}
