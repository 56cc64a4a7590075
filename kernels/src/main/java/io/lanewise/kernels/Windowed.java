package io.lanewise.kernels;

/**
 * A problem in which a kh x kw window moves over ih x iw images and gives oh x ow outputs.
 *
 * <p>Output (y, x) covers the input rows y strideH - padTop + i dilationH, i = 0 .. kh - 1, and the
 * columns likewise. The padding at the bottom and on the right is what follows from oh and ow, as
 * in benchdnn: oh and ow may be given larger (windows as in ceil mode) or smaller than the input
 * would allow. Dilation 1 is dense here; benchdnn's string says 0 for the same.
 */
public sealed interface Windowed extends Shape permits Conv2dShape, Pool2dShape {

  /** Images in the batch, N. */
  int mb();

  /** Channels of the input, C. */
  int ic();

  /** Rows of an input image, H. */
  int ih();

  /** Columns of an input image, W. */
  int iw();

  /** Channels of the output. */
  int oc();

  /** Rows of an output image. */
  int oh();

  /** Columns of an output image. */
  int ow();

  /** Rows of the window. */
  int kh();

  /** Columns of the window. */
  int kw();

  /** Rows between the windows of two outputs. */
  int strideH();

  /** Columns between the windows of two outputs. */
  int strideW();

  /** Rows of padding above the image. */
  int padTop();

  /** Columns of padding left of the image. */
  int padLeft();

  /** Rows between two taps of the window; 1 is dense. */
  int dilationH();

  /** Columns between two taps of the window; 1 is dense. */
  int dilationW();

  /** Rows of padding below the image that the last window reaches; negative if rows are unused. */
  default int padBottom() {
    return Sizes.padAfter(ih(), oh(), kh(), strideH(), padTop(), dilationH());
  }

  /** Columns of padding right of the image; negative if columns are unused. */
  default int padRight() {
    return Sizes.padAfter(iw(), ow(), kw(), strideW(), padLeft(), dilationW());
  }

  /** Elements of the input, mb ic ih iw. */
  default long srcElements() {
    return (long) mb() * ic() * ih() * iw();
  }

  /** Elements of the output, mb oc oh ow. */
  default long dstElements() {
    return (long) mb() * oc() * oh() * ow();
  }

  /** Pairs of an output position and a tap of its window that lies inside the image. */
  default long taps() {
    return Sizes.taps(ih(), oh(), kh(), strideH(), padTop(), dilationH())
        * Sizes.taps(iw(), ow(), kw(), strideW(), padLeft(), dilationW());
  }
}
