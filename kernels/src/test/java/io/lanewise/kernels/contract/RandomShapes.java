package io.lanewise.kernels.contract;

import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import java.util.random.RandomGenerator;

/** Shapes with every parameter drawn, small enough for the oracle. */
public final class RandomShapes {

  private RandomShapes() {}

  /** A convolution. */
  public static Conv2dShape conv2d(RandomGenerator random) {
    int groups = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(4);
    Axis h = Axis.drawn(random);
    Axis w = Axis.drawn(random);
    return new Conv2dShape(
        groups,
        1 + random.nextInt(3),
        groups * (1 + random.nextInt(random.nextBoolean() ? 4 : 18)),
        h.in,
        w.in,
        groups * (1 + random.nextInt(random.nextBoolean() ? 4 : 18)),
        h.out,
        w.out,
        h.kernel,
        w.kernel,
        h.stride,
        w.stride,
        h.pad,
        w.pad,
        h.dilation,
        w.dilation,
        "");
  }

  /** A pooling. */
  public static Pool2dShape pool2d(RandomGenerator random) {
    Axis h = Axis.drawn(random);
    Axis w = Axis.drawn(random);
    PoolKind[] kinds = PoolKind.values();
    return new Pool2dShape(
        kinds[random.nextInt(kinds.length)],
        1 + random.nextInt(3),
        1 + random.nextInt(random.nextBoolean() ? 4 : 18),
        h.in,
        w.in,
        h.out,
        w.out,
        h.kernel,
        w.kernel,
        h.stride,
        w.stride,
        h.pad,
        w.pad,
        h.dilation,
        w.dilation,
        "");
  }

  private record Axis(int in, int out, int kernel, int stride, int pad, int dilation) {

    /**
     * Mostly plain; the output a little larger or smaller than what padding on both sides gives.
     */
    static Axis drawn(RandomGenerator random) {
      int in = 1 + random.nextInt(20);
      int kernel = 1 + random.nextInt(5);
      int stride = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
      int pad = random.nextBoolean() ? 0 : random.nextInt(5);
      int dilation = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(3);
      int fits = Math.max(0, in + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
      int out = Math.max(1, fits + (random.nextInt(3) > 0 ? 0 : random.nextInt(-2, 4)));
      return new Axis(in, out, kernel, stride, pad, dilation);
    }
  }
}
