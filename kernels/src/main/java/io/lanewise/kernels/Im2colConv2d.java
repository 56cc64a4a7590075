package io.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Convolution as a matrix product, on any backend's {@link Gemm}: the textbook way. Image by image
 * and group by group, the windows become the columns of a matrix of K = (ic / groups) kh kw rows
 * and P = oh ow columns, and
 *
 * <pre>
 * forward:          dst [oc / groups x P]          = weights [oc / groups x K] columns(src)
 * backwardData:     columns(diffSrc)               = weights^T diffDst, then added up where windows overlap
 * backwardWeights:  diffWeights [oc / groups x K]  = sum over images of diffDst columns(src)^T
 * </pre>
 *
 * <p>Workspace: the K x P matrix of one image and group. A 1x1 convolution without stride and
 * padding has none; its columns are the image.
 *
 * <p>Source: K. Chellapilla, S. Puri, P. Simard, High performance convolutional neural networks for
 * document processing, 2006.
 */
public final class Im2colConv2d extends Conv2d {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final Gemm gemm;
  private final Arena arena = Arena.ofShared();
  private final int rowsK;
  private final int columnsP;
  private final int ocPerGroup;
  private final boolean pointwise;
  private final boolean padded;
  private final MemorySegment columns;

  /**
   * Makes the convolution.
   *
   * @param kernel name to report
   * @param shape sizes
   * @param gemm multiplies; owned and closed by this
   * @param elementwise computes the activations; owned and closed by this
   * @param residence where the matrix of columns should live
   * @throws IllegalArgumentException if the matrix of columns has 2^31 elements or more
   */
  public Im2colConv2d(
      String kernel, Conv2dShape shape, Gemm gemm, Elementwise elementwise, Residence residence) {
    super(kernel, shape, Layout.NCHW, elementwise);
    this.gemm = gemm;
    rowsK = shape.ic() / shape.groups() * shape.kh() * shape.kw();
    columnsP = shape.oh() * shape.ow();
    ocPerGroup = shape.oc() / shape.groups();
    pointwise =
        shape.kh() == 1
            && shape.kw() == 1
            && shape.strideH() == 1
            && shape.strideW() == 1
            && shape.oh() == shape.ih()
            && shape.ow() == shape.iw()
            && shape.padTop() == 0
            && shape.padLeft() == 0;
    padded =
        shape.padTop() > 0 || shape.padLeft() > 0 || shape.padBottom() > 0 || shape.padRight() > 0;
    Sizes.requireInt("(ic / groups) kh kw oh ow", Sizes.product(rowsK, columnsP));
    columns = residence.allocateFloats(arena, pointwise ? 0 : (long) rowsK * columnsP);
  }

  @Override
  public long workspaceBytes() {
    return super.workspaceBytes() + columns.byteSize() + gemm.workspaceBytes();
  }

  @Override
  protected void release() {
    super.release();
    gemm.close();
    arena.close();
  }

  @Override
  protected void computeForward(
      MemorySegment src,
      MemorySegment weights,
      MemorySegment bias,
      Activation activation,
      MemorySegment dst) {
    if (bias != null) {
      spreadBias(bias, dst);
    }
    for (int i = 0; i < shape.mb() * shape.groups(); i++) {
      gemm.sgemm(
          Transpose.NO,
          Transpose.NO,
          ocPerGroup,
          columnsP,
          rowsK,
          1,
          groupWeights(weights, i),
          rowsK,
          gather(src, i),
          columnsP,
          bias == null ? 0 : 1,
          groupImage(dst, i),
          columnsP);
    }
    activate(activation, dst);
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
    diffSrc.asSlice(0, shape.srcElements() * Float.BYTES).fill((byte) 0);
    for (int i = 0; i < shape.mb() * shape.groups(); i++) {
      gemm.sgemm(
          Transpose.YES,
          Transpose.NO,
          rowsK,
          columnsP,
          ocPerGroup,
          1,
          groupWeights(weights, i),
          rowsK,
          groupImage(diffDst, i),
          columnsP,
          0,
          pointwise ? srcImage(diffSrc, i) : columns,
          columnsP);
      if (!pointwise) {
        walk(i, (column, image, n) -> scatterAdd(column, diffSrc, image, n));
      }
    }
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias) {
    for (int i = 0; i < shape.mb() * shape.groups(); i++) {
      gemm.sgemm(
          Transpose.NO,
          Transpose.YES,
          ocPerGroup,
          rowsK,
          columnsP,
          1,
          groupImage(diffDst, i),
          columnsP,
          gather(src, i),
          columnsP,
          i < shape.groups() ? 0 : 1,
          groupWeights(diffWeights, i),
          rowsK);
    }
    if (diffBias != null) {
      sumBias(diffDst, diffBias);
    }
  }

