package io.lanewise.kernels.vector;

import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Pooling of one plane of VL images in lanes, with the memory of one thread. Windows of a row that
 * have the same taps inside the image are one run; their taps are one flat table.
 */
final class LanesPoolPlane {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private final Pool2dShape shape;
  private final boolean max;

  /** Whether two windows share an element, and whether there are elements that none has. */
  private final boolean overlap;

  private final boolean gaps;

  /** Runs of windows: the first one of each, and behind the last run ow. */
  private final int[] runs;

  /** The taps of a run: how far each is from the first tap of its window, and its number. */
  private final int[] offsets;

  private final int[] ids;

  /** Taps of one row of windows. */
  private final int[] rowTaps;

  LanesPoolPlane(Pool2dShape shape) {
    this.shape = shape;
    max = shape.kind() == PoolKind.MAX;
    overlap =
        shape.strideH() <= (shape.kh() - 1) * shape.dilationH()
            || shape.strideW() <= (shape.kw() - 1) * shape.dilationW();
    gaps = shape.taps() != (long) shape.ih() * shape.iw();
    offsets = new int[shape.kh() * shape.kw()];
    ids = new int[offsets.length];
    rowTaps = new int[max ? shape.ow() * VL : 0];
    runs = runs(shape);
  }

  private static int[] runs(Pool2dShape shape) {
    int[] runs = new int[shape.ow() + 1];
    int n = 0;
    for (int q = 1; q < shape.ow(); q++) {
      if (firstTapW(shape, q) != firstTapW(shape, q - 1)
          || endTapW(shape, q) != endTapW(shape, q - 1)) {
        runs[++n] = q;
      }
    }
    runs[++n] = shape.ow();
    return Arrays.copyOf(runs, n + 1);
  }

  private static int firstTapW(Pool2dShape shape, int q) {
    return firstTap(q * shape.strideW() - shape.padLeft(), shape.dilationW());
  }

  private static int endTapW(Pool2dShape shape, int q) {
    int left = q * shape.strideW() - shape.padLeft();
    return Math.min(shape.kw(), firstTap(left - shape.iw(), shape.dilationW()));
  }

  /** The first tap for which start + tap dilation is not negative. */
  private static int firstTap(int start, int dilation) {
    return start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  }

  long bytes() {
    return (long) Integer.BYTES * (runs.length + offsets.length + ids.length + rowTaps.length);
  }

  /**
   * Lists the taps inside the image of the windows of row p from q on, and returns their number.
   */
  private int list(int p, int q) {
    int top = p * shape.strideH() - shape.padTop();
    int endH = Math.min(shape.kh(), firstTap(top - shape.ih(), shape.dilationH()));
    int firstW = firstTapW(shape, q);
    int endW = endTapW(shape, q);
    int n = 0;
    for (int i = firstTap(top, shape.dilationH()); i < endH; i++) {
      for (int j = firstW; j < endW; j++) {
        offsets[n] = (i * shape.dilationH() * shape.iw() + j * shape.dilationW()) * VL;
        ids[n++] = i * shape.kw() + j;
      }
    }
    return n;
  }

  /** Where the first tap of a window is in the plane, perhaps in the padding. */
  private int firstAt(int p, int q) {
    int top = p * shape.strideH() - shape.padTop();
    int left = q * shape.strideW() - shape.padLeft();
    return (top * shape.iw() + left) * VL;
  }

  private float factor(int taps) {
    return switch (shape.kind()) {
      case MAX, SUM -> 1;
      case AVERAGE_INCLUDE_PADDING -> 1f / (shape.kh() * shape.kw());
      case AVERAGE_EXCLUDE_PADDING -> 1f / Math.max(1, taps);
    };
  }

  /** Pools a plane, and remembers the taps of its maxima. */
  void forward(float[] x, int xAt, float[] y, int yAt, PoolTaps taps, int plane) {
    int step = shape.strideW() * VL;
    int row = shape.ow() * VL;
    for (int p = 0; p < shape.oh(); p++) {
      for (int run = 0; run < runs.length - 1; run++) {
        int q = runs[run];
        int windows = runs[run + 1] - q;
        int n = list(p, q);
        int from = xAt + firstAt(p, q);
        int to = yAt + p * row + q * VL;
        if (n == 0) {
          Arrays.fill(y, to, to + windows * VL, max ? Float.NEGATIVE_INFINITY : 0);
        } else if (!max) {
          sum(x, from, step, windows, offsets, n, factor(n), y, to);
        } else if (n == 4) {
          maximumOfFour(x, from, step, windows, offsets, ids, y, to, rowTaps, q * VL);
        } else {
          maximum(x, from, step, windows, offsets, ids, n, y, to, rowTaps, q * VL);
        }
      }
      if (max) {
        taps.write(rowTaps, (plane * shape.oh() + p) * row, row);
      }
    }
  }

  /** A NaN is larger than every number, and of equals the first one stays. */
  private static void maximum(
      float[] x,
      int from,
      int step,
      int windows,
      int[] offsets,
      int[] ids,
      int n,
      float[] y,
      int to,
      int[] taps,
      int tapsTo) {
    for (int w = 0; w < windows; w++) {
      int at = from + w * step;
      FloatVector best = FloatVector.fromArray(V, x, at + offsets[0]);
      IntVector tap = IntVector.broadcast(I, ids[0]);
      for (int t = 1; t < n; t++) {
        FloatVector value = FloatVector.fromArray(V, x, at + offsets[t]);
        VectorMask<Float> take =
            value
                .compare(VectorOperators.LE, best)
                .not()
                .and(best.compare(VectorOperators.EQ, best));
        best = best.blend(value, take);
        tap = tap.blend(ids[t], take.cast(I));
      }
      best.intoArray(y, to + w * VL);
      tap.intoArray(taps, tapsTo + w * VL);
    }
  }

