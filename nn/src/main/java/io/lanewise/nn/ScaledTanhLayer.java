package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * y = 1.7159 tanh(2 x / 3), in place: about 1 at 1 and -1 at -1, where its curvature is largest.
 * dy/dx = (2 / 3) (1.7159 - y^2 / 1.7159). Source: Y. LeCun et al., Efficient BackProp, 1998.
 */
public final class ScaledTanhLayer extends Layer {

  /** A, the limit of y. */
  public static final double AMPLITUDE = 1.7159;

  /** S, the slope is A S at 0. */
  public static final double SLOPE = 2 / 3.0;

  ScaledTanhLayer() {}

  @Override
  public String kind() {
    return "scaled-tanh";
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
        scale(n, (float) SLOPE, x, y);
        elementwise.activate(Activation.TANH, n, y, y);
        scale(n, (float) AMPLITUDE, y, y);
      }

      @Override
      public void backward(
          MemorySegment x,
          MemorySegment y,
          MemorySegment dy,
          @Nullable MemorySegment dx,
          boolean add) {
        if (dx == null) {
          return;
        }
        float slope = (float) (SLOPE * AMPLITUDE);
        float square = (float) (SLOPE / AMPLITUDE);
        for (int i = 0; i < n; i++) {
          float value = y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          float gradient = dy.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          float derivative = slope - square * value * value;
          dx.setAtIndex(ValueLayout.JAVA_FLOAT, i, gradient * derivative);
        }
      }
    };
  }

  private static void scale(int n, float factor, MemorySegment x, MemorySegment y) {
    for (int i = 0; i < n; i++) {
      y.setAtIndex(ValueLayout.JAVA_FLOAT, i, factor * x.getAtIndex(ValueLayout.JAVA_FLOAT, i));
    }
  }

  @Override
  public String toString() {
    return kind();
  }
}
