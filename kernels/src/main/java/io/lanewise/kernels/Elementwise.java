package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * What a small network needs beside products and windows: activations and their derivatives, bias,
 * softmax with cross entropy, and the optimizer's update. All on dense vectors or row-major
 * matrices of floats without gaps.
 *
 * <p><b>Aliasing.</b> Where a method says "in place", the output may be the very same memory as the
 * named input; partial overlap is refused, and so is any other overlap of an output.
 *
 * <p><b>Threads and scratch.</b> Used by one thread at a time.
 *
 * <p>All methods throw {@link NullPointerException} for a null operand, {@link
 * IllegalArgumentException} for a negative size, an operand that is too short or not made of
 * floats, or a forbidden overlap, and {@link IllegalStateException} after close.
 */
public abstract non-sealed class Elementwise extends Operation {

  /** Names the operation, see {@link Operation#kernel()}. */
  protected Elementwise(String kernel) {
    super(kernel);
  }

  /**
   * y[i] = f(x[i]) for i &lt; n. In place: y may be x. Error: at most 4 units in the last place of
   * y or 2^-126, whichever is larger, for every activation; RELU and IDENTITY are exact. Infinities
   * give the limits, NaN gives NaN.
   *
   * @param f the function
   * @param n number of elements
   * @param x n inputs, read
   * @param y n outputs, written
   */
  public final void activate(Activation f, int n, MemorySegment x, MemorySegment y) {
    requireOpen();
    requireActivation(f);
    Sizes.requireAtLeast("n", n, 0);
    input("x", x, n);
    output("y", y, n);
    sameOrDisjoint("y", y, n, "x", x, n);
    if (n > 0) {
      computeActivate(f, n, x, y);
    }
  }

  /**
   * dx[i] = dy[i] f'(x[i]) for i &lt; n, where f' is computed from y = f(x), see {@link
   * Activation}. In place: dx may be dy. Error: at most 4 units in the last place of the largest
   * term, |dy|.
   *
   * @param f the function
   * @param n number of elements
   * @param y n outputs of {@code activate}, read
   * @param dy n gradients of y, read
   * @param dx n gradients of x, written
   */
  public final void activateBackward(
      Activation f, int n, MemorySegment y, MemorySegment dy, MemorySegment dx) {
    requireOpen();
    requireActivation(f);
    Sizes.requireAtLeast("n", n, 0);
    input("y", y, n);
    input("dy", dy, n);
    output("dx", dx, n);
    sameOrDisjoint("dx", dx, n, "dy", dy, n);
    disjoint("dx", dx, n, "y", y, n);
    if (n > 0) {
      computeActivateBackward(f, n, y, dy, dx);
    }
  }

  /**
   * x[r][c] = x[r][c] + bias[c], in place.
   *
   * @param rows rows of x
   * @param columns columns of x, elements of bias
   * @param bias columns values, read
   * @param x rows columns values, read and written
   */
  public final void addBias(int rows, int columns, MemorySegment bias, MemorySegment x) {
    requireOpen();
    int n = matrix(rows, columns);
    input("bias", bias, columns);
    output("x", x, n);
    disjoint("x", x, n, "bias", bias, columns);
    if (n > 0) {
      computeAddBias(rows, columns, bias, x);
    }
  }

  /**
   * dBias[c] = sum over r of dy[r][c]. Error: at most (rows + 1) 2^-24 times the same sum of
   * absolute values. With no rows, zeros.
   *
   * @param rows rows of dy
   * @param columns columns of dy, elements of dBias
   * @param dy rows columns gradients, read
   * @param dBias columns sums, written
   */
  public final void biasGradient(int rows, int columns, MemorySegment dy, MemorySegment dBias) {
    requireOpen();
    int n = matrix(rows, columns);
    input("dy", dy, n);
    output("dBias", dBias, columns);
    disjoint("dBias", dBias, columns, "dy", dy, n);
    if (columns > 0) {
      computeBiasGradient(rows, columns, dy, dBias);
    }
  }

  /**
   * Softmax by rows, cross entropy with the true classes, and the gradient of their sum:
   *
   * <pre>
   * p[r][c]       = exp(x[r][c]) / sum over j of exp(x[r][j])
   * result        = sum over r of -log p[r][labels[r]]
   * dx[r][c]      = scale (p[r][c] - (c == labels[r] ? 1 : 0))
   * </pre>
   *
   * <p>The row's maximum is subtracted before exp, so that no finite x overflows. In place: dx may
   * be x. Error of dx: at most (columns + 8) 2^-24 scale; of the result: at most 2^-20 (result +
   * rows), since the loss of a row that is all but certain is a difference near 0.
   *
   * @param rows samples
   * @param columns classes, at least 1
   * @param x rows columns scores, read
   * @param labels the true class of each row, from 0
   * @param labelsOffset where the labels start in their array
   * @param scale factor of the gradient, such as 1 / batch for a mean
   * @param dx rows columns gradients, written
   * @return the sum of the losses, not scaled
   * @throws IllegalArgumentException also if a label is outside 0 .. columns - 1
   */
  public final double softmaxCrossEntropy(
      int rows,
      int columns,
      MemorySegment x,
      int[] labels,
      int labelsOffset,
      float scale,
      MemorySegment dx) {
    requireOpen();
    int n = matrix(rows, columns);
    Sizes.requireAtLeast("columns", columns, 1);
    input("x", x, n);
    Operands.requireInts("labels", labels, labelsOffset, rows);
    output("dx", dx, n);
    sameOrDisjoint("dx", dx, n, "x", x, n);
    for (int row = 0; row < rows; row++) {
      int label = labels[labelsOffset + row];
      if (label < 0 || label >= columns) {
        throw new IllegalArgumentException(
            "labels["
                + (labelsOffset + row)
                + "] is "
                + label
                + ", expected 0 to "
                + (columns - 1));
      }
    }
    return n == 0
        ? 0
        : computeSoftmaxCrossEntropy(rows, columns, x, labels, labelsOffset, scale, dx);
  }

  /**
   * One step of stochastic gradient descent with momentum and weight decay:
   *
   * <pre>
   * v[i] = momentum v[i] + g[i] + weightDecay w[i]
   * w[i] = w[i] - rate v[i]
   * </pre>
   *
   * <p>A velocity of a subnormal number, below 2^-126, becomes 0: that of a weight without
   * gradients would halt a few units above 0 for ever, and a processor takes some hundred cycles
   * for each.
   *
   * <p>Source: I. Sutskever et al., On the importance of initialization and momentum in deep
   * learning, ICML 2013, in the form that PyTorch's SGD has.
   *
   * <p>Error: with s = momentum |v| + |g| + weightDecay |w|, at most 4 u / (1 - 4 u) s for v and 6
   * u / (1 - 6 u) (|w| + rate s) for w, u = 2^-24, and 2^-126 and rate 2^-126 where v becomes 0.
   *
   * @param n number of parameters
   * @param rate learning rate
   * @param momentum factor of the old velocity
   * @param weightDecay factor of the weights in the gradient
   * @param g n gradients, read
   * @param v n velocities, read and written
   * @param w n parameters, read and written
   */
  public final void sgdMomentum(
      int n,
      float rate,
      float momentum,
      float weightDecay,
      MemorySegment g,
      MemorySegment v,
      MemorySegment w) {
    requireOpen();
    Sizes.requireAtLeast("n", n, 0);
    input("g", g, n);
    output("v", v, n);
    output("w", w, n);
    disjoint("v", v, n, "g", g, n);
    disjoint("w", w, n, "g", g, n);
    disjoint("w", w, n, "v", v, n);
    if (n > 0) {
      computeSgdMomentum(n, rate, momentum, weightDecay, g, v, w);
    }
  }

  /** {@link #activate(Activation, int, MemorySegment, MemorySegment)} on arrays. */
  public final void activate(Activation f, int n, float[] x, int xOffset, float[] y, int yOffset) {
    activate(f, n, slice("x", x, xOffset, n), slice("y", y, yOffset, n));
  }

  /**
   * {@link #activateBackward(Activation, int, MemorySegment, MemorySegment, MemorySegment)} on
   * arrays.
   */
  public final void activateBackward(
      Activation f,
      int n,
      float[] y,
      int yOffset,
      float[] dy,
      int dyOffset,
      float[] dx,
      int dxOffset) {
    activateBackward(
        f,
        n,
        slice("y", y, yOffset, n),
        slice("dy", dy, dyOffset, n),
        slice("dx", dx, dxOffset, n));
  }

  /** {@link #addBias(int, int, MemorySegment, MemorySegment)} on arrays. */
  public final void addBias(
      int rows, int columns, float[] bias, int biasOffset, float[] x, int xOffset) {
    int n = matrix(rows, columns);
    addBias(rows, columns, slice("bias", bias, biasOffset, columns), slice("x", x, xOffset, n));
  }

  /** {@link #biasGradient(int, int, MemorySegment, MemorySegment)} on arrays. */
  public final void biasGradient(
      int rows, int columns, float[] dy, int dyOffset, float[] dBias, int dBiasOffset) {
    int n = matrix(rows, columns);
    biasGradient(
        rows, columns, slice("dy", dy, dyOffset, n), slice("dBias", dBias, dBiasOffset, columns));
  }

  /**
   * {@link #softmaxCrossEntropy(int, int, MemorySegment, int[], int, float, MemorySegment)} on
   * arrays.
   */
  public final double softmaxCrossEntropy(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int[] labels,
      int labelsOffset,
      float scale,
      float[] dx,
      int dxOffset) {
    int n = matrix(rows, columns);
    return softmaxCrossEntropy(
        rows,
        columns,
        slice("x", x, xOffset, n),
        labels,
        labelsOffset,
        scale,
        slice("dx", dx, dxOffset, n));
  }

  /**
   * {@link #sgdMomentum(int, float, float, float, MemorySegment, MemorySegment, MemorySegment)} on
   * arrays.
   */
  public final void sgdMomentum(
      int n,
      float rate,
      float momentum,
      float weightDecay,
      float[] g,
      int gOffset,
      float[] v,
      int vOffset,
      float[] w,
      int wOffset) {
    sgdMomentum(
        n,
        rate,
        momentum,
        weightDecay,
        slice("g", g, gOffset, n),
        slice("v", v, vOffset, n),
        slice("w", w, wOffset, n));
  }

  /** Computes what {@code activate} promises; arguments are checked, n &gt; 0. */
  protected abstract void computeActivate(Activation f, int n, MemorySegment x, MemorySegment y);

  /** Computes what {@code activateBackward} promises; arguments are checked, n &gt; 0. */
  protected abstract void computeActivateBackward(
      Activation f, int n, MemorySegment y, MemorySegment dy, MemorySegment dx);

  /** Computes what {@code addBias} promises; arguments are checked, rows, columns &gt; 0. */
  protected abstract void computeAddBias(
      int rows, int columns, MemorySegment bias, MemorySegment x);

  /** Computes what {@code biasGradient} promises; arguments are checked, columns &gt; 0. */
  protected abstract void computeBiasGradient(
      int rows, int columns, MemorySegment dy, MemorySegment dBias);

  /** Computes what {@code softmaxCrossEntropy} promises; arguments are checked, rows &gt; 0. */
  protected abstract double computeSoftmaxCrossEntropy(
      int rows,
      int columns,
      MemorySegment x,
      int[] labels,
      int labelsOffset,
      float scale,
      MemorySegment dx);

  /** Computes what {@code sgdMomentum} promises; arguments are checked, n &gt; 0. */
  protected abstract void computeSgdMomentum(
      int n,
      float rate,
      float momentum,
      float weightDecay,
      MemorySegment g,
      MemorySegment v,
      MemorySegment w);

  private static void requireActivation(Activation f) {
    if (f == null) {
      throw new NullPointerException("f is null, expected an activation");
    }
  }

  private static int matrix(int rows, int columns) {
    Sizes.requireAtLeast("rows", rows, 0);
    Sizes.requireAtLeast("columns", columns, 0);
    Sizes.requireInt("rows columns", Sizes.product(rows, columns));
    return rows * columns;
  }

  private static void input(String argument, MemorySegment segment, int elements) {
    Operands.requireReadable(argument, segment, float[].class, Float.BYTES, elements);
  }

  private static void output(String argument, MemorySegment segment, int elements) {
    Operands.requireWritable(argument, segment, float[].class, Float.BYTES, elements);
  }

  private static void disjoint(
      String output, MemorySegment out, int outElements, String input, MemorySegment in, int n) {
    Operands.requireDisjoint(output, out, outElements, input, in, n, Float.BYTES);
  }

  private static void sameOrDisjoint(
      String output, MemorySegment out, int outElements, String input, MemorySegment in, int n) {
    boolean same = out.address() == in.address() && out.isNative() == in.isNative();
    if (!same || !(out.isNative() || out.heapBase().equals(in.heapBase()))) {
      disjoint(output, out, outElements, input, in, n);
    }
  }

  private static MemorySegment slice(String argument, float[] array, int offset, int elements) {
    Sizes.requireAtLeast("n", elements, 0);
    Operands.requireFloats(argument, array, offset, elements);
    return Operands.slice(array, offset, elements);
  }
}
