package io.lanewise.kernels.vector;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Pooling in two steps for each row of the output: the rows of the window are reduced into one
 * padded row, full vectors without gaps, then the taps along the width, from that row, in steps of
 * the stride.
 */
final class VectorPool2d extends Pool2d {

  static final String NAME = "vector/pool2d-rows";

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final IntVector LANES = IntVector.zero(I).addIndex(1);

  /** The place of a tap in the padding: behind every place of an image, so that it wins no tie. */
  private static final int PADDING = Integer.MAX_VALUE;

  private final HeapFloats src = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();

  /**
   * The reduced row with its padding, and for a maximum the image row that each element is from.
   */
  private final float[] row;

  private final int[] rowFrom;

  /** Where each maximum came from, counted from the start of src; -1 for a window without taps. */
  private final int[] argMax;

  /** What a sum is divided by: the factor of each output column. */
  private final float[] divisors;

  /** The gradients of one output row, each divided for its taps. */
  private final float[] shares;

  /** Offsets of the lanes in the reduced row: 0, strideW, 2 strideW ... */
  private final int[] steps = new int[VL];

  VectorPool2d(Pool2dShape shape) {
    super(NAME, shape, Layout.NCHW);
    boolean max = shape.kind() == PoolKind.MAX;
    row = new float[Math.max(paddedWidth(shape), lastTap(shape) + VL)];
    rowFrom = new int[max ? row.length : 0];
    argMax = new int[max ? (int) shape.dstElements() : 0];
    Arrays.fill(row, max ? Float.NEGATIVE_INFINITY : 0);
    Arrays.fill(rowFrom, PADDING);
    Arrays.setAll(steps, lane -> Math.min(lane, shape.ow() - 1) * shape.strideW());
    shares = new float[max ? 0 : shape.ow()];
    divisors = new float[shape.ow()];
    for (int q = 0; q < shape.ow(); q++) {
      int left = q * shape.strideW() - shape.padLeft();
      divisors[q] = divisor(left, shape.iw(), shape.kw(), shape.dilationW());
    }
  }

  private static int paddedWidth(Pool2dShape shape) {
    return shape.padLeft() + shape.iw() + Math.max(0, shape.padRight());
  }

  /** The last element that a tap may name. Taps are whole vectors, behind the output's end too. */
  private static int lastTap(Pool2dShape shape) {
    int q = shape.ow() <= VL ? shape.ow() : GemmBlocking.roundUp(shape.ow(), VL);
    return Math.addExact(
        Math.multiplyExact(q - 1, shape.strideW()), (shape.kw() - 1) * shape.dilationW());
  }

  /** What to do with one row of the output, given the taps h0, h0 + dilationH .. below h1. */
  private interface OutputRow {
    void compute(int plane, int h0, int h1, float divisorH, int dstAt);
  }

  @Override
  public long workspaceBytes() {
    return src.bytes() + dst.bytes() + 4L * (row.length + rowFrom.length + argMax.length);
  }

  @Override
  protected void computeForward(MemorySegment srcSegment, MemorySegment dstSegment) {
    src.read(srcSegment, (int) shape.srcElements());
    dst.write(dstSegment, (int) shape.dstElements());
    walk(shape.kind() == PoolKind.MAX ? this::maxRow : this::sumRow);
    dst.flush(dstSegment, (int) shape.dstElements());
  }

  @Override
  protected void computeBackward(MemorySegment diffDst, MemorySegment diffSrc) {
    dst.read(diffDst, (int) shape.dstElements());
    src.write(diffSrc, (int) shape.srcElements());
    Arrays.fill(src.array(), src.offset(), src.offset() + (int) shape.srcElements(), 0);
    if (shape.kind() == PoolKind.MAX) {
      scatter(argMax, dst.array(), dst.offset(), src.array(), src.offset());
    } else {
      walk(this::spreadRow);
    }
    src.flush(diffSrc, (int) shape.srcElements());
  }

  private void walk(OutputRow outputRow) {
    int dstAt = 0;
    for (int plane = 0; plane < shape.mb() * shape.ic(); plane++) {
      for (int oh = 0; oh < shape.oh(); oh++) {
        int top = oh * shape.strideH() - shape.padTop();
        int h0 = firstInside(top, shape.dilationH());
        int h1 = Math.min(shape.ih(), top + (shape.kh() - 1) * shape.dilationH() + 1);
        float divisorH = divisor(top, shape.ih(), shape.kh(), shape.dilationH());
        outputRow.compute(plane * shape.ih() * shape.iw(), h0, h1, divisorH, dstAt);
        dstAt += shape.ow();
      }
    }
  }

  private static int firstInside(int start, int dilation) {
    return start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;
  }

  private float divisor(int start, int in, int kernel, int dilation) {
    return switch (shape.kind()) {
      case MAX, SUM -> 1;
      case AVERAGE_INCLUDE_PADDING -> kernel;
      case AVERAGE_EXCLUDE_PADDING -> {
        int end = Math.min(in, start + (kernel - 1) * dilation + 1);
        int taps = end - firstInside(start, dilation) + dilation - 1;
        yield Math.max(1, taps / dilation);
      }
    };
  }

  private void maxRow(int plane, int h0, int h1, float divisorH, int dstAt) {
    if (h0 >= h1) {
      int to = dst.offset() + dstAt;
      Arrays.fill(dst.array(), to, to + shape.ow(), Float.NEGATIVE_INFINITY);
      Arrays.fill(argMax, dstAt, dstAt + shape.ow(), -1);
      return;
    }
    reduceMax(plane, h0, h1);
    for (int q = 0; q < shape.ow(); q += VL) {
      maxAlongWidth(plane, q, dstAt + q);
    }
  }

