package io.lanewise.kernels;

/**
 * Sizes of a 2-D convolution. Output channels are divided into groups; each sees its group's ic /
 * groups input channels only.
 *
 * @param groups groups; 1 is the ordinary convolution, ic a depthwise one
 * @param mb images in the batch, N
 * @param ic channels of the input over all groups
 * @param ih rows of an input image
 * @param iw columns of an input image
 * @param oc channels of the output over all groups
 * @param oh rows of an output image
 * @param ow columns of an output image
 * @param kh rows of the kernel
 * @param kw columns of the kernel
 * @param strideH vertical stride
 * @param strideW horizontal stride
 * @param padTop rows of zero padding above; below follows from oh
 * @param padLeft columns of zero padding left; right follows from ow
 * @param dilationH vertical distance of two taps; 1 is dense
 * @param dilationW horizontal distance of two taps; 1 is dense
 * @param name name of the problem, or empty
 */
public record Conv2dShape(
    int groups,
    int mb,
    int ic,
    int ih,
    int iw,
    int oc,
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
   * @throws IllegalArgumentException if a size is below 1, padding below 0, a tensor has 2^31
   *     elements or more, or groups does not divide ic and oc
   */
  public Conv2dShape {
    ProblemSyntax.requireName(name);
    Sizes.requireAtLeast("groups", groups, 1);
    Sizes.requireWindow(
        mb, ic, ih, iw, oc, oh, ow, kh, kw, strideH, strideW, padTop, padLeft, dilationH,
        dilationW);
    if (ic % groups != 0 || oc % groups != 0) {
      throw new IllegalArgumentException(
          "groups is " + groups + ", expected a divisor of ic " + ic + " and oc " + oc);
    }
    Sizes.requireInt("oc ic kh kw / groups", Sizes.product(oc, ic / groups, kh, kw));
  }

  /**
   * Reads benchdnn's syntax, such as {@code g2mb256ic96ih27oc256oh27kh5ph2n"alexnet:conv2"}.
   *
   * @throws IllegalArgumentException if the string is not of that form or the sizes are not valid
   */
  public static Conv2dShape parse(String problem) {
    return ProblemSyntax.parseConv2d(problem);
  }

  /**
   * A convolution in one group with a square, dense window and the same padding on all four sides.
   *
   * @param mb images
   * @param ic input channels
   * @param ih input rows
   * @param iw input columns
   * @param oc output channels
   * @param kernel kh and kw
   * @param stride strideH and strideW
   * @param pad padding on each side
   * @throws IllegalArgumentException if no window fits or a size is not valid
   */
  public static Conv2dShape of(
      int mb, int ic, int ih, int iw, int oc, int kernel, int stride, int pad) {
    Sizes.requireAtLeast("stride", stride, 1);
    int oh = Sizes.output(ih, kernel, stride, pad, pad, 1);
    int ow = Sizes.output(iw, kernel, stride, pad, pad, 1);
    return new Conv2dShape(
        1, mb, ic, ih, iw, oc, oh, ow, kernel, kernel, stride, stride, pad, pad, 1, 1, "");
  }

  /** The same convolution over another number of images. */
  public Conv2dShape withMb(int mb) {
    return new Conv2dShape(
        groups, mb, ic, ih, iw, oc, oh, ow, kh, kw, strideH, strideW, padTop, padLeft, dilationH,
        dilationW, name);
  }

  /** Elements of the weights, oc (ic / groups) kh kw. */
  public long weightElements() {
    return (long) oc * (ic / groups) * kh * kw;
  }

  /** 2 mb oc (ic / groups) taps, the same in all three directions. */
  @Override
  public long flops() {
    return 2L * mb * oc * (ic / groups) * taps();
  }

  @Override
  public String toString() {
    return (groups == 1 ? "" : "g" + groups)
        + ("mb" + mb + "ic" + ic)
        + ProblemSyntax.window(this, "oc" + oc);
  }
}
