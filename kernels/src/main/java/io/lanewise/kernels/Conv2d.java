package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A 2-D convolution (cross-correlation, as in every neural-network library) made for one shape, in
 * three directions. NCHW images, OIHW weights.
 *
 * <p><b>Formulas</b>, with x = src, w = weights, b = bias, y = dst, d for the gradient of a scalar
 * loss; group g of output channel o holds the input channels c:
 *
 * <pre>
 * forward:          y[n][o][p][q]  = b[o] + sum over c, i, j of x[n][c][p sH - pT + i dH][q sW - pL + j dW] w[o][c][i][j]
 * backwardData:     dx[n][c][h][v] = sum over o, and over p, q, i, j with p sH - pT + i dH = h, q sW - pL + j dW = v, of dy[n][o][p][q] w[o][c][i][j]
 * backwardWeights:  dw[o][c][i][j] = sum over n, p, q of dy[n][o][p][q] x[n][c][p sH - pT + i dH][q sW - pL + j dW];
 *                   db[o]          = sum over n, p, q of dy[n][o][p][q]
 * </pre>
 *
 * <p>Outside the image x is 0. The outputs are overwritten without being read.
 *
 * <p><b>Sizes</b> in elements: src and its gradient mb ic ih iw, weights and theirs oc (ic /
 * groups) kh kw, bias and its gradient oc, dst and its gradient mb oc oh ow; all without gaps.
 *
 * <p><b>Aliasing.</b> The output overlaps no input.
 *
 * <p><b>Error bound.</b> Element by element, gamma = (s + 2) u / (1 - (s + 2) u) times the same sum
 * of absolute values, u = 2^-24, with s terms: (ic / groups) kh kw, (oc / groups) kh kw and mb oh
 * ow in the three directions.
 *
 * <p><b>Cost.</b> {@link Conv2dShape#flops()} in each direction.
 *
 * <p><b>Threads and scratch.</b> Used by one thread at a time; owns its scratch memory, packed
 * weights and native primitives.
 *
 * <p>Source: V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning,
 * arXiv:1603.07285; oneDNN developer guide, Convolution.
 */
public abstract non-sealed class Conv2d extends Operation {

  /** The sizes that it was made for. */
  protected final Conv2dShape shape;

  /** Names the operation, see {@link Operation#kernel()}, and fixes its shape. */
  protected Conv2d(String kernel, Conv2dShape shape) {
    super(kernel);
    this.shape = shape;
  }

  /** The sizes that it was made for. */
  public final Conv2dShape shape() {
    return shape;
  }

  /**
   * Computes dst from src.
   *
   * @param src images, read
   * @param weights weights, read
   * @param bias one value per output channel, read; null for none
   * @param dst result, written
   * @throws NullPointerException if an operand other than bias is null
   * @throws IllegalArgumentException if an operand is too short, not made of floats, or dst
   *     overlaps another
   * @throws IllegalStateException if this is closed or an operand's arena is
   */
  public final void forward(
      MemorySegment src, MemorySegment weights, MemorySegment bias, MemorySegment dst) {
    requireOpen();
    input("src", src, shape.srcElements());
    input("weights", weights, shape.weightElements());
    if (bias != null) {
      input("bias", bias, shape.oc());
    }
    output("dst", dst, shape.dstElements());
    disjoint("dst", dst, shape.dstElements(), "src", src, shape.srcElements());
    disjoint("dst", dst, shape.dstElements(), "weights", weights, shape.weightElements());
    if (bias != null) {
      disjoint("dst", dst, shape.dstElements(), "bias", bias, shape.oc());
    }
    computeForward(src, weights, bias, dst);
  }

  /**
   * Computes the gradient of src from the gradient of dst.
   *
   * @param diffDst gradient of dst, read
   * @param weights weights, read
   * @param diffSrc gradient of src, written
   * @throws NullPointerException if an operand is null
   * @throws IllegalArgumentException if an operand is too short, not made of floats, or diffSrc
   *     overlaps another
   * @throws IllegalStateException if this is closed or an operand's arena is
   */
  public final void backwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
    requireOpen();
    input("diffDst", diffDst, shape.dstElements());
    input("weights", weights, shape.weightElements());
    output("diffSrc", diffSrc, shape.srcElements());
    disjoint("diffSrc", diffSrc, shape.srcElements(), "diffDst", diffDst, shape.dstElements());
    disjoint("diffSrc", diffSrc, shape.srcElements(), "weights", weights, shape.weightElements());
    computeBackwardData(diffDst, weights, diffSrc);
  }

  /**
   * Computes the gradients of weights and bias.
   *
   * @param src images, read
   * @param diffDst gradient of dst, read
   * @param diffWeights gradient of the weights, written
   * @param diffBias gradient of the bias, written; null if it is not wanted
   * @throws NullPointerException if an operand other than diffBias is null
   * @throws IllegalArgumentException if an operand is too short, not made of floats, or an output
   *     overlaps another operand
   * @throws IllegalStateException if this is closed or an operand's arena is
   */
  public final void backwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias) {
    requireOpen();
    long weights = shape.weightElements();
    input("src", src, shape.srcElements());
    input("diffDst", diffDst, shape.dstElements());
    output("diffWeights", diffWeights, weights);
    disjoint("diffWeights", diffWeights, weights, "src", src, shape.srcElements());
    disjoint("diffWeights", diffWeights, weights, "diffDst", diffDst, shape.dstElements());
    if (diffBias != null) {
      output("diffBias", diffBias, shape.oc());
      disjoint("diffBias", diffBias, shape.oc(), "src", src, shape.srcElements());
      disjoint("diffBias", diffBias, shape.oc(), "diffDst", diffDst, shape.dstElements());
      disjoint("diffBias", diffBias, shape.oc(), "diffWeights", diffWeights, weights);
    }
    computeBackwardWeights(src, diffDst, diffWeights, diffBias);
  }

  /** {@link #forward(MemorySegment, MemorySegment, MemorySegment, MemorySegment)} on arrays. */
  public final void forward(
      float[] src,
      int srcOffset,
      float[] weights,
      int weightsOffset,
      float[] bias,
      int biasOffset,
      float[] dst,
      int dstOffset) {
    forward(
        slice("src", src, srcOffset, shape.srcElements()),
        slice("weights", weights, weightsOffset, shape.weightElements()),
        bias == null ? null : slice("bias", bias, biasOffset, shape.oc()),
        slice("dst", dst, dstOffset, shape.dstElements()));
  }

  /** {@link #backwardData(MemorySegment, MemorySegment, MemorySegment)} on arrays. */
  public final void backwardData(
      float[] diffDst,
      int diffDstOffset,
      float[] weights,
      int weightsOffset,
      float[] diffSrc,
      int diffSrcOffset) {
    backwardData(
        slice("diffDst", diffDst, diffDstOffset, shape.dstElements()),
        slice("weights", weights, weightsOffset, shape.weightElements()),
        slice("diffSrc", diffSrc, diffSrcOffset, shape.srcElements()));
  }

  /**
   * {@link #backwardWeights(MemorySegment, MemorySegment, MemorySegment, MemorySegment)} on arrays.
   */
  public final void backwardWeights(
      float[] src,
      int srcOffset,
      float[] diffDst,
      int diffDstOffset,
      float[] diffWeights,
      int diffWeightsOffset,
      float[] diffBias,
      int diffBiasOffset) {
    backwardWeights(
        slice("src", src, srcOffset, shape.srcElements()),
        slice("diffDst", diffDst, diffDstOffset, shape.dstElements()),
        slice("diffWeights", diffWeights, diffWeightsOffset, shape.weightElements()),
        diffBias == null ? null : slice("diffBias", diffBias, diffBiasOffset, shape.oc()));
  }

  /** Computes what {@code forward} promises; arguments are checked, bias may be null. */
  protected abstract void computeForward(
      MemorySegment src, MemorySegment weights, MemorySegment bias, MemorySegment dst);

  /** Computes what {@code backwardData} promises; arguments are checked. */
  protected abstract void computeBackwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc);

  /**
   * Computes what {@code backwardWeights} promises; arguments are checked, diffBias may be null.
   */
  protected abstract void computeBackwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias);

  private static void input(String argument, MemorySegment segment, long elements) {
    Operands.requireReadable(argument, segment, float[].class, Float.BYTES, elements);
  }

  private static void output(String argument, MemorySegment segment, long elements) {
    Operands.requireWritable(argument, segment, float[].class, Float.BYTES, elements);
  }

  private static void disjoint(
      String output,
      MemorySegment out,
      long outElements,
      String input,
      MemorySegment in,
      long inElements) {
    Operands.requireDisjoint(output, out, outElements, input, in, inElements, Float.BYTES);
  }

  private static MemorySegment slice(String argument, float[] array, int offset, long elements) {
    Operands.requireFloats(argument, array, offset, elements);
    return Operands.slice(array, offset, elements);
  }
}
