package io.lanewise.nn;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Convolution of images with a bias per output channel; {@link Conv2d} has the formulas. */
public final class Conv2dLayer extends Layer {

  private final int channels;
  private final int kernel;
  private final int stride;
  private final int pad;
  private final Initialization initialization;

  Conv2dLayer(int channels, int kernel, int stride, int pad, Initialization initialization) {
    this.channels = channels;
    this.kernel = kernel;
    this.stride = stride;
    this.pad = pad;
    this.initialization = Objects.requireNonNull(initialization, "initialization");
  }

  /** The same layer with this many rows and columns of zeros on each side of its input. */
  public Conv2dLayer pad(int pad) {
    return new Conv2dLayer(channels, kernel, stride, pad, initialization);
  }

  /** The same layer with another stride in both directions. */
  public Conv2dLayer stride(int stride) {
    return new Conv2dLayer(channels, kernel, stride, pad, initialization);
  }

  /** The same layer, its weights starting in another way. */
  public Conv2dLayer initialization(Initialization initialization) {
    return new Conv2dLayer(channels, kernel, stride, pad, initialization);
  }

  @Override
  public String kind() {
    return "conv";
  }

  @Override
  Features output(Features input) {
    Conv2dShape shape = shape(1, input);
    return new Features(channels, shape.oh(), shape.ow());
  }

  @Override
  List<Parameter> parameters(Features input) {
    int ic = input.channels();
    int window = kernel * kernel;
    return List.of(
        new Parameter(
            "weight",
            List.of(channels, ic, kernel, kernel),
            initialization,
            ic * window,
            channels * window),
        Parameter.bias(channels));
  }

  @Override
  Stage compile(
      Tools tools,
      int batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    MemorySegment w = weights.get(0);
    MemorySegment b = weights.get(1);
    Conv2d conv2d = tools.kernels().conv2d(shape(batch, input));
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        conv2d.forward(x, w, b, y);
      }

      @Override
      public void backward(
          MemorySegment x, MemorySegment y, MemorySegment dy, @Nullable MemorySegment dx) {
        conv2d.backwardWeights(x, dy, gradients.get(0), gradients.get(1));
        if (dx != null) {
          conv2d.backwardData(dy, w, dx);
        }
      }

      @Override
      public void close() {
        conv2d.close();
      }
    };
  }

  private Conv2dShape shape(int batch, Features input) {
    return Conv2dShape.of(
        batch, input.channels(), input.rows(), input.columns(), channels, kernel, stride, pad);
  }

  @Override
  public String toString() {
    return "conv2d "
        + (channels + "@" + kernel + "x" + kernel)
        + (stride == 1 ? "" : " stride " + stride)
        + (pad == 0 ? "" : " pad " + pad);
  }
}