  /** The same for four taps, in registers. */
  private static void maximumOfFour(
      float[] x,
      int from,
      int step,
      int windows,
      int[] offsets,
      int[] ids,
      float[] y,
      int to,
      int[] taps,
      int tapsTo) {
    for (int w = 0; w < windows; w++) {
      int at = from + w * step;
      FloatVector v0 = FloatVector.fromArray(V, x, at + offsets[0]);
      FloatVector v1 = FloatVector.fromArray(V, x, at + offsets[1]);
      FloatVector v2 = FloatVector.fromArray(V, x, at + offsets[2]);
      FloatVector v3 = FloatVector.fromArray(V, x, at + offsets[3]);
      VectorMask<Float> m1 =
          v1.compare(VectorOperators.LE, v0).not().and(v0.compare(VectorOperators.EQ, v0));
      VectorMask<Float> m3 =
          v3.compare(VectorOperators.LE, v2).not().and(v2.compare(VectorOperators.EQ, v2));
      FloatVector upper = v0.blend(v1, m1);
      FloatVector lower = v2.blend(v3, m3);
      IntVector upperTap = IntVector.broadcast(I, ids[0]).blend(ids[1], m1.cast(I));
      IntVector lowerTap = IntVector.broadcast(I, ids[2]).blend(ids[3], m3.cast(I));
      VectorMask<Float> m2 =
          lower
              .compare(VectorOperators.LE, upper)
              .not()
              .and(upper.compare(VectorOperators.EQ, upper));
      upper.blend(lower, m2).intoArray(y, to + w * VL);
      upperTap.blend(lowerTap, m2.cast(I)).intoArray(taps, tapsTo + w * VL);
    }
  }

  private static void sum(
      float[] x,
      int from,
      int step,
      int windows,
      int[] offsets,
      int n,
      float factor,
      float[] y,
      int to) {
    for (int w = 0; w < windows; w++) {
      int at = from + w * step;
      FloatVector sum = FloatVector.fromArray(V, x, at + offsets[0]);
      for (int t = 1; t < n; t++) {
        sum = sum.add(FloatVector.fromArray(V, x, at + offsets[t]));
      }
      sum.mul(factor).intoArray(y, to + w * VL);
    }
  }

  /** Writes the gradient of a plane. */
  void backward(float[] dy, int dyAt, PoolTaps taps, int plane, float[] dx, int dxAt) {
    int step = shape.strideW() * VL;
    int row = shape.ow() * VL;
    if (overlap || gaps) {
      Arrays.fill(dx, dxAt, dxAt + shape.ih() * shape.iw() * VL, 0);
    }
    for (int p = 0; p < shape.oh(); p++) {
      if (max) {
        taps.read((plane * shape.oh() + p) * row, rowTaps, 0, row);
      }
      for (int run = 0; run < runs.length - 1; run++) {
        int q = runs[run];
        int windows = runs[run + 1] - q;
        int n = list(p, q);
        int to = dxAt + firstAt(p, q);
        int from = dyAt + p * row + q * VL;
        if (!max) {
          spread(dy, from, windows, factor(n), dx, to, step, offsets, n, overlap);
        } else if (overlap) {
          routeAndAdd(dy, from, rowTaps, q * VL, windows, dx, to, step, offsets, ids, n);
        } else {
          route(dy, from, rowTaps, q * VL, windows, dx, to, step, offsets, ids, n);
        }
      }
    }
  }

  private static void route(
      float[] dy,
      int from,
      int[] taps,
      int tapsFrom,
      int windows,
      float[] dx,
      int to,
      int step,
      int[] offsets,
      int[] ids,
      int n) {
    FloatVector zero = FloatVector.zero(V);
    for (int w = 0; w < windows; w++) {
      FloatVector value = FloatVector.fromArray(V, dy, from + w * VL);
      IntVector tap = IntVector.fromArray(I, taps, tapsFrom + w * VL);
      int at = to + w * step;
      for (int t = 0; t < n; t++) {
        zero.blend(value, tap.compare(VectorOperators.EQ, ids[t]).cast(V))
            .intoArray(dx, at + offsets[t]);
      }
    }
  }

  private static void routeAndAdd(
      float[] dy,
      int from,
      int[] taps,
      int tapsFrom,
      int windows,
      float[] dx,
      int to,
      int step,
      int[] offsets,
      int[] ids,
      int n) {
    for (int w = 0; w < windows; w++) {
      FloatVector value = FloatVector.fromArray(V, dy, from + w * VL);
      IntVector tap = IntVector.fromArray(I, taps, tapsFrom + w * VL);
      int at = to + w * step;
      for (int t = 0; t < n; t++) {
        FloatVector.fromArray(V, dx, at + offsets[t])
            .add(value, tap.compare(VectorOperators.EQ, ids[t]).cast(V))
            .intoArray(dx, at + offsets[t]);
      }
    }
  }

  private static void spread(
      float[] dy,
      int from,
      int windows,
      float factor,
      float[] dx,
      int to,
      int step,
      int[] offsets,
      int n,
      boolean add) {
    FloatVector zero = FloatVector.zero(V);
    for (int w = 0; w < windows; w++) {
      FloatVector value = FloatVector.fromArray(V, dy, from + w * VL).mul(factor);
      int at = to + w * step;
      for (int t = 0; t < n; t++) {
        FloatVector before = add ? FloatVector.fromArray(V, dx, at + offsets[t]) : zero;
        before.add(value).intoArray(dx, at + offsets[t]);
      }
    }
  }
}
