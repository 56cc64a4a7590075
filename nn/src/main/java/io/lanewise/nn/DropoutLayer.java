package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.RandomStreams;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, sets each element to 0 with probability {@code rate} and divides the others by 1 -
 * rate, so that the mean stays; otherwise a view. Whether an element is dropped depends on the
 * seed, the step, the layer and its index in the batch only. Source: N. Srivastava et al., Dropout,
 * JMLR 15 (2014), in the inverted form.
 */
public final class DropoutLayer extends Layer {

  private final double rate;

  DropoutLayer(double rate) {
    Numbers.requireShare("rate", rate);
    this.rate = rate;
  }

  /** Probability that an element is dropped. */
  public double rate() {
    return rate;
  }

  @Override
  public String kind() {
    return "dropout";
  }

  @Override
  public Features output(Features input) {
    return input;
  }

  @Override
  boolean isView(boolean training) {
    return !training;
  }

  @Override
  boolean worksInPlace() {
    return true;
  }

  /** Whether the element at this index is kept in the step with this key. */
  boolean keeps(long key, int index) {
    return (RandomStreams.key(key, index) >>> 11) * 0x1p-53 >= rate;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    int n = Math.multiplyExact(batch.samples(), input.elements());
    float scale = (float) (1 / (1 - rate));
    boolean[] kept = new boolean[n];
    return new Stage() {
      @Override
      public void begin(long key, int first) {
        int before = first * input.elements();
        for (int i = 0; i < n; i++) {
          kept[i] = keeps(key, before + batch.nchwIndex(i, input.elements()));
        }
      }

      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        mask(x, y);
      }

      @Override
      public void backward(
          MemorySegment x,
          MemorySegment y,
          MemorySegment dy,
          @Nullable MemorySegment dx,
          boolean add) {
        if (dx != null) {
          mask(dy, dx);
        }
      }

      private void mask(MemorySegment from, MemorySegment to) {
        for (int i = 0; i < n; i++) {
          float value = kept[i] ? scale * from.getAtIndex(ValueLayout.JAVA_FLOAT, i) : 0;
          to.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "dropout " + rate;
  }
}
