package io.lanewise.kernels.vector;

import io.lanewise.kernels.Pool2dShape;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Maxima of 3 x 3 windows with stride 2, in registers. Forward goes straight from the image; it may
 * have a row or a column of padding, above, below and on the left.
 *
 * <p>Rows of less than a vector of windows are computed as whole vectors all the same, as in {@link
 * Pool2x2}.
 */
final class Pool3x3 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private Pool3x3() {}

  /** Whether windows are of this kind. */
  static boolean supports(Pool2dShape s) {
    return s.kh() == 3
        && s.kw() == 3
        && s.strideH() == 2
        && s.strideW() == 2
        && s.dilationH() == 1
        && s.dilationW() == 1;
  }

  /** Whether padding is such that forward can go straight from the image. */
  static boolean fits(Pool2dShape s) {
    return s.ih() > 1
        && s.padTop() <= 1
        && s.padLeft() <= 1
        && s.padBottom() <= 1
        && s.padRight() <= 0;
  }

  /**
   * Windows that must be behind the last row, with their taps: two elements behind the last tap are
   * read, or whole vectors are read and written.
   */
  static int room(int ow) {
    return ow < VL ? 2 * VL + 2 : 2;
  }

  /**
   * The maxima of one row of windows and their taps. A NaN behind the first tap is passed over.
   *
   * @param x the image
   * @param x0 where the first tap of the first window is, perhaps in the padding left of the row
   * @param x1 the fourth tap
   * @param x2 the seventh tap
   * @param pad whether the first column of the first window is padding
   * @param y the maxima
   * @param yAt the first of them
   * @param taps the taps
   * @param tapAt the first of them
   * @return whether a NaN may be among the taps, or -infinity is among the maxima
   */
  static boolean maximum(
      float[] x,
      int x0,
      int x1,
      int x2,
      boolean pad,
      int ow,
      float[] y,
      int yAt,
      int[] taps,
      int tapAt) {
    boolean special = false;
    int last = Math.max(0, ow - VL);
    for (int c = 0; c < ow; c += VL) {
      // The last vector of a row, part of which is there already.
      int q = Math.min(c, last);
      VectorMask<Float> outside = V.indexInRange(0, pad && q == 0 ? 1 : 0);
      IntVector a0 = FloatVector.fromArray(V, x, x0 + 2 * q).reinterpretAsInts();
      IntVector b0 = FloatVector.fromArray(V, x, x0 + 2 * q + VL).reinterpretAsInts();
      IntVector c0 = FloatVector.fromArray(V, x, x0 + 2 * q + 2).reinterpretAsInts();
      IntVector d0 = FloatVector.fromArray(V, x, x0 + 2 * q + VL + 2).reinterpretAsInts();
      FloatVector v0 =
          FloatPairs.EVEN
              .selectFrom(a0, b0)
              .reinterpretAsFloats()
              .blend(Float.NEGATIVE_INFINITY, outside);
      FloatVector v1 = FloatPairs.ODD.selectFrom(a0, b0).reinterpretAsFloats();
      FloatVector v2 = FloatPairs.EVEN.selectFrom(c0, d0).reinterpretAsFloats();
      IntVector a1 = FloatVector.fromArray(V, x, x1 + 2 * q).reinterpretAsInts();
      IntVector b1 = FloatVector.fromArray(V, x, x1 + 2 * q + VL).reinterpretAsInts();
      IntVector c1 = FloatVector.fromArray(V, x, x1 + 2 * q + 2).reinterpretAsInts();
      IntVector d1 = FloatVector.fromArray(V, x, x1 + 2 * q + VL + 2).reinterpretAsInts();
      FloatVector v3 =
          FloatPairs.EVEN
              .selectFrom(a1, b1)
              .reinterpretAsFloats()
              .blend(Float.NEGATIVE_INFINITY, outside);
      FloatVector v4 = FloatPairs.ODD.selectFrom(a1, b1).reinterpretAsFloats();
      FloatVector v5 = FloatPairs.EVEN.selectFrom(c1, d1).reinterpretAsFloats();
      IntVector a2 = FloatVector.fromArray(V, x, x2 + 2 * q).reinterpretAsInts();
      IntVector b2 = FloatVector.fromArray(V, x, x2 + 2 * q + VL).reinterpretAsInts();
      IntVector c2 = FloatVector.fromArray(V, x, x2 + 2 * q + 2).reinterpretAsInts();
      IntVector d2 = FloatVector.fromArray(V, x, x2 + 2 * q + VL + 2).reinterpretAsInts();
      FloatVector v6 =
          FloatPairs.EVEN
              .selectFrom(a2, b2)
              .reinterpretAsFloats()
              .blend(Float.NEGATIVE_INFINITY, outside);
      FloatVector v7 = FloatPairs.ODD.selectFrom(a2, b2).reinterpretAsFloats();
      FloatVector v8 = FloatPairs.EVEN.selectFrom(c2, d2).reinterpretAsFloats();
      VectorMask<Float> m1 = v1.compare(VectorOperators.GT, v0);
      FloatVector best = v0.blend(v1, m1);
      IntVector tap = IntVector.zero(I).blend(1, m1.cast(I));
      VectorMask<Float> m2 = v2.compare(VectorOperators.GT, best);
      best = best.blend(v2, m2);
      tap = tap.blend(2, m2.cast(I));
      VectorMask<Float> m3 = v3.compare(VectorOperators.GT, best);
      best = best.blend(v3, m3);
      tap = tap.blend(3, m3.cast(I));
      VectorMask<Float> m4 = v4.compare(VectorOperators.GT, best);
      best = best.blend(v4, m4);
      tap = tap.blend(4, m4.cast(I));
      VectorMask<Float> m5 = v5.compare(VectorOperators.GT, best);
      best = best.blend(v5, m5);
      tap = tap.blend(5, m5.cast(I));
      VectorMask<Float> m6 = v6.compare(VectorOperators.GT, best);
      best = best.blend(v6, m6);
      tap = tap.blend(6, m6.cast(I));
      VectorMask<Float> m7 = v7.compare(VectorOperators.GT, best);
      best = best.blend(v7, m7);
      tap = tap.blend(7, m7.cast(I));
      VectorMask<Float> m8 = v8.compare(VectorOperators.GT, best);
      best = best.blend(v8, m8);
      tap = tap.blend(8, m8.cast(I));
      best.intoArray(y, yAt + q);
      tap.intoArray(taps, tapAt + q);
      FloatVector upper = v0.add(v1).add(v2.add(v3));
      FloatVector lower = v4.add(v5).add(v6.add(v7));
      FloatVector sum = upper.add(lower).add(v8);
      special |=
          !sum.compare(VectorOperators.EQ, sum)
              .and(best.compare(VectorOperators.GT, Float.NEGATIVE_INFINITY))
              .allTrue();
    }
    return special;
  }

  /** Where the first row of windows is padding: their taps of the first row are of the second. */
  static void moveDown(int[] taps, int ow) {
    for (int q = 0; q < ow; q++) {
      taps[q] = taps[q] < 3 ? taps[q] + 3 : taps[q];
    }
  }

  /**
   * The gradient in the four phases of the stride, see {@link PhaseBand}.
   *
   * @param dy gradients of windows, pitch elements a row
   * @param taps their taps
   * @param at the window of the first element
   * @param n elements of each phase
   * @param dx the phases, size elements apart
   */
  static void route(float[] dy, int[] taps, int at, int pitch, int n, float[] dx, int size) {
    FloatVector zero = FloatVector.zero(V);
    for (int f = 0; f < n; f += VL) {
      int here = at + f;
      int above = here - pitch;
      FloatVector v = FloatVector.fromArray(V, dy, here);
      FloatVector vLeft = FloatVector.fromArray(V, dy, here - 1);
      FloatVector vAbove = FloatVector.fromArray(V, dy, above);
      FloatVector vBoth = FloatVector.fromArray(V, dy, above - 1);
      IntVector t = IntVector.fromArray(I, taps, here);
      IntVector tLeft = IntVector.fromArray(I, taps, here - 1);
      IntVector tAbove = IntVector.fromArray(I, taps, above);
      IntVector tBoth = IntVector.fromArray(I, taps, above - 1);
      zero.blend(v, t.compare(VectorOperators.EQ, 0).cast(V))
          .add(vLeft, tLeft.compare(VectorOperators.EQ, 2).cast(V))
          .add(vAbove, tAbove.compare(VectorOperators.EQ, 6).cast(V))
          .add(vBoth, tBoth.compare(VectorOperators.EQ, 8).cast(V))
          .intoArray(dx, f);
      zero.blend(v, t.compare(VectorOperators.EQ, 1).cast(V))
          .add(vAbove, tAbove.compare(VectorOperators.EQ, 7).cast(V))
          .intoArray(dx, size + f);
      zero.blend(v, t.compare(VectorOperators.EQ, 3).cast(V))
          .add(vLeft, tLeft.compare(VectorOperators.EQ, 5).cast(V))
          .intoArray(dx, 2 * size + f);
      zero.blend(v, t.compare(VectorOperators.EQ, 4).cast(V)).intoArray(dx, 3 * size + f);
    }
  }
}
