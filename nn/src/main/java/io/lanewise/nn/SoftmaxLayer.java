package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * y[c] = exp(x[c]) / sum over j of exp(x[j]) over the elements of a sample, in place. As the last
 * layer before a cross entropy it is computed together with it.
 */
public final class SoftmaxLayer extends Layer {

  SoftmaxLayer() {}

  @Override
  public String kind() {
    return "softmax";
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
  Loss.Link link() {
    return Loss.Link.SOFTMAX;
  }

  @Override
  boolean supportsLanes(Kernels kernels, Features input, int lanes) {
    return false;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    int n = input.elements();
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        Softmax.forward(batch.samples(), n, x, y);
      }

      @Override
      public void backward(
          MemorySegment x,
          MemorySegment y,
          MemorySegment dy,
          @Nullable MemorySegment dx,
          boolean add) {
        if (dx != null) {
          Softmax.backward(batch.samples(), n, y, dy, dx);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "softmax";
  }
}