  /** A row of taps: n pairs of a column element and, in steps of strideW, an image element. */
  private interface Rows {
    void meet(long columnAt, long imageAt, int n);
  }

  /** The matrix of columns of image i / groups, group i % groups. */
  private MemorySegment gather(MemorySegment src, int i) {
    if (pointwise) {
      return srcImage(src, i);
    }
    if (padded) {
      columns.fill((byte) 0);
    }
    walk(i, (column, image, n) -> gatherRow(src, image, column, n));
    return columns;
  }

  private void gatherRow(MemorySegment src, long imageAt, long columnAt, int n) {
    if (shape.strideW() == 1) {
      MemorySegment.copy(
          src, imageAt * Float.BYTES, columns, columnAt * Float.BYTES, (long) n * Float.BYTES);
    } else {
      for (int q = 0; q < n; q++) {
        columns.setAtIndex(
            FLOAT, columnAt + q, src.getAtIndex(FLOAT, imageAt + (long) q * shape.strideW()));
      }
    }
  }

  private void scatterAdd(long columnAt, MemorySegment image, long imageAt, int n) {
    for (int q = 0; q < n; q++) {
      long at = imageAt + (long) q * shape.strideW();
      image.setAtIndex(
          FLOAT, at, image.getAtIndex(FLOAT, at) + columns.getAtIndex(FLOAT, columnAt + q));
    }
  }

  /** All pairs of a row of the matrix and a row of the image, those in the padding left out. */
  private void walk(int i, Rows rows) {
    int icPerGroup = shape.ic() / shape.groups();
    long imageAt = (long) i * icPerGroup * shape.ih() * shape.iw();
    long columnAt = 0;
    for (int c = 0; c < icPerGroup; c++) {
      for (int tapH = 0; tapH < shape.kh(); tapH++) {
        for (int tapW = 0; tapW < shape.kw(); tapW++) {
          walkTap(rows, tapH, tapW, imageAt, columnAt);
          columnAt += columnsP;
        }
      }
      imageAt += (long) shape.ih() * shape.iw();
    }
  }

  private void walkTap(Rows rows, int tapH, int tapW, long imageAt, long columnAt) {
    int origin = tapW * shape.dilationW() - shape.padLeft();
    int first = Sizes.firstInside(origin, shape.strideW());
    int n = Sizes.endInside(shape.iw(), shape.ow(), origin, shape.strideW()) - first;
    if (n <= 0) {
      return;
    }
    for (int oh = 0; oh < shape.oh(); oh++) {
      int ih = oh * shape.strideH() - shape.padTop() + tapH * shape.dilationH();
      if (ih >= 0 && ih < shape.ih()) {
        rows.meet(
            columnAt + (long) oh * shape.ow() + first,
            imageAt + (long) ih * shape.iw() + (long) first * shape.strideW() + origin,
            n);
      }
    }
  }

  private MemorySegment groupWeights(MemorySegment weights, int i) {
    return slice(weights, (long) (i % shape.groups()) * ocPerGroup * rowsK, ocPerGroup * rowsK);
  }

  private MemorySegment groupImage(MemorySegment dst, int i) {
    return slice(dst, (long) i * ocPerGroup * columnsP, ocPerGroup * columnsP);
  }

  private MemorySegment srcImage(MemorySegment src, int i) {
    return slice(src, (long) i * rowsK * columnsP, rowsK * columnsP);
  }

  private static MemorySegment slice(MemorySegment segment, long at, int elements) {
    return segment.asSlice(at * Float.BYTES, (long) elements * Float.BYTES);
  }

  private void spreadBias(MemorySegment bias, MemorySegment dst) {
    long at = 0;
    for (int i = 0; i < shape.mb() * shape.oc(); i++) {
      float value = bias.getAtIndex(FLOAT, i % shape.oc());
      for (int q = 0; q < columnsP; q++) {
        dst.setAtIndex(FLOAT, at++, value);
      }
    }
  }

  private void sumBias(MemorySegment diffDst, MemorySegment diffBias) {
    long at = 0;
    for (int i = 0; i < shape.mb() * shape.oc(); i++) {
      float sum = 0;
      for (int q = 0; q < columnsP; q++) {
        sum += diffDst.getAtIndex(FLOAT, at++);
      }
      float before = i < shape.oc() ? 0 : diffBias.getAtIndex(FLOAT, i % shape.oc());
      diffBias.setAtIndex(FLOAT, i % shape.oc(), before + sum);
    }
  }
}
