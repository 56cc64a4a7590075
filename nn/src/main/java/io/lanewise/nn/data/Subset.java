package io.lanewise.nn.data;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Some samples of a dataset, by their indices. */
final class Subset implements Dataset {

  private final Dataset all;
  private final int[] indices;

  Subset(Dataset all, int[] indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("indices are none, expected at least one");
    }
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= all.size()) {
        throw new IllegalArgumentException(
            "indices[" + i + "] is " + indices[i] + ", expected 0 to " + (all.size() - 1));
      }
    }
    this.all = all;
    this.indices = indices.clone();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Features input() {
    return all.input();
  }

  @Override
  public int outputs() {
    return all.outputs();
  }

  @Override
  public boolean labelled() {
    return all.labelled();
  }

  @Override
  public int label(int i) {
    return all.label(indices[i]);
  }

  @Override
  public void fill(MemorySegment batch, int[] chosen, int from, int count) {
    all.fill(batch, translated(chosen, from, count), 0, count);
  }

  @Override
  public void targets(MemorySegment batch, int[] chosen, int from, int count) {
    all.targets(batch, translated(chosen, from, count), 0, count);
  }

  private int[] translated(int[] chosen, int from, int count) {
    Objects.checkFromIndexSize(from, count, chosen.length);
    int[] translated = new int[count];
    for (int i = 0; i < count; i++) {
      translated[i] = indices[chosen[from + i]];
    }
    return translated;
  }
}
