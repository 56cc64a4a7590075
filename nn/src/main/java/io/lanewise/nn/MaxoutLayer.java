package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest of each {@code pieces} neighbouring channels: y[c] = max over j of x[c pieces + j];
 * of equal ones the first has the gradient. After a dense layer or a convolution it is an
 * activation whose shape is learnt. Source: I. Goodfellow et al., Maxout networks, ICML 2013.
 */
public final class MaxoutLayer extends Layer {

  private final int pieces;

  MaxoutLayer(int pieces) {
    Numbers.requireAtLeastOne("pieces", pieces);
    this.pieces = pieces;
  }

  /** Channels that become one. */
  public int pieces() {
    return pieces;
  }

  @Override
  public String kind() {
    return "maxout";
  }

  @Override
  public Features output(Features input) {
    if (input.channels() % pieces != 0) {
      throw new IllegalArgumentException(
          "channels are " + input.channels() + ", expected a multiple of pieces, " + pieces);
    }
    return new Features(input.channels() / pieces, input.rows(), input.columns());
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    int plane = input.rows() * input.columns() * batch.lanes();
    int channels = Math.multiplyExact(batch.groups(), input.channels() / pieces);
    int[] winners = new int[Math.multiplyExact(channels, plane)];
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        for (int channel = 0, to = 0; channel < channels; channel++) {
          for (int i = 0; i < plane; i++, to++) {
            int first = channel * pieces * plane + i;
            int winner = first;
            float largest = x.getAtIndex(ValueLayout.JAVA_FLOAT, first);
            for (int from = first + plane; from < first + pieces * plane; from += plane) {
              float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, from);
              if (value > largest || Float.isNaN(value)) {
                largest = value;
                winner = from;
              }
            }
            winners[to] = winner;
            y.setAtIndex(ValueLayout.JAVA_FLOAT, to, largest);
          }
        }
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
        dx.fill((byte) 0);
        for (int i = 0; i < winners.length; i++) {
          float gradient = dy.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          dx.setAtIndex(ValueLayout.JAVA_FLOAT, winners[i], gradient);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "maxout " + pieces;
  }
}
