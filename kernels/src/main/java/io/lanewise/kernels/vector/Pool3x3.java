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
   * The maxima of a vector of windows of each row, and their taps. The lower row of a window is the
   * upper one of the next: what is found there stays in registers. A NaN behind the first tap is
   * passed over.
   *
   * @param x the image
   * @param x0 where the first tap of the first window is, perhaps in the padding left of the row
   * @param x1 the fourth tap
   * @param iw from one row of the image to the next
   * @param last where the first tap would be in the image's last row, which stands for those below
   * @param pad whether the first column of window 0 is padding
   * @param rows rows of windows
   * @param q the first window of each row
   * @param y the maxima, ow of a row
   * @param yAt window 0 of the first row
   * @param taps the taps
   * @param tapAt that of window 0 of the first row
   * @param pitch from the taps of one row to those of the next
   * @return whether a NaN or an infinity may be among the taps
   */
  static boolean maximum(
      float[] x,
      int x0,
      int x1,
      int iw,
      int last,
      boolean pad,
      int rows,
      int q,
      int ow,
      float[] y,
      int yAt,
      int[] taps,
      int tapAt,
      int pitch) {
    FloatVector zero = FloatVector.zero(V);
    VectorMask<Float> outside = V.indexInRange(0, pad && q == 0 ? 1 : 0);
    int r0 = x0 + 2 * q;
    IntVector a0 = FloatVector.fromArray(V, x, r0).reinterpretAsInts();
    IntVector b0 = FloatVector.fromArray(V, x, r0 + VL).reinterpretAsInts();
    IntVector c0 = FloatVector.fromArray(V, x, r0 + 2).reinterpretAsInts();
    IntVector d0 = FloatVector.fromArray(V, x, r0 + VL + 2).reinterpretAsInts();
    FloatVector v0 = FloatPairs.EVEN.selectFrom(a0, b0).reinterpretAsFloats();
    FloatVector v1 = FloatPairs.ODD.selectFrom(a0, b0).reinterpretAsFloats();
    FloatVector v2 = FloatPairs.EVEN.selectFrom(c0, d0).reinterpretAsFloats();
    // Zero, or NaN for a NaN or an infinity.
    FloatVector sums = v0.add(v1).add(v2).mul(zero);
    FloatVector upper = v0.blend(Float.NEGATIVE_INFINITY, outside);
    VectorMask<Float> m1 = v1.compare(VectorOperators.GT, upper);
    upper = upper.blend(v1, m1);
    VectorMask<Float> m2 = v2.compare(VectorOperators.GT, upper);
    upper = upper.blend(v2, m2);
    IntVector upperTap = IntVector.zero(I).blend(1, m1.cast(I)).blend(2, m2.cast(I));
    for (int row = 0; row < rows; row++) {
      int r1 = x1 + 2 * row * iw;
      int r2 = Math.min(r1 + iw, last) + 2 * q;
      r1 += 2 * q;
      IntVector a1 = FloatVector.fromArray(V, x, r1).reinterpretAsInts();
      IntVector b1 = FloatVector.fromArray(V, x, r1 + VL).reinterpretAsInts();
      IntVector c1 = FloatVector.fromArray(V, x, r1 + 2).reinterpretAsInts();
      IntVector d1 = FloatVector.fromArray(V, x, r1 + VL + 2).reinterpretAsInts();
      FloatVector v3 = FloatPairs.EVEN.selectFrom(a1, b1).reinterpretAsFloats();
      FloatVector v4 = FloatPairs.ODD.selectFrom(a1, b1).reinterpretAsFloats();
      FloatVector v5 = FloatPairs.EVEN.selectFrom(c1, d1).reinterpretAsFloats();
      IntVector a2 = FloatVector.fromArray(V, x, r2).reinterpretAsInts();
      IntVector b2 = FloatVector.fromArray(V, x, r2 + VL).reinterpretAsInts();
      IntVector c2 = FloatVector.fromArray(V, x, r2 + 2).reinterpretAsInts();
      IntVector d2 = FloatVector.fromArray(V, x, r2 + VL + 2).reinterpretAsInts();
      FloatVector v6 = FloatPairs.EVEN.selectFrom(a2, b2).reinterpretAsFloats();
      FloatVector v7 = FloatPairs.ODD.selectFrom(a2, b2).reinterpretAsFloats();
      FloatVector v8 = FloatPairs.EVEN.selectFrom(c2, d2).reinterpretAsFloats();
      sums = v3.add(v4).add(v5).add(v6.add(v7).add(v8)).fma(zero, sums);
      FloatVector middle = v3.blend(Float.NEGATIVE_INFINITY, outside);
      VectorMask<Float> m4 = v4.compare(VectorOperators.GT, middle);
      middle = middle.blend(v4, m4);
      VectorMask<Float> m5 = v5.compare(VectorOperators.GT, middle);
      middle = middle.blend(v5, m5);
      IntVector middleTap = IntVector.broadcast(I, 3).blend(4, m4.cast(I)).blend(5, m5.cast(I));
      FloatVector lower = v6.blend(Float.NEGATIVE_INFINITY, outside);
      VectorMask<Float> m7 = v7.compare(VectorOperators.GT, lower);
      lower = lower.blend(v7, m7);
      VectorMask<Float> m8 = v8.compare(VectorOperators.GT, lower);
      lower = lower.blend(v8, m8);
      IntVector lowerTap = IntVector.broadcast(I, 6).blend(7, m7.cast(I)).blend(8, m8.cast(I));
      VectorMask<Float> down = middle.compare(VectorOperators.GT, upper);
      FloatVector best = upper.blend(middle, down);
      IntVector tap = upperTap.blend(middleTap, down.cast(I));
      VectorMask<Float> bottom = lower.compare(VectorOperators.GT, best);
      best.blend(lower, bottom).intoArray(y, yAt + row * ow + q);
      tap.blend(lowerTap, bottom.cast(I)).intoArray(taps, tapAt + row * pitch + q);
      upper = lower;
      upperTap = lowerTap.sub(6);
    }
    return sums.compare(VectorOperators.EQ, sums).not().anyTrue();
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
   * Pairs of rows of the gradient of maxima, for a vector of windows of each row. With the gradient
   * at tap t of row r of the windows written g(r, t), column 2 q - padLeft of a pair's upper row is
   * g(here[q], 0) + g(here[q - 1], 2) + g(above[q], 6) + g(above[q - 1], 8), the one behind it
   * g(here[q], 1) + g(above[q], 7); of the lower row, g(here[q], 3) + g(here[q - 1], 5) and
   * g(here[q], 4). What a row sends to the pair below stays in registers.
   *
   * @param dy gradients of windows, zeros between the rows and around them
   * @param taps their taps
   * @param here the first row of windows of the first pair, the row above it is pitch before
   * @param rows pairs of rows
   * @param q the first window of each row
   * @param second how far the second vector of a row of the image is from the first
   * @param dx from dxAt on the pairs of rows of iw elements
   */
  static void route(
      float[] dy,
      int[] taps,
      int here,
      int pitch,
      int rows,
      int padLeft,
      int q,
      int second,
      float[] dx,
      int dxAt,
      int iw) {
    FloatVector zero = FloatVector.zero(V);
    // With padding, odd columns of the window come first in a pair of columns of the image.
    IntVector low = FloatPairs.LOW.lanewise(VectorOperators.XOR, padLeft * VL);
    IntVector high = FloatPairs.HIGH.lanewise(VectorOperators.XOR, padLeft * VL);
    int beside = 2 * padLeft - 1;
    int near = 2 * padLeft;
    int far = 2 - near;
    int above = here - pitch + q;
    FloatVector w = FloatVector.fromArray(V, dy, above);
    FloatVector wBeside = FloatVector.fromArray(V, dy, above + beside);
    IntVector tapAbove = IntVector.fromArray(I, taps, above);
    IntVector tapAboveBeside = IntVector.fromArray(I, taps, above + beside);
    FloatVector evenAbove =
        zero.blend(w, tapAbove.compare(VectorOperators.EQ, 6 + near).cast(V))
            .add(wBeside, tapAboveBeside.compare(VectorOperators.EQ, 6 + far).cast(V));
    FloatVector oddAbove = zero.blend(w, tapAbove.compare(VectorOperators.EQ, 7).cast(V));
    for (int row = 0; row < rows; row++) {
      int at = here + row * pitch + q;
      int to = dxAt + 2 * row * iw + 2 * q;
      FloatVector v = FloatVector.fromArray(V, dy, at);
      FloatVector vBeside = FloatVector.fromArray(V, dy, at + beside);
      IntVector tap = IntVector.fromArray(I, taps, at);
      IntVector tapBeside = IntVector.fromArray(I, taps, at + beside);
      IntVector even =
          evenAbove
              .add(v, tap.compare(VectorOperators.EQ, near).cast(V))
              .add(vBeside, tapBeside.compare(VectorOperators.EQ, far).cast(V))
              .reinterpretAsInts();
      IntVector odd =
          oddAbove.add(v, tap.compare(VectorOperators.EQ, 1).cast(V)).reinterpretAsInts();
      // Of less than half a vector of windows the upper half is no more than the next row's.
      high.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + second);
      low.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to);
      IntVector lowerEven =
          zero.blend(v, tap.compare(VectorOperators.EQ, 3 + near).cast(V))
              .add(vBeside, tapBeside.compare(VectorOperators.EQ, 3 + far).cast(V))
              .reinterpretAsInts();
      IntVector lowerOdd =
          zero.blend(v, tap.compare(VectorOperators.EQ, 4).cast(V)).reinterpretAsInts();
      high.selectFrom(lowerEven, lowerOdd).reinterpretAsFloats().intoArray(dx, to + iw + second);
      low.selectFrom(lowerEven, lowerOdd).reinterpretAsFloats().intoArray(dx, to + iw);
      evenAbove =
          zero.blend(v, tap.compare(VectorOperators.EQ, 6 + near).cast(V))
              .add(vBeside, tapBeside.compare(VectorOperators.EQ, 6 + far).cast(V));
      oddAbove = zero.blend(v, tap.compare(VectorOperators.EQ, 7).cast(V));
    }
  }

  /** Pairs of rows of the gradient of sums: as {@link #route}, each window's to all its taps. */
  static void spread(
      float[] dy,
      int here,
      int pitch,
      int rows,
      int padLeft,
      int q,
      int second,
      float[] dx,
      int dxAt,
      int iw) {
    IntVector low = FloatPairs.LOW.lanewise(VectorOperators.XOR, padLeft * VL);
    IntVector high = FloatPairs.HIGH.lanewise(VectorOperators.XOR, padLeft * VL);
    int beside = 2 * padLeft - 1;
    int above = here - pitch + q;
    FloatVector oddAbove = FloatVector.fromArray(V, dy, above);
    FloatVector evenAbove = oddAbove.add(FloatVector.fromArray(V, dy, above + beside));
    for (int row = 0; row < rows; row++) {
      int at = here + row * pitch + q;
      int to = dxAt + 2 * row * iw + 2 * q;
      FloatVector v = FloatVector.fromArray(V, dy, at);
      FloatVector both = v.add(FloatVector.fromArray(V, dy, at + beside));
      IntVector even = both.add(evenAbove).reinterpretAsInts();
      IntVector odd = v.add(oddAbove).reinterpretAsInts();
      high.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to + second);
      low.selectFrom(even, odd).reinterpretAsFloats().intoArray(dx, to);
      IntVector lowerEven = both.reinterpretAsInts();
      IntVector lowerOdd = v.reinterpretAsInts();
      high.selectFrom(lowerEven, lowerOdd).reinterpretAsFloats().intoArray(dx, to + iw + second);
      low.selectFrom(lowerEven, lowerOdd).reinterpretAsFloats().intoArray(dx, to + iw);
      evenAbove = both;
      oddAbove = v;
    }
  }
}
