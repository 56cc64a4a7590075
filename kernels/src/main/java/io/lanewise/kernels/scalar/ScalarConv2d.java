package io.lanewise.kernels.scalar;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Direct convolution. One nest of loops walks over (image, output channel, input channel, tap,
 * output row); what happens to the pair of rows that meet there makes the direction.
 */
final class ScalarConv2d extends Conv2d {

  static final String NAME = "scalar/conv2d-direct";

  private final HeapFloats src = new HeapFloats();
  private final HeapFloats weights = new HeapFloats();
  private final HeapFloats bias = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();

  ScalarConv2d(Conv2dShape shape) {
    super(NAME, shape, Layout.NCHW, new ScalarElementwise());
  }

  /** What to do with n pairs of elements: src from srcAt in steps of strideW, dst from dstAt. */
  private interface Rows {
    void meet(int n, int srcAt, int weightAt, int dstAt);
  }

  @Override
  public long workspaceBytes() {
    return super.workspaceBytes() + src.bytes() + weights.bytes() + bias.bytes() + dst.bytes();
  }

  @Override
  protected void computeForward(
      MemorySegment srcSegment,
      MemorySegment weightSegment,
      MemorySegment biasSegment,
      Activation activation,
      MemorySegment dstSegment) {
    src.read(srcSegment, (int) shape.srcElements());
    weights.read(weightSegment, (int) shape.weightElements());
    dst.write(dstSegment, (int) shape.dstElements());
    float[] y = dst.array();
    int plane = shape.oh() * shape.ow();
    if (biasSegment != null) {
      bias.read(biasSegment, shape.oc());
    }
    for (int i = 0; i < shape.mb() * shape.oc(); i++) {
      int at = dst.offset() + i * plane;
      float start = biasSegment == null ? 0 : bias.array()[bias.offset() + i % shape.oc()];
      Arrays.fill(y, at, at + plane, start);
    }
    walk(
        (n, srcAt, weightAt, dstAt) ->
            forwardRow(
                n, weights.array()[weightAt], src.array(), srcAt, shape.strideW(), y, dstAt));
    dst.flush(dstSegment, (int) shape.dstElements());
    activate(activation, dstSegment);
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weightSegment, MemorySegment diffSrc) {
    dst.read(diffDst, (int) shape.dstElements());
    weights.read(weightSegment, (int) shape.weightElements());
    src.write(diffSrc, (int) shape.srcElements());
    float[] dx = src.array();
    Arrays.fill(dx, src.offset(), src.offset() + (int) shape.srcElements(), 0);
    walk(
        (n, srcAt, weightAt, dstAt) ->
            backwardRow(
                n, weights.array()[weightAt], dst.array(), dstAt, dx, srcAt, shape.strideW()));
    src.flush(diffSrc, (int) shape.srcElements());
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment srcSegment,
      MemorySegment diffDst,
      MemorySegment diffWeights,
      MemorySegment diffBias) {
    src.read(srcSegment, (int) shape.srcElements());
    dst.read(diffDst, (int) shape.dstElements());
    weights.write(diffWeights, (int) shape.weightElements());
    float[] dw = weights.array();
    Arrays.fill(dw, weights.offset(), weights.offset() + (int) shape.weightElements(), 0);
    walk(
        (n, srcAt, weightAt, dstAt) ->
            dw[weightAt] += dot(n, src.array(), srcAt, shape.strideW(), dst.array(), dstAt));
    weights.flush(diffWeights, (int) shape.weightElements());
    if (diffBias != null) {
      bias.write(diffBias, shape.oc());
      sumPlanes();
      bias.flush(diffBias, shape.oc());
    }
  }

  private void walk(Rows rows) {
    int icPerGroup = shape.ic() / shape.groups();
    int ocPerGroup = shape.oc() / shape.groups();
    for (int image = 0; image < shape.mb(); image++) {
      for (int oc = 0; oc < shape.oc(); oc++) {
        int dstPlane = dst.offset() + (image * shape.oc() + oc) * shape.oh() * shape.ow();
        int firstIc = oc / ocPerGroup * icPerGroup;
        for (int c = 0; c < icPerGroup; c++) {
          int srcPlane =
              src.offset() + (image * shape.ic() + firstIc + c) * shape.ih() * shape.iw();
          int weightAt = weights.offset() + (oc * icPerGroup + c) * shape.kh() * shape.kw();
          for (int i = 0; i < shape.kh(); i++) {
            for (int j = 0; j < shape.kw(); j++) {
              walkTap(rows, i, j, srcPlane, weightAt++, dstPlane);
            }
          }
        }
      }
    }
  }

  /** All output rows, and of each the columns whose input lies inside the image, for one tap. */
  private void walkTap(Rows rows, int i, int j, int srcPlane, int weightAt, int dstPlane) {
    int strideW = shape.strideW();
    int origin = j * shape.dilationW() - shape.padLeft();
    int first = origin >= 0 ? 0 : (-origin + strideW - 1) / strideW;
    int end = Math.min(shape.ow(), (shape.iw() - origin + strideW - 1) / strideW);
    if (shape.iw() <= origin || first >= end) {
      return;
    }
    for (int oh = 0; oh < shape.oh(); oh++) {
      int ih = oh * shape.strideH() - shape.padTop() + i * shape.dilationH();
      if (ih >= 0 && ih < shape.ih()) {
        rows.meet(
            end - first,
            srcPlane + ih * shape.iw() + first * strideW + origin,
            weightAt,
            dstPlane + oh * shape.ow() + first);
      }
    }
  }

  private static void forwardRow(
      int n, float w, float[] x, int xAt, int stride, float[] y, int yAt) {
    if (stride == 1) {
      for (int q = 0; q < n; q++) {
        y[yAt + q] += w * x[xAt + q];
      }
    } else {
      for (int q = 0; q < n; q++) {
        y[yAt + q] += w * x[xAt + q * stride];
      }
    }
  }

  private static void backwardRow(
      int n, float w, float[] dy, int dyAt, float[] dx, int dxAt, int stride) {
    if (stride == 1) {
      for (int q = 0; q < n; q++) {
        dx[dxAt + q] += w * dy[dyAt + q];
      }
    } else {
      for (int q = 0; q < n; q++) {
        dx[dxAt + q * stride] += w * dy[dyAt + q];
      }
    }
  }

  private static float dot(int n, float[] x, int xAt, int stride, float[] dy, int dyAt) {
    float sum = 0;
    for (int q = 0; q < n; q++) {
      sum += x[xAt + q * stride] * dy[dyAt + q];
    }
    return sum;
  }

  private void sumPlanes() {
    int plane = shape.oh() * shape.ow();
    float[] db = bias.array();
    Arrays.fill(db, bias.offset(), bias.offset() + shape.oc(), 0);
    for (int i = 0; i < shape.mb() * shape.oc(); i++) {
      float sum = 0;
      int at = dst.offset() + i * plane;
      for (int q = at; q < at + plane; q++) {
        sum += dst.array()[q];
      }
      db[bias.offset() + i % shape.oc()] += sum;
    }
  }
}
