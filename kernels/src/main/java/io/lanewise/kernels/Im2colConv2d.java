package io.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

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
 * <p>The products of forward end with bias and activation. They are one for each image, not one for
 * a batch: with OpenBLAS, the batch's product and the permutation of its result took 1.03 to 6.9
 * times as long in LeNet-5 and in ResNet-50 down to 14 x 14 pixels, since the columns of a batch
 * leave the caches that those of an image stay in; at 7 x 7 pixels they took 0.73 of the time.
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
  private final Epilogue[] epilogues;
  private MemorySegment epilogueBias;
  private Activation epilogueActivation;

  /** Whether the columns' elements in the padding, the same for every image, are zeros. */
  private boolean paddingIsZero;

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
    pointwise = isPointwise(shape);
    padded =
        shape.padTop() > 0 || shape.padLeft() > 0 || shape.padBottom() > 0 || shape.padRight() > 0;
    Sizes.requireInt("(ic / groups) kh kw oh ow", Sizes.product(rowsK, columnsP));
    epilogues = new Epilogue[shape.groups()];
    columns = residence.allocateFloats(arena, pointwise ? 0 : (long) rowsK * columnsP);
  }

  /** Whether the windows are the pixels, so that an image is its own matrix of columns. */
  public static boolean isPointwise(Conv2dShape shape) {
    return shape.kh() == 1
        && shape.kw() == 1
        && shape.strideH() == 1
        && shape.strideW() == 1
        && shape.oh() == shape.ih()
        && shape.ow() == shape.iw()
        && shape.padTop() == 0
        && shape.padLeft() == 0;
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
    makeEpilogues(bias, activation);
    for (int i = 0; i < shape.mb() * shape.groups(); i++) {
      gemm.sgemm(
          Transpose.NO,
          Transpose.NO,
          ocPerGroup,
          columnsP,
          rowsK,
          weights,
          groupWeights(i),
          rowsK,
          gather(src, i),
          pointwise ? srcImage(i) : 0,
          columnsP,
          0,
          dst,
          groupImage(i),
          columnsP,
          epilogues[i % shape.groups()]);
    }
  }

  /** One for each group; kept, since most callers come back with the same bias. */
  private void makeEpilogues(MemorySegment bias, Activation activation) {
    if (activation == epilogueActivation && isSame(bias, epilogueBias)) {
      return;
    }
    for (int g = 0; g < epilogues.length; g++) {
      epilogues[g] =
          bias == null
              ? Epilogue.of(activation)
              : Epilogue.perRow(
                  bias.asSlice(
                      (long) g * ocPerGroup * Float.BYTES, (long) ocPerGroup * Float.BYTES),
                  activation);
    }
    epilogueBias = bias;
    epilogueActivation = activation;
  }

  /** The same memory of the same arena: one that is closed may have had the same address. */
  private static boolean isSame(MemorySegment left, MemorySegment right) {
    return Objects.equals(left, right) && (left == null || left.scope().equals(right.scope()));
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
    if (!pointwise) {
      diffSrc.asSlice(0, shape.srcElements() * Float.BYTES).fill((byte) 0);
      paddingIsZero = false;
    }
    for (int i = 0; i < shape.mb() * shape.groups(); i++) {
      gemm.sgemm(
          Transpose.YES,
          Transpose.NO,
          rowsK,
          columnsP,
          ocPerGroup,
          weights,
          groupWeights(i),
          rowsK,
          diffDst,
          groupImage(i),
          columnsP,
          0,
          pointwise ? diffSrc : columns,
          pointwise ? srcImage(i) : 0,
          columnsP,
          Epilogue.NONE);
      if (!pointwise) {
        walk(diffSrc, i, false);
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
          diffDst,
          groupImage(i),
          columnsP,
          gather(src, i),
          pointwise ? srcImage(i) : 0,
          columnsP,
          i < shape.groups() ? 0 : 1,
          diffWeights,
          groupWeights(i),
          rowsK,
          Epilogue.NONE);
    }
    if (diffBias != null) {
      sumBias(diffDst, diffBias);
    }
  }

  /** What holds the matrix of columns of image i / groups, group i % groups. */
  private MemorySegment gather(MemorySegment src, int i) {
    if (pointwise) {
      return src;
    }
    if (padded && !paddingIsZero) {
      columns.fill((byte) 0);
      paddingIsZero = true;
    }
    walk(src, i, true);
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

  /**
   * Copies between all pairs of a row of the matrix and a row of the image, those in the padding
   * left out: to the matrix, or added to the image.
   */
  private void walk(MemorySegment image, int i, boolean gather) {
    int icPerGroup = shape.ic() / shape.groups();
    long imageAt = (long) i * icPerGroup * shape.ih() * shape.iw();
    long columnAt = 0;
    for (int c = 0; c < icPerGroup; c++) {
      for (int tapH = 0; tapH < shape.kh(); tapH++) {
        for (int tapW = 0; tapW < shape.kw(); tapW++) {
          walkTap(image, gather, tapH, tapW, imageAt, columnAt);
          columnAt += columnsP;
        }
      }
      imageAt += (long) shape.ih() * shape.iw();
    }
  }

  private void walkTap(
      MemorySegment image, boolean gather, int tapH, int tapW, long imageAt, long columnAt) {
    int origin = tapW * shape.dilationW() - shape.padLeft();
    int first = Sizes.firstInside(origin, shape.strideW());
    int n = Sizes.endInside(shape.iw(), shape.ow(), origin, shape.strideW()) - first;
    if (n <= 0) {
      return;
    }
    for (int oh = 0; oh < shape.oh(); oh++) {
      int ih = oh * shape.strideH() - shape.padTop() + tapH * shape.dilationH();
      if (ih >= 0 && ih < shape.ih()) {
        long column = columnAt + (long) oh * shape.ow() + first;
        long at = imageAt + (long) ih * shape.iw() + (long) first * shape.strideW() + origin;
        if (gather) {
          gatherRow(image, at, column, n);
        } else {
          scatterAdd(column, image, at, n);
        }
      }
    }
  }

  private long groupWeights(int i) {
    return (long) (i % shape.groups()) * ocPerGroup * rowsK;
  }

  private long groupImage(int i) {
    return (long) i * ocPerGroup * columnsP;
  }

  private long srcImage(int i) {
    return (long) i * rowsK * columnsP;
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
