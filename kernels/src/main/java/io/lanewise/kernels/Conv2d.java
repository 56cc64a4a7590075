package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A 2-D convolution (cross-correlation, as in every neural-network library) made for one shape and
 * one {@link Layout}, in three directions.
 *
 * <p><b>Formulas</b>, with x = src, w = weights, b = bias, y = dst, d for the gradient of a scalar
 * loss; group g of output channel o holds the input channels c:
 *
 * <pre>
 * forward:          y[n][o][p][q]  = f(b[o] + sum over c, i, j of x[n][c][p sH - pT + i dH][q sW - pL + j dW] w[o][c][i][j])
 * backwardData:     dx[n][c][h][v] = sum over o, and over p, q, i, j with p sH - pT + i dH = h, q sW - pL + j dW = v, of dy[n][o][p][q] w[o][c][i][j]
 * backwardWeights:  dw[o][c][i][j] = sum over n, p, q of dy[n][o][p][q] x[n][c][p sH - pT + i dH][q sW - pL + j dW];
 *                   db[o]          = sum over n, p, q of dy[n][o][p][q]
 * </pre>
 *
 * <p>Outside the image x is 0. The outputs are overwritten without being read. f is the activation,
 * which {@code forward} alone knows: its gradient is {@link Elementwise#activateBackward}.
 *
 * <p><b>Sizes</b> in elements: src and its gradient mb ic ih iw, weights and theirs oc (ic /
 * groups) kh kw, bias and its gradient oc, dst and its gradient mb oc oh ow; all without gaps.
 * Other layouts than NCHW need {@link #elements}.
 *
 * <p><b>Aliasing.</b> The output overlaps no input.
 *
 * <p><b>Error bound.</b> Element by element, gamma = (s + 2) u / (1 - (s + 2) u) times the same sum
 * of absolute values, u = 2^-24, with s terms: (ic / groups) kh kw, (oc / groups) kh kw and mb oh
 * ow in the three directions. TANH and SIGMOID, whose derivatives are at most 1, add 4 units in the
 * last place of y, or 2^-126 where that is larger.
 *
 * <p><b>Cost.</b> {@link Conv2dShape#flops()} in each direction.
 *
 * <p><b>Threads and scratch.</b> Used by one thread at a time; owns its scratch memory, packed
 * weights and native primitives. It refers to the arrays of its latest calls, so that a call on the
 * same ones allocates nothing for them.
 *
 * <p>Source: V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning,
 * arXiv:1603.07285; oneDNN developer guide, Convolution.
 */
public abstract non-sealed class Conv2d extends WindowedOperation {

  /** The sizes that it was made for. */
  protected final Conv2dShape shape;

  private final Elementwise elementwise;

  private final ArrayOperand src = new ArrayOperand("src");
  private final ArrayOperand weights = new ArrayOperand("weights");
  private final ArrayOperand bias = new ArrayOperand("bias");
  private final ArrayOperand dst = new ArrayOperand("dst");
  private final ArrayOperand diffSrc = new ArrayOperand("diffSrc");
  private final ArrayOperand diffWeights = new ArrayOperand("diffWeights");
  private final ArrayOperand diffBias = new ArrayOperand("diffBias");
  private final ArrayOperand diffDst = new ArrayOperand("diffDst");

  /**
   * Names the operation and fixes its shape and layout.
   *
   * @param kernel see {@link Operation#kernel()}
   * @param shape sizes
   * @param layout how operands lie in memory
   * @param elementwise computes the activations that are not fused; owned and closed by this
   */
  protected Conv2d(String kernel, Conv2dShape shape, Layout layout, Elementwise elementwise) {
    super(kernel, layout);
    this.shape = shape;
    this.elementwise = elementwise;
  }

  /** The sizes that it was made for. */
  public final Conv2dShape shape() {
    return shape;
  }

  @Override
  final long nchwElements(Tensor tensor) {
    return switch (tensor) {
      case SRC -> shape.srcElements();
      case WEIGHTS -> shape.weightElements();
      case DST -> shape.dstElements();
    };
  }

  @Override
  public long workspaceBytes() {
    return elementwise.workspaceBytes();
  }

  @Override
  protected void release() {
    elementwise.close();
  }

  /** {@code forward} without an activation. */
  public final void forward(
      MemorySegment src, MemorySegment weights, MemorySegment bias, MemorySegment dst) {
    forward(src, weights, bias, Activation.IDENTITY, dst);
  }

  /**
   * Computes dst from src.
   *
   * @param src images, read
   * @param weights weights, read
   * @param bias one value per output channel, read; null for none
   * @param activation what is applied to each element of the result
   * @param dst result, written
   * @throws NullPointerException if an argument other than bias is null
   * @throws IllegalArgumentException if an operand is too short, not made of floats, or dst
   *     overlaps another
   * @throws IllegalStateException if this is closed or an operand's arena is, or another thread is
   *     inside a call
   */
  public final void forward(
      MemorySegment src,
      MemorySegment weights,
      MemorySegment bias,
      Activation activation,
      MemorySegment dst) {
    enter();
    try {
      if (activation == null) {
        throw new NullPointerException("activation is null, expected an activation");
      }
      long srcElements = elements(Tensor.SRC);
      long weightElements = elements(Tensor.WEIGHTS);
      long dstElements = elements(Tensor.DST);
      input("src", src, srcElements);
      input("weights", weights, weightElements);
      if (bias != null) {
        input("bias", bias, shape.oc());
      }
      output("dst", dst, dstElements);
      disjoint("dst", dst, dstElements, "src", src, srcElements);
      disjoint("dst", dst, dstElements, "weights", weights, weightElements);
      if (bias != null) {
        disjoint("dst", dst, dstElements, "bias", bias, shape.oc());
      }
      computeForward(src, weights, bias, activation, dst);
    } finally {
      exit();
    }
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
   * @throws IllegalStateException if this is closed or an operand's arena is, or another thread is
   *     inside a call
   */
  public final void backwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
    enter();
    try {
      long srcElements = elements(Tensor.SRC);
      long weightElements = elements(Tensor.WEIGHTS);
      long dstElements = elements(Tensor.DST);
      input("diffDst", diffDst, dstElements);
      input("weights", weights, weightElements);
      output("diffSrc", diffSrc, srcElements);
      disjoint("diffSrc", diffSrc, srcElements, "diffDst", diffDst, dstElements);
      disjoint("diffSrc", diffSrc, srcElements, "weights", weights, weightElements);
      computeBackwardData(diffDst, weights, diffSrc);
    } finally {
      exit();
    }
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
   * @throws IllegalStateException if this is closed or an operand's arena is, or another thread is
   *     inside a call
   */
  public final void backwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias) {
    enter();
    try {
      long srcElements = elements(Tensor.SRC);
      long weights = elements(Tensor.WEIGHTS);
      long dstElements = elements(Tensor.DST);
      input("src", src, srcElements);
      input("diffDst", diffDst, dstElements);
      output("diffWeights", diffWeights, weights);
      disjoint("diffWeights", diffWeights, weights, "src", src, srcElements);
      disjoint("diffWeights", diffWeights, weights, "diffDst", diffDst, dstElements);
      if (diffBias != null) {
        output("diffBias", diffBias, shape.oc());
        disjoint("diffBias", diffBias, shape.oc(), "src", src, srcElements);
        disjoint("diffBias", diffBias, shape.oc(), "diffDst", diffDst, dstElements);
        disjoint("diffBias", diffBias, shape.oc(), "diffWeights", diffWeights, weights);
      }
      computeBackwardWeights(src, diffDst, diffWeights, diffBias);
    } finally {
      exit();
    }
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
        this.src.segment(src, srcOffset, elements(Tensor.SRC)),
        this.weights.segment(weights, weightsOffset, elements(Tensor.WEIGHTS)),
        bias == null ? null : this.bias.segment(bias, biasOffset, shape.oc()),
        this.dst.segment(dst, dstOffset, elements(Tensor.DST)));
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
        this.diffDst.segment(diffDst, diffDstOffset, elements(Tensor.DST)),
        this.weights.segment(weights, weightsOffset, elements(Tensor.WEIGHTS)),
        this.diffSrc.segment(diffSrc, diffSrcOffset, elements(Tensor.SRC)));
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
        this.src.segment(src, srcOffset, elements(Tensor.SRC)),
        this.diffDst.segment(diffDst, diffDstOffset, elements(Tensor.DST)),
        this.diffWeights.segment(diffWeights, diffWeightsOffset, elements(Tensor.WEIGHTS)),
        diffBias == null ? null : this.diffBias.segment(diffBias, diffBiasOffset, shape.oc()));
  }

  /** Computes what {@code forward} promises; arguments are checked, bias may be null. */
  protected abstract void computeForward(
      MemorySegment src,
      MemorySegment weights,
      MemorySegment bias,
      Activation activation,
      MemorySegment dst);

  /** Computes what {@code backwardData} promises; arguments are checked. */
  protected abstract void computeBackwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc);

  /**
   * Computes what {@code backwardWeights} promises; arguments are checked, diffBias may be null.
   */
  protected abstract void computeBackwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias);

  /** Applies an activation to dst, for kernels that do not fuse it. */
  protected final void activate(Activation activation, MemorySegment dst) {
    if (activation != Activation.IDENTITY) {
      elementwise.activate(activation, (int) elements(Tensor.DST), dst, dst);
    }
  }

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
}
