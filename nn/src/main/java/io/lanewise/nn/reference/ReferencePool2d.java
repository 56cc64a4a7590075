package io.lanewise.nn.reference;

import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Each output from a window of its channel. With W the taps of the window that lie inside the
 * image:
 *
 * <pre>
 * maximum:  y = max over W of x,           dx += dy at the first of the largest
 * others:   y = sum over W of x / divisor, dx += dy / divisor at every tap of W
 * </pre>
 *
 * <p>The divisor is 1 for a sum, kh kw for an average that counts the padding, |W| for one that
 * does not.
 */
record ReferencePool2d(Pool2dShape shape) implements ReferenceLayer {

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double[] y = new double[shape.ic() * shape.oh() * shape.ow()];
    for (int i = 0; i < y.length; i++) {
      int[] window = window(i);
      y[i] =
          shape.kind() == PoolKind.MAX
              ? Arrays.stream(window)
                  .mapToDouble(tap -> x[tap])
                  .max()
                  .orElse(Double.NEGATIVE_INFINITY)
              : Arrays.stream(window).mapToDouble(tap -> x[tap]).sum() / divisor(window);
    }
    return y;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double[] dx = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      int[] window = window(i);
      if (shape.kind() == PoolKind.MAX) {
        double largest = y[i];
        double gradient = dy[i];
        Arrays.stream(window)
            .filter(tap -> x[tap] == largest)
            .limit(1)
            .forEach(tap -> dx[tap] += gradient);
      } else {
        for (int tap : window) {
          dx[tap] += dy[i] / divisor(window);
        }
      }
    }
    return dx;
  }

  private double divisor(int[] window) {
    return switch (shape.kind()) {
      case MAX, SUM -> 1;
      case AVERAGE_INCLUDE_PADDING -> shape.kh() * shape.kw();
      case AVERAGE_EXCLUDE_PADDING -> Math.max(1, window.length);
    };
  }

  /** Places in x of the taps inside the image, row by row, for the output at this place in y. */
  private int[] window(int output) {
    int channel = output / (shape.oh() * shape.ow());
    int p = output / shape.ow() % shape.oh();
    int q = output % shape.ow();
    return IntStream.range(0, shape.kh() * shape.kw())
        .map(tap -> place(channel, p, q, tap / shape.kw(), tap % shape.kw()))
        .filter(place -> place >= 0)
        .toArray();
  }

  private int place(int channel, int p, int q, int u, int v) {
    int h = p * shape.strideH() - shape.padTop() + u * shape.dilationH();
    int r = q * shape.strideW() - shape.padLeft() + v * shape.dilationW();
    boolean inside = h >= 0 && h < shape.ih() && r >= 0 && r < shape.iw();
    return inside ? (channel * shape.ih() + h) * shape.iw() + r : -1;
  }
}
