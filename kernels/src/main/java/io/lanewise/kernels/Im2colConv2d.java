package io.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
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
 * <p>Workspace: the K x P matrix of one image and group, a channel of the image and, where the
 * matrix is native, a row of it. A 1x1 convolution without stride and padding has none; its columns
 * are the image.
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
  private final int icPerGroup;
  private final int ocPerGroup;
  private final boolean pointwise;
  private final boolean padded;
  private final MemorySegment columns;
  private final Epilogue[] epilogues;

  /** A channel of an image: loops over arrays take half the time of loops over segments. */
  private final float[] plane;

  /** The matrix of columns where it is an array, else one row of it at a time. */
  private final float[] rows;

  private MemorySegment epilogueBias;
  private Activation epilogueActivation;

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
    icPerGroup = shape.ic() / shape.groups();
    rowsK = icPerGroup * shape.kh() * shape.kw();
    columnsP = shape.oh() * shape.ow();
    ocPerGroup = shape.oc() / shape.groups();
    pointwise = isPointwise(shape);
    padded =
        shape.padTop() > 0 || shape.padLeft() > 0 || shape.padBottom() > 0 || shape.padRight() > 0;
    Sizes.requireInt("(ic / groups) kh kw oh ow", Sizes.product(rowsK, columnsP));
    epilogues = new Epilogue[shape.groups()];
    columns = residence.allocateFloats(arena, pointwise ? 0 : (long) rowsK * columnsP);
    plane = new float[pointwise ? 0 : shape.ih() * shape.iw()];
    rows =
        columns.isNative()
            ? new float[pointwise ? 0 : columnsP]
            : (float[]) columns.heapBase().orElseThrow();
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
    return super.workspaceBytes()
        + columns.byteSize()
        + (long) plane.length * Float.BYTES
        + (columns.isNative() ? (long) rows.length * Float.BYTES : 0)
        + gemm.workspaceBytes();
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
        scatter(diffSrc, i);
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
    for (int c = 0; c < icPerGroup; c++) {
      MemorySegment.copy(src, FLOAT, planeOffset(i, c), plane, 0, plane.length);
      for (int tap = 0; tap < shape.kh() * shape.kw(); tap++) {
        int begin = columns.isNative() ? 0 : rowAt(c, tap);
        if (padded) {
          Arrays.fill(rows, begin, begin + columnsP, 0);
        }
        walk(tap / shape.kw(), tap % shape.kw(), begin, true);
        if (columns.isNative()) {
          MemorySegment.copy(rows, 0, columns, FLOAT, (long) rowAt(c, tap) * Float.BYTES, columnsP);
        }
      }
    }
    return columns;
  }

  /** Adds the matrix of columns up where windows overlap. */
  private void scatter(MemorySegment diffSrc, int i) {
    for (int c = 0; c < icPerGroup; c++) {
      Arrays.fill(plane, 0);
      for (int tap = 0; tap < shape.kh() * shape.kw(); tap++) {
        int begin = columns.isNative() ? 0 : rowAt(c, tap);
        if (columns.isNative()) {
          MemorySegment.copy(columns, FLOAT, (long) rowAt(c, tap) * Float.BYTES, rows, 0, columnsP);
        }
        walk(tap / shape.kw(), tap % shape.kw(), begin, false);
      }
      MemorySegment.copy(plane, 0, diffSrc, FLOAT, planeOffset(i, c), plane.length);
    }
  }

  /** Where channel c of image and group i begins, in bytes. */
  private long planeOffset(int i, int c) {
    return ((long) i * icPerGroup + c) * plane.length * Float.BYTES;
  }

  /** Where a row of the matrix of columns begins in it. */
  private int rowAt(int c, int tap) {
    return (c * shape.kh() * shape.kw() + tap) * columnsP;
  }

  /** Copies between the plane and the row of a tap, what is in the padding left out. */
  private void walk(int tapH, int tapW, int begin, boolean gather) {
    int origin = tapW * shape.dilationW() - shape.padLeft();
    int first = Sizes.firstInside(origin, shape.strideW());
    int n = Sizes.endInside(shape.iw(), shape.ow(), origin, shape.strideW()) - first;
    for (int oh = 0; oh < shape.oh() && n > 0; oh++) {
      int ih = oh * shape.strideH() - shape.padTop() + tapH * shape.dilationH();
      if (ih >= 0 && ih < shape.ih()) {
        int planeAt = ih * shape.iw() + first * shape.strideW() + origin;
        int rowAt = begin + oh * shape.ow() + first;
        if (gather) {
          gatherRow(n, plane, planeAt, shape.strideW(), rows, rowAt);
        } else {
          addRow(n, rows, rowAt, plane, planeAt, shape.strideW());
        }
      }
    }
  }

  private static void gatherRow(
      int n, float[] plane, int planeAt, int stride, float[] rows, int rowAt) {
    if (stride == 1) {
      System.arraycopy(plane, planeAt, rows, rowAt, n);
    } else {
      for (int q = 0; q < n; q++) {
        rows[rowAt + q] = plane[planeAt + q * stride];
      }
    }
  }

  private static void addRow(
      int n, float[] rows, int rowAt, float[] plane, int planeAt, int stride) {
    if (stride == 1) {
      for (int q = 0; q < n; q++) {
        plane[planeAt + q] += rows[rowAt + q];
      }
    } else {
      for (int q = 0; q < n; q++) {
        plane[planeAt + q * stride] += rows[rowAt + q];
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
    for (int i = 0; i < shape.mb() * shape.oc(); i++) {
      float before = i < shape.oc() ? 0 : diffBias.getAtIndex(FLOAT, i % shape.oc());
      diffBias.setAtIndex(FLOAT, i % shape.oc(), before + sumPlane(diffDst, (long) i * columnsP));
    }
  }

  /** In four chains, as each addition waits for the one before it in its chain. */
  private float sumPlane(MemorySegment diffDst, long at) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int q = 0;
    for (; q <= columnsP - 4; q += 4) {
      sum0 += diffDst.getAtIndex(FLOAT, at + q);
      sum1 += diffDst.getAtIndex(FLOAT, at + q + 1);
      sum2 += diffDst.getAtIndex(FLOAT, at + q + 2);
      sum3 += diffDst.getAtIndex(FLOAT, at + q + 3);
    }
    for (; q < columnsP; q++) {
      sum0 += diffDst.getAtIndex(FLOAT, at + q);
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
