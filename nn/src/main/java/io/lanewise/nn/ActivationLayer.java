package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** y = f(x) element by element, in place. Backward needs y only. */
public final class ActivationLayer extends Layer {

  private final Activation function;

  ActivationLayer(Activation function) {
    this.function = Objects.requireNonNull(function, "function");
  }

  /** The function. */
  public Activation function() {
    return function;
  }

  @Override
  Loss.Link link() {
    return function == Activation.SIGMOID ? Loss.Link.SIGMOID : Loss.Link.IDENTITY;
  }

  @Override
  public String kind() {
    return function.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Features output(Features input) {
    return input;
  }

  @Override
  boolean worksInPlace() {
    return true;
  }

  @Override
  boolean backwardReadsOutput() {
    return true;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    int n = Math.multiplyExact(batch.samples(), input.elements());
    Elementwise elementwise = tools.elementwise();
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        elementwise.activate(function, n, x, y);
      }

      @Override
      public void backward(
          MemorySegment x,
          MemorySegment y,
          MemorySegment dy,
          @Nullable MemorySegment dx,
          boolean add) {
        if (dx != null) {
          elementwise.activateBackward(function, n, y, dy, dx);
        }
      }
    };
  }

  @Override
  public String toString() {
    return kind();
  }
}
