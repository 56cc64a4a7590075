package io.lanewise.kernels.vector;

import io.lanewise.kernels.Pool2dShape;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Windows of 2 x 2 with stride 2 and no padding: straight from the image, in which the four taps of
 * a vector of windows are the even and the odd columns of two rows.
 *
 * <p>Rows are computed in whole vectors from window q0 on: from 0, and where a last one is left
 * once more from ow - VL, so that the loop needs no check in each round. Of rows of less than a
 * vector, what lands behind a row, up to VL windows or 2 VL elements, is the next row's and written
 * again by it. Behind the last row there must be room for it, see {@link #room}.
 */
final class Pool2x2 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private Pool2x2() {}

  /** Whether windows are of this kind, with no padding. */
  static boolean supports(Pool2dShape s) {
    return s.kh() == 2
        && s.kw() == 2
        && s.strideH() == 2
        && s.strideW() == 2
        && s.dilationH() == 1
        && s.dilationW() == 1
        && s.padTop() == 0
        && s.padLeft() == 0
        && s.padBottom() <= 0
        && s.padRight() <= 0;
  }

  /** The next window to start from: after 0 the last vector's, if there is one, and then ow. */
  static int next(int q0, int ow) {
    return q0 == 0 && ow > VL && ow % VL != 0 ? ow - VL : ow;
  }

  /** Windows that must be behind the last row, with their taps, for rows of ow windows. */
  static int room(int ow) {
    return ow < VL ? VL : 0;
  }

  /**
   * Maxima and their taps. Of a NaN only the first tap's is sure to be seen.
   *
   * @param x image rows, iw elements each
   * @param xAt the first tap of the first window
   * @param y rows of windows, side by side
   * @param yAt the first window
   * @param taps their taps, from the start
   * @return whether a NaN may be among the taps
   */
  static boolean maximum(
      float[] x, int xAt, int iw, int rows, int q0, int ow, float[] y, int yAt, int[] taps) {
    FloatVector sums = FloatVector.zero(V);
    int end = Math.max(ow, VL) - VL;
    for (int row = 0; row < rows; row++) {
      int r0 = xAt + 2 * row * iw;
      int r1 = r0 + iw;
      int to = row * ow;
      for (int q = q0; q <= end; q += VL) {
        IntVector x0 = FloatVector.fromArray(V, x, r0 + 2 * q).reinterpretAsInts();
        IntVector x1 = FloatVector.fromArray(V, x, r0 + 2 * q + VL).reinterpretAsInts();
        IntVector x2 = FloatVector.fromArray(V, x, r1 + 2 * q).reinterpretAsInts();
        IntVector x3 = FloatVector.fromArray(V, x, r1 + 2 * q + VL).reinterpretAsInts();
        FloatVector v0 = FloatPairs.EVEN.selectFrom(x0, x1).reinterpretAsFloats();
        FloatVector v1 = FloatPairs.ODD.selectFrom(x0, x1).reinterpretAsFloats();
        FloatVector v2 = FloatPairs.EVEN.selectFrom(x2, x3).reinterpretAsFloats();
        FloatVector v3 = FloatPairs.ODD.selectFrom(x2, x3).reinterpretAsFloats();
        VectorMask<Float> m1 = v1.compare(VectorOperators.GT, v0);
        VectorMask<Float> m3 = v3.compare(VectorOperators.GT, v2);
        FloatVector upper = v0.blend(v1, m1);
        FloatVector lower = v2.blend(v3, m3);
        IntVector upperTap = IntVector.zero(I).blend(1, m1.cast(I));
        IntVector lowerTap = IntVector.broadcast(I, 2).blend(3, m3.cast(I));
        VectorMask<Float> m2 = lower.compare(VectorOperators.GT, upper);
        upper.blend(lower, m2).intoArray(y, yAt + to + q);
        upperTap.blend(lowerTap, m2.cast(I)).intoArray(taps, to + q);
        // Zero, or NaN for a NaN or an infinity.
        sums = v0.add(v1).add(v2.add(v3)).fma(FloatVector.zero(V), sums);
      }
    }
    return sums.compare(VectorOperators.EQ, sums).not().anyTrue();
  }

  /** Sums, each multiplied with a factor. */
  static void sum(
      float[] x, int xAt, int iw, int rows, int q0, int ow, float factor, float[] y, int yAt) {
    int end = Math.max(ow, VL) - VL;
    for (int row = 0; row < rows; row++) {
      int r0 = xAt + 2 * row * iw;
      int r1 = r0 + iw;
      int to = yAt + row * ow;
      for (int q = q0; q <= end; q += VL) {
        IntVector x0 =
            FloatVector.fromArray(V, x, r0 + 2 * q)
                .add(FloatVector.fromArray(V, x, r1 + 2 * q))
                .reinterpretAsInts();
        IntVector x1 =
            FloatVector.fromArray(V, x, r0 + 2 * q + VL)
                .add(FloatVector.fromArray(V, x, r1 + 2 * q + VL))
                .reinterpretAsInts();
        FloatPairs.EVEN
            .selectFrom(x0, x1)
            .reinterpretAsFloats()
            .add(FloatPairs.ODD.selectFrom(x0, x1).reinterpretAsFloats())
            .mul(factor)
            .intoArray(y, to + q);
      }
    }
  }

  /** The gradients of maxima: each to its tap, zeros to the other three. */
  static void route(
      float[] dy, int dyAt, int[] taps, int rows, int q0, int ow, float[] dx, int dxAt, int iw) {
    IntVector none = IntVector.zero(I);
    int end = Math.max(ow, VL) - VL;
    int second = 2 * ow > VL ? VL : 0;
    for (int row = 0; row < rows; row++) {
      int from = row * ow;
      int r0 = dxAt + 2 * row * iw;
      int r1 = r0 + iw;
      for (int q = q0; q <= end; q += VL) {
        IntVector v = FloatVector.fromArray(V, dy, dyAt + from + q).reinterpretAsInts();
        IntVector tap = IntVector.fromArray(I, taps, from + q);
        IntVector v0 = none.blend(v, tap.compare(VectorOperators.EQ, 0));
        IntVector v1 = none.blend(v, tap.compare(VectorOperators.EQ, 1));
        IntVector v2 = none.blend(v, tap.compare(VectorOperators.EQ, 2));
        IntVector v3 = none.blend(v, tap.compare(VectorOperators.EQ, 3));
        // Of less than half a vector of windows the upper half is no more than the next row's.
        FloatPairs.HIGH.selectFrom(v0, v1).reinterpretAsFloats().intoArray(dx, r0 + 2 * q + second);
        FloatPairs.LOW.selectFrom(v0, v1).reinterpretAsFloats().intoArray(dx, r0 + 2 * q);
        FloatPairs.HIGH.selectFrom(v2, v3).reinterpretAsFloats().intoArray(dx, r1 + 2 * q + second);
        FloatPairs.LOW.selectFrom(v2, v3).reinterpretAsFloats().intoArray(dx, r1 + 2 * q);
      }
    }
  }

  /** The gradients of sums, each multiplied with a factor: to all four taps. */
  static void spread(
      float[] dy, int dyAt, int rows, int q0, int ow, float factor, float[] dx, int dxAt, int iw) {
    int end = Math.max(ow, VL) - VL;
    int second = 2 * ow > VL ? VL : 0;
    for (int row = 0; row < rows; row++) {
      int from = dyAt + row * ow;
      int r0 = dxAt + 2 * row * iw;
      int r1 = r0 + iw;
      for (int q = q0; q <= end; q += VL) {
        IntVector v = FloatVector.fromArray(V, dy, from + q).mul(factor).reinterpretAsInts();
        FloatVector low = FloatPairs.LOW.selectFrom(v, v).reinterpretAsFloats();
        FloatVector high = FloatPairs.HIGH.selectFrom(v, v).reinterpretAsFloats();
        high.intoArray(dx, r0 + 2 * q + second);
        low.intoArray(dx, r0 + 2 * q);
        high.intoArray(dx, r1 + 2 * q + second);
        low.intoArray(dx, r1 + 2 * q);
      }
    }
  }
}
