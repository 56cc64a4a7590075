package io.lanewise.nn;

import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Maximum, average or sum over windows, channel by channel; {@link Pool2d} has the formulas. */
public final class Pool2dLayer extends Layer {

  private static final String AVERAGE = "average";

  private final PoolKind pooling;
  private final int kernel;
  private final int stride;
  private final int pad;

  Pool2dLayer(PoolKind pooling, int kernel, int stride, int pad) {
    Numbers.requireAtLeastOne("kernel", kernel);
    Numbers.requireAtLeastOne("stride", stride);
    Numbers.require(pad >= 0, "pad", pad, "at least 0");
    this.pooling = Objects.requireNonNull(pooling, "pooling");
    this.kernel = kernel;
    this.stride = stride;
    this.pad = pad;
  }

  /** The same layer with another stride in both directions. */
  public Pool2dLayer stride(int stride) {
    return new Pool2dLayer(pooling, kernel, stride, pad);
  }

  /**
   * The same layer with this much padding on each side; a maximum ignores it, and so does an
   * average unless it is {@link #countingPadding}.
   */
  public Pool2dLayer pad(int pad) {
    return new Pool2dLayer(pooling, kernel, stride, pad);
  }

  /**
   * The same average with the padding counted as zeros: every sum is divided by the window's size.
   *
   * @throws IllegalArgumentException if this is no average
   */
  public Pool2dLayer countingPadding() {
    Numbers.require(word(pooling).equals(AVERAGE), "pooling", word(pooling), AVERAGE);
    return new Pool2dLayer(PoolKind.AVERAGE_INCLUDE_PADDING, kernel, stride, pad);
  }

  @Override
  public String kind() {
    return "pool";
  }

  @Override
  public Features output(Features input) {
    Pool2dShape shape = shape(1, input);
    return new Features(input.channels(), shape.oh(), shape.ow());
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    Pool2d pool2d = tools.kernels().pool2d(shape(batch.samples(), input), batch.layout());
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        pool2d.forward(x, y);
      }

      @Override
      public void backward(
          MemorySegment x,
          MemorySegment y,
          MemorySegment dy,
          @Nullable MemorySegment dx,
          boolean add) {
        if (dx != null) {
          pool2d.backward(dy, dx);
        }
      }

      @Override
      public void close() {
        pool2d.close();
      }
    };
  }

  /** The problem for a batch. */
  public Pool2dShape shape(int batch, Features input) {
    return Pool2dShape.of(
        pooling, batch, input.channels(), input.rows(), input.columns(), kernel, stride, pad);
  }

  @Override
  public String toString() {
    return word(pooling)
        + ("-pool2d " + kernel + "x" + kernel)
        + (stride == kernel ? "" : " stride " + stride)
        + (pad == 0 ? "" : " pad " + pad)
        + (pooling == PoolKind.AVERAGE_INCLUDE_PADDING ? " counting-padding" : "");
  }

  private static String word(PoolKind pooling) {
    return switch (pooling) {
      case MAX -> "max";
      case SUM -> "sum";
      case AVERAGE_EXCLUDE_PADDING, AVERAGE_INCLUDE_PADDING -> AVERAGE;
    };
  }
}
