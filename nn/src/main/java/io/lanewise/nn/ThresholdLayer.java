package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 1 where x &gt; 0, else {@code low}: 0 for the step function, -1 for the sign (which is 0 at 0);
 * NaN for NaN. The gradient is 0 everywhere, so that nothing before it learns by backpropagation.
 */
public final class ThresholdLayer extends Layer {

  private final boolean sign;

  ThresholdLayer(boolean sign) {
    this.sign = sign;
  }

  @Override
  public String kind() {
    return sign ? "sign" : "step";
  }

  @Override
  public Features output(Features input) {
    return input;
  }

  @Override
  boolean worksInPlace() {
    return true;
  }

  /** Its value. */
  public double of(double x) {
    return sign ? Math.signum(x) : x > 0 ? 1 : x <= 0 ? 0 : Double.NaN;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    int n = Math.multiplyExact(batch.samples(), input.elements());
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        for (int i = 0; i < n; i++) {
          float value = (float) of(x.getAtIndex(ValueLayout.JAVA_FLOAT, i));
          y.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
      }

      @Override
      public void backward(
          MemorySegment x,
          MemorySegment y,
          MemorySegment dy,
          @Nullable MemorySegment dx,
          boolean add) {
        if (dx != null) {
          dx.asSlice(0, (long) n * Float.BYTES).fill((byte) 0);
        }
      }
    };
  }

  @Override
  public String toString() {
    return kind();
  }
}