  /** The largest of each column over the taps h, the first of equals, a NaN before everything. */
  private void reduceMax(int plane, int h0, int h1) {
    float[] x = src.array();
    int iw = shape.iw();
    for (int w = 0; w < iw; w += VL) {
      VectorMask<Float> inside = V.indexInRange(w, iw);
      int at = src.offset() + plane + w;
      FloatVector best = FloatVector.fromArray(V, x, at + h0 * iw, inside);
      IntVector from = LANES.add(h0 * iw + w);
      for (int h = h0 + shape.dilationH(); h < h1; h += shape.dilationH()) {
        FloatVector value = FloatVector.fromArray(V, x, at + h * iw, inside);
        VectorMask<Float> take = greater(value, best);
        best = best.blend(value, take);
        from = from.blend(LANES.add(h * iw + w), take.cast(I));
      }
      best.intoArray(row, shape.padLeft() + w, inside);
      from.intoArray(rowFrom, shape.padLeft() + w, inside.cast(I));
    }
  }

  private void maxAlongWidth(int plane, int q, int dstAt) {
    VectorMask<Float> inside = V.indexInRange(q, shape.ow());
    FloatVector best = FloatVector.broadcast(V, Float.NEGATIVE_INFINITY);
    IntVector from = IntVector.broadcast(I, PADDING);
    for (int j = 0; j < shape.kw(); j++) {
      int at = q * shape.strideW() + j * shape.dilationW();
      FloatVector value = tap(at);
      IntVector valueFrom = tapFrom(at);
      // Of equals the first place in the image, which need not be that of the first j.
      VectorMask<Float> earlier = valueFrom.compare(VectorOperators.LT, from).cast(V);
      VectorMask<Float> take = greater(value, best).or(greater(best, value).not().and(earlier));
      best = best.blend(value, take);
      from = from.blend(valueFrom, take.cast(I));
    }
    best.intoArray(dst.array(), dst.offset() + dstAt, inside);
    from.add(plane)
        .blend(-1, from.compare(VectorOperators.EQ, PADDING))
        .intoArray(argMax, dstAt, inside.cast(I));
  }

  /** Where a value is larger than the best so far, a NaN being larger than every number. */
  private static VectorMask<Float> greater(FloatVector value, FloatVector best) {
    return value
        .compare(VectorOperators.LE, best)
        .not()
        .and(best.compare(VectorOperators.EQ, best));
  }

  private void sumRow(int plane, int h0, int h1, float divisorH, int dstAt) {
    reduceSum(plane, h0, h1);
    for (int q = 0; q < shape.ow(); q += VL) {
      VectorMask<Float> inside = V.indexInRange(q, shape.ow());
      FloatVector sum = FloatVector.zero(V);
      for (int j = 0; j < shape.kw(); j++) {
        sum = sum.add(tap(q * shape.strideW() + j * shape.dilationW()));
      }
      FloatVector divisor = FloatVector.fromArray(V, divisors, q, inside).mul(divisorH);
      sum.div(divisor).intoArray(dst.array(), dst.offset() + dstAt + q, inside);
    }
  }

  private void reduceSum(int plane, int h0, int h1) {
    float[] x = src.array();
    int iw = shape.iw();
    for (int w = 0; w < iw; w += VL) {
      VectorMask<Float> inside = V.indexInRange(w, iw);
      int at = src.offset() + plane + w;
      FloatVector sum = FloatVector.zero(V);
      for (int h = h0; h < h1; h += shape.dilationH()) {
        sum = sum.add(FloatVector.fromArray(V, x, at + h * iw, inside));
      }
      sum.intoArray(row, shape.padLeft() + w, inside);
    }
  }

  /** The gradient of a sum: along the width into the reduced row, and that row to every tap h. */
  private void spreadRow(int plane, int h0, int h1, float divisorH, int dstAt) {
    for (int q = 0; q < shape.ow(); q += VL) {
      VectorMask<Float> inside = V.indexInRange(q, shape.ow());
      FloatVector divisor = FloatVector.fromArray(V, divisors, q, inside).mul(divisorH);
      FloatVector.fromArray(V, dst.array(), dst.offset() + dstAt + q, inside)
          .div(divisor)
          .intoArray(shares, q, inside);
    }
    Arrays.fill(row, 0);
    for (int j = 0; j < shape.kw(); j++) {
      // Single elements: AVX2 has no scatter, and emulating it boxes.
      for (int q = 0; q < shape.ow(); q++) {
        row[q * shape.strideW() + j * shape.dilationW()] += shares[q];
      }
    }
    float[] dx = src.array();
    int iw = shape.iw();
    for (int h = h0; h < h1; h += shape.dilationH()) {
      for (int w = 0; w < iw; w += VL) {
        VectorMask<Float> inside = V.indexInRange(w, iw);
        int at = src.offset() + plane + h * iw + w;
        FloatVector.fromArray(V, dx, at, inside)
            .add(FloatVector.fromArray(V, row, shape.padLeft() + w, inside))
            .intoArray(dx, at, inside);
      }
    }
  }

  private FloatVector tap(int at) {
    return shape.strideW() == 1
        ? FloatVector.fromArray(V, row, at)
        : FloatVector.fromArray(V, row, at, steps, 0);
  }

  private IntVector tapFrom(int at) {
    return shape.strideW() == 1
        ? IntVector.fromArray(I, rowFrom, at)
        : IntVector.fromArray(I, rowFrom, at, steps, 0);
  }

  /** Windows may share their maximum, so that this stays a loop over single elements. */
  private static void scatter(int[] from, float[] dy, int dyAt, float[] dx, int dxAt) {
    for (int i = 0; i < from.length; i++) {
      if (from[i] >= 0) {
        dx[dxAt + from[i]] += dy[dyAt + i];
      }
    }
  }
}
