package io.lanewise.nn;

import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trainable sub-sampling of LeCun 1998: with s the sum over squares that do not overlap, y = a
 * s + b, a coefficient and a bias for each channel.
 *
 * <pre>
 * da = sum dy s,  db = sum dy,  ds = a dy
 * </pre>
 */
public final class SubsampleLayer extends Layer {

  private final int kernel;

  SubsampleLayer(int kernel) {
    Numbers.requireAtLeastOne("kernel", kernel);
    this.kernel = kernel;
  }

  @Override
  public String kind() {
    return "subsample";
  }

  @Override
  public Features output(Features input) {
    Pool2dShape shape = shape(1, input);
    return new Features(input.channels(), shape.oh(), shape.ow());
  }

  /** The coefficients start as those of an average. */
  @Override
  List<Parameter> parameters(Features input) {
    int channels = input.channels();
    int window = kernel * kernel;
    return List.of(
        new Parameter(
            "weight",
            List.of(channels),
            Initialization.constant(1.0 / window),
            window,
            1,
            Regularizer.NONE),
        Parameter.bias(channels));
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    Features output = output(input);
    int channels = output.channels();
    int plane = output.rows() * output.columns() * batch.lanes();
    int images = batch.groups();
    Pool2d pool2d = tools.kernels().pool2d(shape(batch.samples(), input), batch.layout());
    MemorySegment sums = tools.memory().floats((long) batch.samples() * output.elements());
    MemorySegment ds = tools.memory().floats((long) batch.samples() * output.elements());
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        pool2d.forward(x, sums);
        for (int image = 0, at = 0; image < images; image++) {
          for (int c = 0; c < channels; c++) {
            float a = weights.get(0).getAtIndex(ValueLayout.JAVA_FLOAT, c);
            float b = weights.get(1).getAtIndex(ValueLayout.JAVA_FLOAT, c);
            for (int end = at + plane; at < end; at++) {
              float sum = sums.getAtIndex(ValueLayout.JAVA_FLOAT, at);
              y.setAtIndex(ValueLayout.JAVA_FLOAT, at, a * sum + b);
            }
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
        for (int c = 0; c < channels; c++) {
          channelGradients(c, dy, add);
        }
        if (dx != null) {
          pool2d.backward(ds, dx);
        }
      }

      private void channelGradients(int c, MemorySegment dy, boolean add) {
        float a = weights.get(0).getAtIndex(ValueLayout.JAVA_FLOAT, c);
        double da = add ? gradients.get(0).getAtIndex(ValueLayout.JAVA_FLOAT, c) : 0;
        double db = add ? gradients.get(1).getAtIndex(ValueLayout.JAVA_FLOAT, c) : 0;
        for (int image = 0; image < images; image++) {
          int at = (image * channels + c) * plane;
          for (int end = at + plane; at < end; at++) {
            float gradient = dy.getAtIndex(ValueLayout.JAVA_FLOAT, at);
            da += (double) gradient * sums.getAtIndex(ValueLayout.JAVA_FLOAT, at);
            db += gradient;
            ds.setAtIndex(ValueLayout.JAVA_FLOAT, at, a * gradient);
          }
        }
        gradients.get(0).setAtIndex(ValueLayout.JAVA_FLOAT, c, (float) da);
        gradients.get(1).setAtIndex(ValueLayout.JAVA_FLOAT, c, (float) db);
      }

      @Override
      public void close() {
        pool2d.close();
      }
    };
  }

  /** The problem of the sums for a batch. */
  public Pool2dShape shape(int batch, Features input) {
    return Pool2dShape.of(
        PoolKind.SUM, batch, input.channels(), input.rows(), input.columns(), kernel, kernel, 0);
  }

  @Override
  public String toString() {
    return "subsample " + kernel + "x" + kernel;
  }
}
