package io.lanewise.kernels;

/** Arithmetic on sizes that refuses what it cannot represent. */
final class Sizes {

  private Sizes() {}

  /** Refuses a size that is too small. */
  static void requireAtLeast(String argument, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          argument + " is " + value + ", expected at least " + least);
    }
  }

  /** Refuses a number of elements that does not fit an int. */
  static void requireInt(String what, long size) {
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          what + " is " + (size == Long.MAX_VALUE ? "over 2^63" : size) + ", expected below 2^31");
    }
  }

  /** The product of sizes that are not negative, or Long.MAX_VALUE where it overflows. */
  static long product(int... sizes) {
    long product = 1;
    for (int size : sizes) {
      if (size == 0) {
        return 0;
      }
      product = product > Long.MAX_VALUE / size ? Long.MAX_VALUE : product * size;
    }
    return product;
  }

  /** Size of the output in one direction from the padding on both sides; 0 if no window fits. */
  static int output(int in, int kernel, int stride, int padBefore, int padAfter, int dilation) {
    long reach = (long) in + padBefore + padAfter - ((kernel - 1L) * dilation + 1);
    long output = reach < 0 ? 0 : reach / stride + 1;
    requireInt("output size", output);
    return (int) output;
  }

  /** The padding behind the image that the last window reaches. */
  static int padAfter(int in, int out, int kernel, int stride, int pad, int dilation) {
    return (out - 1) * stride + (kernel - 1) * dilation + 1 - in - pad;
  }

  /** Pairs of an output and a tap of its window inside the image, in one direction. */
  static long taps(int in, int out, int kernel, int stride, int pad, int dilation) {
    long taps = 0;
    for (int tap = 0; tap < kernel; tap++) {
      int origin = tap * dilation - pad;
      taps += Math.max(0, endInside(in, out, origin, stride) - firstInside(origin, stride));
    }
    return taps;
  }

  /** The first output o whose input o stride + origin is not negative. */
  static int firstInside(int origin, int stride) {
    return origin >= 0 ? 0 : (-origin + stride - 1) / stride;
  }

  /** The end of the outputs o &lt; out whose input o stride + origin is below in. */
  static int endInside(int in, int out, int origin, int stride) {
    return in <= origin ? 0 : Math.min(out, (in - origin + stride - 1) / stride);
  }

  /** Checks the sizes that convolution and pooling have in common. */
  static void requireWindow(
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
      int dilationW) {
    requireAtLeast("mb", mb, 1);
    requireAtLeast("ic", ic, 1);
    requireAtLeast("ih", ih, 1);
    requireAtLeast("iw", iw, 1);
    requireAtLeast("oc", oc, 1);
    requireAtLeast("oh", oh, 1);
    requireAtLeast("ow", ow, 1);
    requireAtLeast("kh", kh, 1);
    requireAtLeast("kw", kw, 1);
    requireAtLeast("strideH", strideH, 1);
    requireAtLeast("strideW", strideW, 1);
    requireAtLeast("padTop", padTop, 0);
    requireAtLeast("padLeft", padLeft, 0);
    requireAtLeast("dilationH", dilationH, 1);
    requireAtLeast("dilationW", dilationW, 1);
    requireInt("kh kw", product(kh, kw));
    requireInt("mb ic ih iw", product(mb, ic, ih, iw));
    requireInt("mb oc oh ow", product(mb, oc, oh, ow));
    // Kernels count with ints: every coordinate of a tap, padding included, must fit.
    requireInt(
        "ih + padTop + oh strideH + kh dilationH", reach(ih, padTop, oh, strideH, kh, dilationH));
    requireInt(
        "iw + padLeft + ow strideW + kw dilationW", reach(iw, padLeft, ow, strideW, kw, dilationW));
  }

  private static long reach(int in, int pad, int out, int stride, int kernel, int dilation) {
    return (long) in + pad + (long) out * stride + (long) kernel * dilation;
  }
}
