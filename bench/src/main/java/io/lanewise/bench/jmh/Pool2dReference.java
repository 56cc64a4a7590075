package io.lanewise.bench.jmh;

import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;

/**
 * The formulas of {@link io.lanewise.kernels.Pool2d}, one element at a time.
 *
 * @param s the sizes
 * @param src the images
 */
record Pool2dReference(Pool2dShape s, Operand src) {

  ReferenceSum forward(long index) {
    int q = (int) (index % s.ow());
    int p = (int) (index / s.ow() % s.oh());
    long plane = index / s.ow() / s.oh();
    ReferenceSum sum = new ReferenceSum();
    if (s.kind() == PoolKind.MAX) {
      long at = firstMaximum(plane, p, q);
      sum.add(at < 0 ? Double.NEGATIVE_INFINITY : src.get(at), 1);
      return sum;
    }
    double share = 1 / divisor(p, q);
    for (int i = 0; i < s.kh(); i++) {
      for (int j = 0; j < s.kw(); j++) {
        long at = tap(plane, p, q, i, j);
        if (at >= 0) {
          sum.add(src.get(at), share);
        }
      }
    }
    return sum;
  }

  /** The gradient of one input element: the sum over all windows that cover it. */
  ReferenceSum backward(Operand diffDst, long index) {
    long plane = index / s.iw() / s.ih();
    ReferenceSum sum = new ReferenceSum();
    for (int i = 0; i < s.kh(); i++) {
      for (int j = 0; j < s.kw(); j++) {
        int p = (int) (index / s.iw() % s.ih()) + s.padTop() - i * s.dilationH();
        int q = (int) (index % s.iw()) + s.padLeft() - j * s.dilationW();
        if (isOutput(p, s.strideH(), s.oh()) && isOutput(q, s.strideW(), s.ow())) {
          addShare(sum, diffDst, plane, p / s.strideH(), q / s.strideW(), index);
        }
      }
    }
    return sum;
  }

  private void addShare(ReferenceSum sum, Operand diffDst, long plane, int p, int q, long index) {
    double gradient = diffDst.get((plane * s.oh() + p) * s.ow() + q);
    if (s.kind() != PoolKind.MAX) {
      sum.add(gradient, 1 / divisor(p, q));
    } else if (firstMaximum(plane, p, q) == index) {
      sum.add(gradient, 1);
    }
  }

  /** Where the first of the largest elements of a window is; -1 for a window without taps. */
  private long firstMaximum(long plane, int p, int q) {
    long best = -1;
    for (int i = 0; i < s.kh(); i++) {
      for (int j = 0; j < s.kw(); j++) {
        long at = tap(plane, p, q, i, j);
        if (at >= 0 && (best < 0 || src.get(at) > src.get(best))) {
          best = at;
        }
      }
    }
    return best;
  }

  private double divisor(int p, int q) {
    return switch (s.kind()) {
      case MAX, SUM -> 1;
      case AVERAGE_INCLUDE_PADDING -> s.kh() * s.kw();
      case AVERAGE_EXCLUDE_PADDING -> Math.max(1, tapsInside(p, q));
    };
  }

  private int tapsInside(int p, int q) {
    int taps = 0;
    for (int i = 0; i < s.kh(); i++) {
      for (int j = 0; j < s.kw(); j++) {
        taps += tap(0, p, q, i, j) >= 0 ? 1 : 0;
      }
    }
    return taps;
  }

  /** Index of a tap in src, or -1 outside the image. */
  private long tap(long plane, int p, int q, int i, int j) {
    int h = p * s.strideH() - s.padTop() + i * s.dilationH();
    int v = q * s.strideW() - s.padLeft() + j * s.dilationW();
    return h < 0 || h >= s.ih() || v < 0 || v >= s.iw() ? -1 : (plane * s.ih() + h) * s.iw() + v;
  }

  private static boolean isOutput(int position, int stride, int outputs) {
    return position >= 0 && position % stride == 0 && position / stride < outputs;
  }
}
