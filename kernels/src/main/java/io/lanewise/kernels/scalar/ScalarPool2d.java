package io.lanewise.kernels.scalar;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Pooling by direct loops over the taps inside the image. */
final class ScalarPool2d extends Pool2d {

  static final String NAME = "scalar/pool2d-direct";

  private final HeapFloats src = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();

  /** Where each maximum came from, counted from the start of src; -1 for a window without taps. */
  private final int[] argMax;

  ScalarPool2d(Pool2dShape shape) {
    super(NAME, shape, Layout.NCHW);
    argMax = new int[shape.kind() == PoolKind.MAX ? (int) shape.dstElements() : 0];
  }

  /** What to do with the taps h in [h0, h1), v in [v0, v1) of a plane's window, in steps. */
  private interface Windows {
    void visit(int plane, int h0, int h1, int v0, int v1, int dstAt);
  }

  @Override
  public long workspaceBytes() {
    return src.bytes() + dst.bytes() + 4L * argMax.length;
  }

  @Override
  protected void computeForward(MemorySegment srcSegment, MemorySegment dstSegment) {
    src.read(srcSegment, (int) shape.srcElements());
    dst.write(dstSegment, (int) shape.dstElements());
    walk(shape.kind() == PoolKind.MAX ? this::max : this::sum);
    dst.flush(dstSegment, (int) shape.dstElements());
  }

  @Override
  protected void computeBackward(MemorySegment diffDst, MemorySegment diffSrc) {
    dst.read(diffDst, (int) shape.dstElements());
    src.write(diffSrc, (int) shape.srcElements());
    Arrays.fill(src.array(), src.offset(), src.offset() + (int) shape.srcElements(), 0);
    if (shape.kind() == PoolKind.MAX) {
      for (int i = 0; i < argMax.length; i++) {
        if (argMax[i] >= 0) {
          src.array()[src.offset() + argMax[i]] += dst.array()[dst.offset() + i];
        }
      }
    } else {
      walk(this::spread);
    }
    src.flush(diffSrc, (int) shape.srcElements());
  }

  private void walk(Windows windows) {
    int dstAt = 0;
    for (int plane = 0; plane < shape.mb() * shape.ic(); plane++) {
      for (int oh = 0; oh < shape.oh(); oh++) {
        int top = oh * shape.strideH() - shape.padTop();
        int h0 = firstInside(top, shape.dilationH());
        int h1 = Math.min(shape.ih(), top + (shape.kh() - 1) * shape.dilationH() + 1);
        for (int ow = 0; ow < shape.ow(); ow++) {
          int left = ow * shape.strideW() - shape.padLeft();
          int v0 = firstInside(left, shape.dilationW());
          int v1 = Math.min(shape.iw(), left + (shape.kw() - 1) * shape.dilationW() + 1);
          windows.visit(plane * shape.ih() * shape.iw(), h0, h1, v0, v1, dstAt++);
        }
      }
    }
  }

  /** The first coordinate from start on, in steps of the dilation, that is not negative. */
  private static int firstInside(int start, int dilation) {
    return start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;
  }

  private void max(int plane, int h0, int h1, int v0, int v1, int dstAt) {
    float[] x = src.array();
    float best = Float.NEGATIVE_INFINITY;
    int bestAt = -1;
    for (int h = h0; h < h1; h += shape.dilationH()) {
      for (int v = v0; v < v1; v += shape.dilationW()) {
        int at = plane + h * shape.iw() + v;
        float value = x[src.offset() + at];
        // A first tap is taken whatever it is; then a NaN stays, and only what is larger replaces.
        if (bestAt < 0 || value > best || (Float.isNaN(value) && !Float.isNaN(best))) {
          best = value;
          bestAt = at;
        }
      }
    }
    argMax[dstAt] = bestAt;
    dst.array()[dst.offset() + dstAt] = best;
  }

  private void sum(int plane, int h0, int h1, int v0, int v1, int dstAt) {
    float[] x = src.array();
    float sum = 0;
    for (int h = h0; h < h1; h += shape.dilationH()) {
      for (int v = v0; v < v1; v += shape.dilationW()) {
        sum += x[src.offset() + plane + h * shape.iw() + v];
      }
    }
    dst.array()[dst.offset() + dstAt] = sum / divisor(h0, h1, v0, v1);
  }

  private void spread(int plane, int h0, int h1, int v0, int v1, int dstAt) {
    float[] dx = src.array();
    float share = dst.array()[dst.offset() + dstAt] / divisor(h0, h1, v0, v1);
    for (int h = h0; h < h1; h += shape.dilationH()) {
      for (int v = v0; v < v1; v += shape.dilationW()) {
        dx[src.offset() + plane + h * shape.iw() + v] += share;
      }
    }
  }

  private float divisor(int h0, int h1, int v0, int v1) {
    return switch (shape.kind()) {
      case MAX, SUM -> 1;
      case AVERAGE_INCLUDE_PADDING -> shape.kh() * shape.kw();
      case AVERAGE_EXCLUDE_PADDING ->
          Math.max(1, steps(h0, h1, shape.dilationH()) * steps(v0, v1, shape.dilationW()));
    };
  }

  private static int steps(int from, int to, int dilation) {
    return from >= to ? 0 : (to - from + dilation - 1) / dilation;
  }
}
