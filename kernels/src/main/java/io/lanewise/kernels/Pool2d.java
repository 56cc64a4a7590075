package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A 2-D pooling made for one shape and one {@link Layout}, forward and backward.
 *
 * <p><b>Formulas.</b> With W the taps (h, v) of the window of output (p, q) that lie inside the
 * image:
 *
 * <pre>
 * MAX:                     y = max over W of x[h][v]
 * SUM:                     y = sum over W of x[h][v]
 * AVERAGE_INCLUDE_PADDING: y = SUM / (kh kw)
 * AVERAGE_EXCLUDE_PADDING: y = SUM / |W|
 * </pre>
 *
 * <p>The gradient of a maximum goes to the tap that gave it, of an average or sum to every tap of W
 * in equal shares; diffSrc is overwritten.
 *
 * <p><b>Special cases.</b> Of equal maxima the first in row-major order is taken (-0 and +0 are
 * equal). A NaN in the window of a maximum makes the result NaN, and the first NaN gets the
 * gradient, if {@link #propagatesNaN()}. A window wholly in the padding gives -infinity for MAX and
 * 0 for the others, and no gradient flows from it.
 *
 * <p><b>Sizes</b> in elements: src and its gradient mb ic ih iw, dst and its gradient mb ic oh ow,
 * all without gaps; other layouts than NCHW need {@link #elements}. Outputs overlap no input.
 *
 * <p><b>Error bound.</b> The forward of MAX is exact, and so is its backward where windows do not
 * overlap. Everything else is a sum of at most kh kw terms: |error| &lt;= (kh kw + 1) 2^-24 times
 * the same of absolute values.
 *
 * <p><b>Cost.</b> {@link Pool2dShape#flops()} operations; {@link Pool2dShape#bytes()} is what
 * decides.
 *
 * <p><b>Threads and scratch.</b> Used by one thread at a time; owns the indices of the maxima. It
 * refers to the arrays of its latest calls, so that a call on the same ones allocates nothing for
 * them.
 *
 * <p>Source: oneDNN developer guide, Pooling.
 */
public abstract non-sealed class Pool2d extends WindowedOperation {

  /** The sizes that it was made for. */
  protected final Pool2dShape shape;

  private final ArrayOperand src = new ArrayOperand("src");
  private final ArrayOperand dst = new ArrayOperand("dst");
  private final ArrayOperand diffSrc = new ArrayOperand("diffSrc");
  private final ArrayOperand diffDst = new ArrayOperand("diffDst");

  private boolean forwardDone;

  /**
   * Names the operation and fixes its shape and layout.
   *
   * @param kernel see {@link Operation#kernel()}
   * @param shape sizes
   * @param layout how operands lie in memory
   */
  protected Pool2d(String kernel, Pool2dShape shape, Layout layout) {
    super(kernel, layout);
    this.shape = shape;
  }

  @Override
  final long nchwElements(Tensor tensor) {
    return switch (tensor) {
      case SRC -> shape.srcElements();
      case DST -> shape.dstElements();
      case WEIGHTS -> throw noSuch(tensor);
    };
  }

  /** The sizes that it was made for. */
  public final Pool2dShape shape() {
    return shape;
  }

  /** Whether a NaN in the window of a maximum reaches the result; else it may be passed over. */
  public boolean propagatesNaN() {
    return true;
  }

  /**
   * Computes dst from src and, for a maximum, remembers where each came from.
   *
   * @param src images, read
   * @param dst result, written
   * @throws NullPointerException if an operand is null
   * @throws IllegalArgumentException if an operand is too short, not made of floats, or they
   *     overlap
   * @throws IllegalStateException if this is closed or an operand's arena is, or another thread is
   *     inside a call
   */
  public final void forward(MemorySegment src, MemorySegment dst) {
    enter();
    try {
      long srcElements = elements(Tensor.SRC);
      long dstElements = elements(Tensor.DST);
      Operands.requireReadable("src", src, float[].class, Float.BYTES, srcElements);
      Operands.requireWritable("dst", dst, float[].class, Float.BYTES, dstElements);
      Operands.requireDisjoint("dst", dst, dstElements, "src", src, srcElements, Float.BYTES);
      computeForward(src, dst);
      forwardDone = true;
    } finally {
      exit();
    }
  }

  /**
   * Computes the gradient of src from the gradient of dst; for a maximum, with the places that the
   * latest {@code forward} of this object has found.
   *
   * @param diffDst gradient of dst, read
   * @param diffSrc gradient of src, written
   * @throws NullPointerException if an operand is null
   * @throws IllegalArgumentException if an operand is too short, not made of floats, or they
   *     overlap
   * @throws IllegalStateException if this is closed or an operand's arena is, another thread is
   *     inside a call, or for a maximum without a {@code forward} before
   */
  public final void backward(MemorySegment diffDst, MemorySegment diffSrc) {
    enter();
    try {
      if (shape.kind() == PoolKind.MAX && !forwardDone) {
        throw new IllegalStateException(
            "backward of a maximum needs a forward before it, expected one on the same object");
      }
      long srcElements = elements(Tensor.SRC);
      long dstElements = elements(Tensor.DST);
      Operands.requireReadable("diffDst", diffDst, float[].class, Float.BYTES, dstElements);
      Operands.requireWritable("diffSrc", diffSrc, float[].class, Float.BYTES, srcElements);
      Operands.requireDisjoint(
          "diffSrc", diffSrc, srcElements, "diffDst", diffDst, dstElements, Float.BYTES);
      computeBackward(diffDst, diffSrc);
    } finally {
      exit();
    }
  }

  /** {@link #forward(MemorySegment, MemorySegment)} on arrays. */
  public final void forward(float[] src, int srcOffset, float[] dst, int dstOffset) {
    forward(
        this.src.segment(src, srcOffset, elements(Tensor.SRC)),
        this.dst.segment(dst, dstOffset, elements(Tensor.DST)));
  }

  /** {@link #backward(MemorySegment, MemorySegment)} on arrays. */
  public final void backward(
      float[] diffDst, int diffDstOffset, float[] diffSrc, int diffSrcOffset) {
    backward(
        this.diffDst.segment(diffDst, diffDstOffset, elements(Tensor.DST)),
        this.diffSrc.segment(diffSrc, diffSrcOffset, elements(Tensor.SRC)));
  }

  /** Computes what {@code forward} promises; arguments are checked. */
  protected abstract void computeForward(MemorySegment src, MemorySegment dst);

  /** Computes what {@code backward} promises; arguments are checked. */
  protected abstract void computeBackward(MemorySegment diffDst, MemorySegment diffSrc);
}
