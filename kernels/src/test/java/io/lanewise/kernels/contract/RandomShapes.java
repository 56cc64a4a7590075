package io.lanewise.kernels.contract;

import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Windowed;
import java.util.random.RandomGenerator;

/** Shapes with every parameter drawn, small enough for the oracle. */
public final class RandomShapes {

  /** Sizes of images, channels and batches are at most this. */
  private static final int LARGEST = 40;

  /** Floating-point operations, so that the oracle takes some milliseconds. */
  private static final long MOST_FLOPS = 400_000;

  /** Elements of a tensor of images, for the same reason. */
  private static final long MOST_ELEMENTS = 50_000;

  private RandomShapes() {}

  /** A convolution. */
  public static Conv2dShape conv2d(RandomGenerator random) {
    Conv2dShape shape;
    do {
      int groups = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(4);
      int ic = groups * atMost(LARGEST / groups, random);
      boolean depthwise = groups > 1 && random.nextInt(3) == 0;
      Axis h = Axis.drawn(random);
      Axis w = Axis.drawn(random);
      shape =
          new Conv2dShape(
              depthwise ? ic : groups,
              atMost(LARGEST, random),
              ic,
              h.in,
              w.in,
              depthwise ? ic : groups * atMost(LARGEST / groups, random),
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
    } while (isLarge(shape));
    return shape;
  }

  /** A pooling; one in eight is a window over the whole image. */
  public static Pool2dShape pool2d(RandomGenerator random) {
    PoolKind[] kinds = PoolKind.values();
    Pool2dShape shape;
    do {
      boolean whole = random.nextInt(8) == 0;
      Axis h = whole ? Axis.whole(random) : Axis.drawn(random);
      Axis w = whole ? Axis.whole(random) : Axis.drawn(random);
      shape =
          new Pool2dShape(
              kinds[random.nextInt(kinds.length)],
              atMost(LARGEST, random),
              atMost(LARGEST, random),
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
    } while (isLarge(shape));
    return shape;
  }

  private static boolean isLarge(Windowed shape) {
    return shape.flops() > MOST_FLOPS
        || Math.max(shape.srcElements(), shape.dstElements()) > MOST_ELEMENTS;
  }

  /** 1 to most, two times out of three no more than 5: where all are large, nothing fits. */
  private static int atMost(int most, RandomGenerator random) {
    return 1 + random.nextInt(random.nextInt(3) == 0 ? most : Math.min(most, 5));
  }

  private record Axis(int in, int out, int kernel, int stride, int pad, int dilation) {

    /** A window over all of it. */
    static Axis whole(RandomGenerator random) {
      int in = atMost(LARGEST, random);
      return new Axis(in, 1, in, atMost(in, random), 0, 1);
    }

    /**
     * Mostly plain; the output a little larger or smaller than what padding on both sides gives.
     */
    static Axis drawn(RandomGenerator random) {
      int in = 1 + random.nextInt(random.nextBoolean() ? LARGEST : 12);
      int kernel = 1 + random.nextInt(random.nextInt(8) == 0 ? 11 : 5);
      int stride = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
      int pad = random.nextBoolean() ? 0 : random.nextInt(5);
      int dilation = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(3);
      int fits = Math.max(0, in + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
      int out = Math.max(1, fits + (random.nextInt(3) > 0 ? 0 : random.nextInt(-2, 4)));
      return new Axis(in, out, kernel, stride, pad, dilation);
    }
  }
}
