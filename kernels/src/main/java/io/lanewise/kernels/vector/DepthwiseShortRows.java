package io.lanewise.kernels.vector;

import io.lanewise.kernels.Conv2dShape;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise convolution with 3 x 3 weights of planes whose rows fit a vector, read and written
 * where they lie, with the memory of one thread. Each row is loaded three times, moved by a column
 * each time, and added to the outputs of the three rows that it belongs to, which stay in
 * registers.
 *
 * <p>A row is followed by the next one in its vector. Weights are zero in the lanes where a tap
 * leaves the row; zero times infinity is NaN, so an output that is not finite sends the plane to
 * {@link DepthwisePlane}.
 */
final class DepthwiseShortRows {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(V, i -> 2 * i % VL);

  /** Room in front of a plane for the taps left of its first column. */
  private static final int LEAD = VL;

  private final int ih;
  private final int iw;
  private final int oh;
  private final int ow;
  private final int stride;
  private final int padTop;
  private final int padLeft;

  /** For each of the three columns of taps, 1 in the lanes where it stays in the row, else 0. */
  private final float[] inside = new float[3 * VL];

  /** A plane at the tensor's ends, with room for whole vectors on both sides. */
  private final float[] from;

  private final float[] to;

  DepthwiseShortRows(Conv2dShape shape) {
    ih = shape.ih();
    iw = shape.iw();
    oh = shape.oh();
    ow = shape.ow();
    stride = shape.strideH();
    padTop = shape.padTop();
    padLeft = shape.padLeft();
    for (int column = 0; column < 3; column++) {
      for (int q = 0; q < ow; q++) {
        int at = q * stride + column - padLeft;
        inside[column * VL + q * stride] = at >= 0 && at < iw ? 1 : 0;
      }
    }
    from = new float[LEAD + ih * iw + 2 * VL];
    to = new float[oh * ow + VL];
  }

  /** Whether these are such planes. */
  static boolean supports(Conv2dShape s) {
    return s.groups() == s.ic()
        && s.oc() == s.ic()
        && s.kh() == 3
        && s.kw() == 3
        && s.dilationH() == 1
        && s.dilationW() == 1
        && s.strideH() == s.strideW()
        && s.strideH() <= 2
        && s.padTop() <= 2
        && s.padBottom() <= 2
        && s.padLeft() <= 2
        && s.iw() <= VL
        && (s.ow() - 1) * s.strideW() < VL;
  }

  long bytes() {
    return (long) Float.BYTES * (inside.length + from.length + to.length);
  }

  /**
   * Computes the outputs of a plane.
   *
   * @param xAt the plane's first element
   * @param before elements of the tensor in front of it
   * @param behind elements of the tensor behind it
   * @param wAt its nine weights
   * @param room elements behind its outputs that may be written
   * @return whether all of them are finite; if not, they are undefined
   */
  boolean forward(
      float[] x,
      int xAt,
      int before,
      int behind,
      float[] w,
      int wAt,
      float start,
      boolean relu,
      float[] y,
      int yAt,
      int room) {
    boolean isAtAnEnd = before < padLeft || behind < VL + 2;
    if (isAtAnEnd) {
      System.arraycopy(x, xAt, from, LEAD, ih * iw);
    }
    boolean isCopied = room < VL;
    boolean finite =
        compute(
            isAtAnEnd ? from : x,
            isAtAnEnd ? LEAD : xAt,
            w,
            wAt,
            start,
            relu,
            isCopied ? to : y,
            isCopied ? 0 : yAt);
    if (isCopied) {
      System.arraycopy(to, 0, y, yAt, oh * ow);
    }
    return finite;
  }

  private boolean compute(
      float[] x, int xAt, float[] w, int wAt, float start, boolean relu, float[] y, int yAt) {
    int at = xAt - padLeft;
    return stride == 1
        ? everyColumn(x, at, w, wAt, start, relu, y, yAt)
        : everySecond(x, at, w, wAt, start, relu, y, yAt);
  }

