package io.lanewise.kernels.vector;

import io.lanewise.kernels.Pool2dShape;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Windows of 3 x 3 with stride 2 and up to one row or column of padding on each side. Each row of
 * the image is read, and each row of its gradient written, once.
 *
 * <p>Rows are computed in whole vectors, as in {@link Pool2x2}.
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
        && s.dilationW() == 1
        && s.padTop() <= 1
        && s.padLeft() <= 1
        && s.padBottom() <= 1
        && s.padRight() <= 1;
  }

  /** Whether padding is such that maxima can be taken straight from the image. */
  static boolean fitsMaximum(Pool2dShape s) {
    return s.ih() > 1
        && s.padTop() <= 1
        && s.padLeft() <= 1
        && s.padBottom() <= 1
        && s.padRight() <= 0;
  }

  /**
   * Windows that must be behind a row where the pair of rows of its gradient is written in whole
   * vectors; one row of windows more, as the last pair of a plane may be half outside of it.
   */
  static int room(int ow) {
    return ow < VL ? 2 * VL + ow : 0;
  }

  /** Elements that {@link #maximum} reads of a row, from its first tap on. */
  static int reach(int ow) {
    return 2 * Math.max(ow, VL) + 2;
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
   * Adds three rows of the image element by element, for windows one above the other.
   *
   * @param at the first row's first column
   * @param rows rows of windows
   * @param c0 the first column that is computed
   * @param columns columns, a vector of them or more
   * @param sums from to on, pitch apart
   */
  static void sumOfRows(
      float[] x, int at, int iw, int rows, int c0, int columns, float[] sums, int to, int pitch) {
    for (int row = 0; row < rows; row++) {
      int from = at + 2 * row * iw;
      int rowAt = to + row * pitch;
      for (int c = c0; c <= columns - VL; c += VL) {
        FloatVector.fromArray(V, x, from + c)
            .add(FloatVector.fromArray(V, x, from + iw + c))
            .add(FloatVector.fromArray(V, x, from + 2 * iw + c))
            .intoArray(sums, rowAt + c);
      }
    }
  }

  /** The same for one row of windows, n rows of which are inside of the image. */
  static void sumOfEdge(float[] x, int at, int iw, int n, int columns, float[] sums, int to) {
    Arrays.fill(sums, to, to + columns, 0);
    for (int row = 0; row < n; row++) {
      for (int c = 0; c < columns; c++) {
        sums[to + c] += x[at + row * iw + c];
      }
    }
  }

  /**
   * The sums of three neighbours, at every second place of a row, each multiplied with its factor.
   *
   * @param sums from the start on rows with their padding, pitch apart
   * @param factorAt for each row from row p on where its factors are
   */
  static void sumOfColumns(
      float[] sums,
      int pitch,
      int p,
      int rows,
      int q0,
      int ow,
      float[] factors,
      int[] factorAt,
      float[] y,
      int yAt) {
    int end = Math.max(ow, VL) - VL;
    for (int row = 0; row < rows; row++) {
      int at = row * pitch;
      int factor = factorAt[p + row];
      int to = yAt + row * ow;
      for (int q = q0; q <= end; q += VL) {
        IntVector x0 = FloatVector.fromArray(V, sums, at + 2 * q).reinterpretAsInts();
        IntVector x1 = FloatVector.fromArray(V, sums, at + 2 * q + VL).reinterpretAsInts();
        IntVector x2 = FloatVector.fromArray(V, sums, at + 2 * q + 2).reinterpretAsInts();
        IntVector x3 = FloatVector.fromArray(V, sums, at + 2 * q + VL + 2).reinterpretAsInts();
        FloatPairs.EVEN
            .selectFrom(x0, x1)
            .reinterpretAsFloats()
            .add(FloatPairs.ODD.selectFrom(x0, x1).reinterpretAsFloats())
            .add(FloatPairs.EVEN.selectFrom(x2, x3).reinterpretAsFloats())
            .mul(FloatVector.fromArray(V, factors, factor + q))
            .intoArray(y, to + q);
      }
    }
  }

  /**
   * Pairs of rows of the gradient of maxima. With the gradient at tap t of row r of the windows
   * written g(r, t), column 2 q - padLeft of a pair's upper row is g(here[q], 0) + g(here[q - 1],
   * 2) + g(above[q], 6) + g(above[q - 1], 8), the one behind it g(here[q], 1) + g(above[q], 7); of
   * the lower row, g(here[q], 3) + g(here[q - 1], 5) and g(here[q], 4). They are added in the order
   * of the taps, as everywhere, so that the way a plane takes changes no bit.
   *
   * @param dy gradients of windows, zeros between the rows and around them
   * @param taps their taps
   * @param here the first row of windows of the first pair, the row above it is pitch before
   * @param dx from dxAt on the pairs of rows of iw elements
   */
  static void route(
      float[] dy,
      int[] taps,
      int here,
      int pitch,
      int rows,
      int padLeft,
      int q0,
      int ow,
      float[] dx,
      int dxAt,
      int iw,
      LoadAhead ahead) {
    FloatVector zero = FloatVector.zero(V);
    // With padding, odd columns of the window come first in a pair of columns of the image.
    IntVector low = FloatPairs.LOW.lanewise(VectorOperators.XOR, padLeft * VL);
    IntVector high = FloatPairs.HIGH.lanewise(VectorOperators.XOR, padLeft * VL);
    int beside = 2 * padLeft - 1;
    int near = 2 * padLeft;
    int far = 2 - near;
    int end = Math.max(ow, VL) - VL;
    int second = 2 * ow > VL ? VL : 0;
    for (int row = 0; row < rows; row++) {
      int at = here + row * pitch;
      int to = dxAt + 2 * row * iw;
      ahead.of(dx, to, 2 * iw);
      for (int q = q0; q <= end; q += VL) {
        FloatVector v = FloatVector.fromArray(V, dy, at + q);
        FloatVector vBeside = FloatVector.fromArray(V, dy, at + q + beside);
        FloatVector w = FloatVector.fromArray(V, dy, at - pitch + q);
        FloatVector w6 = FloatVector.fromArray(V, dy, at - pitch + q + padLeft);
        FloatVector w8 = FloatVector.fromArray(V, dy, at - pitch + q + padLeft - 1);
        IntVector tap = IntVector.fromArray(I, taps, at + q);
        IntVector tapBeside = IntVector.fromArray(I, taps, at + q + beside);
        IntVector tapAbove = IntVector.fromArray(I, taps, at - pitch + q);
        IntVector tap6 = IntVector.fromArray(I, taps, at - pitch + q + padLeft);
        IntVector tap8 = IntVector.fromArray(I, taps, at - pitch + q + padLeft - 1);
        IntVector even =
            zero.blend(v, tap.compare(VectorOperators.EQ, near).cast(V))
                .add(vBeside, tapBeside.compare(VectorOperators.EQ, far).cast(V))
                .add(w6, tap6.compare(VectorOperators.EQ, 6).cast(V))
                .add(w8, tap8.compare(VectorOperators.EQ, 8).cast(V))
                .reinterpretAsInts();
        IntVector odd =
            zero.blend(v, tap.compare(VectorOperators.EQ, 1).cast(V))
                .add(w, tapAbove.compare(VectorOperators.EQ, 7).cast(V))
                .reinterpretAsInts();
        // Of less than half a vector of windows the upper half is no more than the next row's.
        high.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + 2 * q + second);
        low.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + 2 * q);
        IntVector lowerEven =
            zero.blend(v, tap.compare(VectorOperators.EQ, 3 + near).cast(V))
                .add(vBeside, tapBeside.compare(VectorOperators.EQ, 3 + far).cast(V))
                .reinterpretAsInts();
        IntVector lowerOdd =
            zero.blend(v, tap.compare(VectorOperators.EQ, 4).cast(V)).reinterpretAsInts();
        high.selectFrom(lowerEven, lowerOdd)
            .reinterpretAsFloats()
            .intoArray(dx, to + iw + 2 * q + second);
        low.selectFrom(lowerEven, lowerOdd).reinterpretAsFloats().intoArray(dx, to + iw + 2 * q);
      }
    }
  }

  /** Pairs of rows of the gradient of sums: as {@link #route}, each window's to all its taps. */
  static void spread(
      float[] dy,
      int here,
      int pitch,
      int rows,
      int padLeft,
      int q0,
      int ow,
      float[] dx,
      int dxAt,
      int iw,
      LoadAhead ahead) {
    IntVector low = FloatPairs.LOW.lanewise(VectorOperators.XOR, padLeft * VL);
    IntVector high = FloatPairs.HIGH.lanewise(VectorOperators.XOR, padLeft * VL);
    int beside = 2 * padLeft - 1;
    int end = Math.max(ow, VL) - VL;
    int second = 2 * ow > VL ? VL : 0;
    for (int row = 0; row < rows; row++) {
      int at = here + row * pitch;
      int to = dxAt + 2 * row * iw;
      ahead.of(dx, to, 2 * iw);
      for (int q = q0; q <= end; q += VL) {
        FloatVector v = FloatVector.fromArray(V, dy, at + q);
        FloatVector both = v.add(FloatVector.fromArray(V, dy, at + q + beside));
        FloatVector w = FloatVector.fromArray(V, dy, at - pitch + q);
        IntVector even =
            both.add(FloatVector.fromArray(V, dy, at - pitch + q + padLeft))
                .add(FloatVector.fromArray(V, dy, at - pitch + q + padLeft - 1))
                .reinterpretAsInts();
        IntVector odd = v.add(w).reinterpretAsInts();
        high.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + 2 * q + second);
        low.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + 2 * q);
        IntVector lowerEven = both.reinterpretAsInts();
        IntVector lowerOdd = v.reinterpretAsInts();
        high.selectFrom(lowerEven, lowerOdd)
            .reinterpretAsFloats()
            .intoArray(dx, to + iw + 2 * q + second);
        low.selectFrom(lowerEven, lowerOdd).reinterpretAsFloats().intoArray(dx, to + iw + 2 * q);
      }
    }
  }
}
