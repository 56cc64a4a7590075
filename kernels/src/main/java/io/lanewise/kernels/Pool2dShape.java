package io.lanewise.kernels;

/**
 * Sizes of a 2-D pooling, channel by channel, and what it makes of a window.
 *
 * @param kind maximum, average or sum
 * @param mb images in the batch, N
 * @param ic channels
 * @param ih rows of an input image
 * @param iw columns of an input image
 * @param oh rows of an output image
 * @param ow columns of an output image
 * @param kh rows of the window
 * @param kw columns of the window
 * @param strideH vertical stride
 * @param strideW horizontal stride
 * @param padTop rows of padding above; below follows from oh
 * @param padLeft columns of padding left; right follows from ow
 * @param dilationH vertical distance of two taps; 1 is dense
 * @param dilationW horizontal distance of two taps; 1 is dense
 * @param name name of the problem, or empty
 */
public record Pool2dShape(
    PoolKind kind,
    int mb,
    int ic,
    int ih,
    int iw,
    int oh,
    int ow,
    int kh,
    int kw,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int dilationH,
    int dilationW,
    String name)
    implements Windowed {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1, padding below 0, or a tensor has 2^31
   *     elements or more
   */
  public Pool2dShape {
    if (kind == null) {
      throw new NullPointerException("kind is null, expected max, avg_np, avg_p or sum");
    }
    ProblemSyntax.requireName(name);
    Sizes.requireWindow(
        mb, ic, ih, iw, ic, oh, ow, kh, kw, strideH, strideW, padTop, padLeft, dilationH,
        dilationW);
  }

  /**
   * Reads benchdnn's syntax, such as {@code mb128ic6ih28oh14kh2sh2} for a maximum or {@code
   * --alg=avg_np mb128ic6ih28oh14kh2sh2}.
   *
   * @throws IllegalArgumentException if the string is not of that form or the sizes are not valid
   */
  public static Pool2dShape parse(String problem) {
    return ProblemSyntax.parsePool2d(problem);
  }

  /**
   * A pooling with a square, dense window and the same padding on all four sides.
   *
   * @param kind maximum, average or sum
   * @param mb images
   * @param ic channels
   * @param ih input rows
   * @param iw input columns
   * @param kernel kh and kw
   * @param stride strideH and strideW
   * @param pad padding on each side
   * @throws IllegalArgumentException if no window fits or a size is not valid
   */
  public static Pool2dShape of(
      PoolKind kind, int mb, int ic, int ih, int iw, int kernel, int stride, int pad) {
    Sizes.requireAtLeast("stride", stride, 1);
    int oh = Sizes.output(ih, kernel, stride, pad, pad, 1);
    int ow = Sizes.output(iw, kernel, stride, pad, pad, 1);
    return new Pool2dShape(
        kind, mb, ic, ih, iw, oh, ow, kernel, kernel, stride, stride, pad, pad, 1, 1, "");
  }

  /** The same pooling over another number of images. */
  public Pool2dShape withMb(int mb) {
    return new Pool2dShape(
        kind, mb, ic, ih, iw, oh, ow, kh, kw, strideH, strideW, padTop, padLeft, dilationH,
        dilationW, name);
  }

  /** Another kind of pooling over the same windows. */
  public Pool2dShape withKind(PoolKind kind) {
    return new Pool2dShape(
        kind, mb, ic, ih, iw, oh, ow, kh, kw, strideH, strideW, padTop, padLeft, dilationH,
        dilationW, name);
  }

  /** As many as the input, ic. */
  @Override
  public int oc() {
    return ic;
  }

  /** mb ic taps: one comparison or addition for each. */
  @Override
  public long flops() {
    return (long) mb * ic * taps();
  }

  /** Bytes that must move: each element of the input read once, each of the output written once. */
  public long bytes() {
    return Float.BYTES * (srcElements() + dstElements());
  }

  @Override
  public String toString() {
    return (kind == PoolKind.MAX ? "" : "--alg=" + kind.algorithm() + " ")
        + ("mb" + mb + "ic" + ic)
        + ProblemSyntax.window(this, "");
  }
}