  /** Stride 1: row h of the image belongs to the outputs h + padTop - 2 to h + padTop. */
  private boolean everyColumn(
      float[] x, int at, float[] w, int wAt, float start, boolean relu, float[] y, int yAt) {
    FloatVector left = FloatVector.fromArray(V, inside, 0);
    FloatVector middle = FloatVector.fromArray(V, inside, VL);
    FloatVector right = FloatVector.fromArray(V, inside, 2 * VL);
    FloatVector w0 = left.mul(w[wAt]);
    FloatVector w1 = middle.mul(w[wAt + 1]);
    FloatVector w2 = right.mul(w[wAt + 2]);
    FloatVector w3 = left.mul(w[wAt + 3]);
    FloatVector w4 = middle.mul(w[wAt + 4]);
    FloatVector w5 = right.mul(w[wAt + 5]);
    FloatVector w6 = left.mul(w[wAt + 6]);
    FloatVector w7 = middle.mul(w[wAt + 7]);
    FloatVector w8 = right.mul(w[wAt + 8]);
    FloatVector zero = FloatVector.zero(V);
    FloatVector first = FloatVector.broadcast(V, start);
    FloatVector check = zero;
    FloatVector two = first;
    FloatVector one = first;
    int p = padTop - 2;
    // Rows of zeros below the image complete the last outputs.
    for (int h = 0; p < oh; h++) {
      FloatVector done = two;
      two = one;
      one = first;
      if (h < ih) {
        FloatVector x0 = FloatVector.fromArray(V, x, at);
        FloatVector x1 = FloatVector.fromArray(V, x, at + 1);
        FloatVector x2 = FloatVector.fromArray(V, x, at + 2);
        done = x0.fma(w6, done);
        two = x0.fma(w3, two);
        one = x0.fma(w0, one);
        done = x1.fma(w7, done);
        two = x1.fma(w4, two);
        one = x1.fma(w1, one);
        done = x2.fma(w8, done);
        two = x2.fma(w5, two);
        one = x2.fma(w2, one);
        at += iw;
      }
      if (p >= 0) {
        check = done.fma(zero, check);
        if (relu) {
          done = done.blend(0f, done.compare(VectorOperators.LT, 0f));
        }
        done.intoArray(y, yAt);
        yAt += ow;
      }
      p++;
    }
    return !check.compare(VectorOperators.NE, 0f).anyTrue();
  }

  /** Stride 2: of every second row of the outputs for stride 1, every second column. */
  private boolean everySecond(
      float[] x, int at, float[] w, int wAt, float start, boolean relu, float[] y, int yAt) {
    FloatVector left = FloatVector.fromArray(V, inside, 0);
    FloatVector middle = FloatVector.fromArray(V, inside, VL);
    FloatVector right = FloatVector.fromArray(V, inside, 2 * VL);
    FloatVector w0 = left.mul(w[wAt]);
    FloatVector w1 = middle.mul(w[wAt + 1]);
    FloatVector w2 = right.mul(w[wAt + 2]);
    FloatVector w3 = left.mul(w[wAt + 3]);
    FloatVector w4 = middle.mul(w[wAt + 4]);
    FloatVector w5 = right.mul(w[wAt + 5]);
    FloatVector w6 = left.mul(w[wAt + 6]);
    FloatVector w7 = middle.mul(w[wAt + 7]);
    FloatVector w8 = right.mul(w[wAt + 8]);
    FloatVector zero = FloatVector.zero(V);
    FloatVector check = zero;
    int h = -padTop;
    at -= padTop * iw;
    for (int p = 0; p < oh; p++) {
      FloatVector sum = FloatVector.broadcast(V, start);
      if (h >= 0) {
        sum = FloatVector.fromArray(V, x, at).fma(w0, sum);
        sum = FloatVector.fromArray(V, x, at + 1).fma(w1, sum);
        sum = FloatVector.fromArray(V, x, at + 2).fma(w2, sum);
      }
      FloatVector more = zero;
      if (h + 1 >= 0 && h + 1 < ih) {
        more = FloatVector.fromArray(V, x, at + iw).mul(w3);
        more = FloatVector.fromArray(V, x, at + iw + 1).fma(w4, more);
        more = FloatVector.fromArray(V, x, at + iw + 2).fma(w5, more);
      }
      if (h + 2 < ih) {
        sum = FloatVector.fromArray(V, x, at + 2 * iw).fma(w6, sum);
        more = FloatVector.fromArray(V, x, at + 2 * iw + 1).fma(w7, more);
        sum = FloatVector.fromArray(V, x, at + 2 * iw + 2).fma(w8, sum);
      }
      sum = sum.add(more);
      check = sum.fma(zero, check);
      if (relu) {
        sum = sum.blend(0f, sum.compare(VectorOperators.LT, 0f));
      }
      sum.rearrange(EVEN).intoArray(y, yAt);
      yAt += ow;
      at += 2 * iw;
      h += 2;
    }
    return !check.compare(VectorOperators.NE, 0f).anyTrue();
  }
}
