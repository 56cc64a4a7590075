package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The same elements, read as one vector: a view, nothing is copied. */
public final class FlattenLayer extends Layer {

  FlattenLayer() {}

  @Override
  public String kind() {
    return "flatten";
  }

  @Override
  public Features output(Features input) {
    return Features.vector(input.elements());
  }

  @Override
  boolean isView(boolean training) {
    return true;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    throw new IllegalStateException("flatten is a view, expected not to be compiled");
  }

  @Override
  public String toString() {
    return "flatten";
  }
}
