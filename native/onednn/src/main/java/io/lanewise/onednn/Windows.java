package io.lanewise.onednn;

import io.lanewise.kernels.Windowed;

/** Which windows oneDNN's convolution and pooling take. */
final class Windows {

  private Windows() {}

  /**
   * Whether fewer rows and columns than one stride are left unused at the bottom and on the right.
   * oneDNN 3.11 refuses the others, "invalid arguments", as a wrong output size.
   */
  static boolean reachEnd(Windowed shape) {
    return shape.padBottom() > -shape.strideH() && shape.padRight() > -shape.strideW();
  }

  /** Whether each window has a tap inside the image. */
  static boolean allInside(Windowed shape) {
    return eachHasTap(
            shape.ih(), shape.oh(), shape.kh(), shape.strideH(), shape.padTop(), shape.dilationH())
        && eachHasTap(
            shape.iw(),
            shape.ow(),
            shape.kw(),
            shape.strideW(),
            shape.padLeft(),
            shape.dilationW());
  }

  /**
   * What oneDNN 3.11 demands for the average without padding beside {@link #allInside}: padding
   * narrower than the window without its dilation, taps no farther apart than the image is long.
   */
  static boolean narrowPadding(Windowed shape) {
    return Math.max(shape.padTop(), shape.padBottom()) < shape.kh()
        && Math.max(shape.padLeft(), shape.padRight()) < shape.kw()
        && shape.dilationH() <= shape.ih()
        && shape.dilationW() <= shape.iw();
  }

  private static boolean eachHasTap(
      int in, int out, int kernel, int stride, int pad, int dilation) {
    for (int o = 0; o < out; o++) {
      int start = o * stride - pad;
      int skipped = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
      if (skipped >= kernel || start + skipped * dilation >= in) {
        return false;
      }
    }
    return true;
  }
}
