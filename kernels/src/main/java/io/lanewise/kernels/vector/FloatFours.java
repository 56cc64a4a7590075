package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Elements that lie apart come to lie side by side, four at a time: what packing is made of. */
final class FloatFours {

  /** A mask that leaves all. */
  private static final int ALL = -1;

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  static final int VL = V.length();

  /** Permutations select by integers: an index of floats is converted each time. */
  private static final VectorSpecies<Integer> INDEX = IntVector.SPECIES_PREFERRED;

  /** x0 y0 x1 y1 ... from the lower halves of x and y. */
  private static final IntVector LOW = lanes(1, 0);

  /** The same from the upper halves. */
  private static final IntVector HIGH = lanes(1, VL / 2);

  /** x0 x1 y0 y1 x2 x3 y2 y3 ... from the lower halves. */
  private static final IntVector LOW_PAIRS = lanes(2, 0);

  private static final IntVector HIGH_PAIRS = lanes(2, VL / 2);

  /** Four elements of x, then four of y, and so on, from the lower halves. */
  private static final IntVector LOW_FOURS = lanes(4, 0);

  private static final IntVector HIGH_FOURS = lanes(4, VL / 2);

  /** The lower halves. */
  private static final IntVector LOW_HALVES = lanes(VL / 2, 0);

  private static final IntVector HIGH_HALVES = lanes(VL / 2, VL / 2);

  /** Fours of a vector; what {@link #transpose} takes side by side. */
  static final int SIDE_BY_SIDE = Math.max(1, VL / 4);

  private FloatFours() {}

  /**
   * Interleaves four rows: y[at + 4 p + i] = x[ri + p], p &lt; n, i &lt; 4. Two rounds of
   * two-source permutations, 2 for each vector.
   */
  static void interleave(float[] x, int r0, int r1, int r2, int r3, int n, float[] y, int at) {
    if (VL < 4 || n < VL) {
      singly(x, r0, r1, r2, r3, n, y, at);
      return;
    }
    int whole = n / VL * VL;
    for (int p = 0; p < whole; p += VL) {
      byVectors(x, r0 + p, r1 + p, r2 + p, r3 + p, ALL, ALL, ALL, ALL, y, at + 4 * p);
    }
    if (whole < n) {
      // The last vector of each row, part of which is there already; a loop of one step here took
      // 13 ns more.
      int last = n - VL;
      int to = at + 4 * last;
      byVectors(x, r0 + last, r1 + last, r2 + last, r3 + last, ALL, ALL, ALL, ALL, y, to);
    }
  }

  /**
   * The same with zeros in place of rows.
   *
   * @param m0 all bits where the first row is read, none where it is zeros
   */
  static void interleave(
      float[] x,
      int r0,
      int r1,
      int r2,
      int r3,
      int m0,
      int m1,
      int m2,
      int m3,
      int n,
      float[] y,
      int at) {
    if (VL < 4 || n < VL) {
      for (int p = 0; p < n; p++) {
        y[at + 4 * p] = m0 == 0 ? 0 : x[r0 + p];
        y[at + 4 * p + 1] = m1 == 0 ? 0 : x[r1 + p];
        y[at + 4 * p + 2] = m2 == 0 ? 0 : x[r2 + p];
        y[at + 4 * p + 3] = m3 == 0 ? 0 : x[r3 + p];
      }
      return;
    }
    for (int p = 0; p < n; p += VL) {
      int q = Math.min(p, n - VL);
      byVectors(x, r0 + q, r1 + q, r2 + q, r3 + q, m0, m1, m2, m3, y, at + 4 * q);
    }
  }

  /**
   * Interleaves blocks of short rows, four and four of them: y[yAt + g yGroup + 4 n b + 4 p + i] =
   * x[xAt + b xStep + (4 g + i) xRow + p], b &lt; blocks, g &lt; groups, p &lt; n. All rows of a
   * block before the next one, as they lie side by side and blocks a page apart. What the vectors
   * of a block hold behind its rows, the next block overwrites; up to 4 VL elements behind the last
   * one of each group hold anything afterwards.
   */
  static void interleave(
      int blocks,
      int groups,
      float[] x,
      int xAt,
      int xRow,
      int xStep,
      int n,
      float[] y,
      int yAt,
      int yGroup) {
    int reach = 3 * xRow + (n + VL - 1) / VL * VL;
    for (int b = 0; b < blocks; b++) {
      for (int g = 0; g < groups; g++) {
        int from = xAt + b * xStep + 4 * g * xRow;
        int to = yAt + 4 * n * b + g * yGroup;
        if (VL < 4 || from + reach > x.length) {
          singly(x, from, from + xRow, from + 2 * xRow, from + 3 * xRow, n, y, to);
        } else {
          for (int p = 0; p < n; p += VL) {
            int r = from + p;
            byVectors(
                x, r, r + xRow, r + 2 * xRow, r + 3 * xRow, ALL, ALL, ALL, ALL, y, to + 4 * p);
          }
        }
      }
    }
  }

  /**
   * One method, as vectors are boxed that go from one to another: where C2 has inlined much already
   * it leaves such a call, and an MLP's training allocated 1.6 MB a step in every other JVM.
   */
  private static void byVectors(
      float[] x,
      int r0,
      int r1,
      int r2,
      int r3,
      int m0,
      int m1,
      int m2,
      int m3,
      float[] y,
      int to) {
    IntVector x0 = FloatVector.fromArray(V, x, r0).reinterpretAsInts().and(m0);
    IntVector x1 = FloatVector.fromArray(V, x, r1).reinterpretAsInts().and(m1);
    IntVector x2 = FloatVector.fromArray(V, x, r2).reinterpretAsInts().and(m2);
    IntVector x3 = FloatVector.fromArray(V, x, r3).reinterpretAsInts().and(m3);
    IntVector low01 = LOW.selectFrom(x0, x1);
    IntVector low23 = LOW.selectFrom(x2, x3);
    IntVector high01 = HIGH.selectFrom(x0, x1);
    IntVector high23 = HIGH.selectFrom(x2, x3);
    LOW_PAIRS.selectFrom(low01, low23).reinterpretAsFloats().intoArray(y, to);
    HIGH_PAIRS.selectFrom(low01, low23).reinterpretAsFloats().intoArray(y, to + VL);
    LOW_PAIRS.selectFrom(high01, high23).reinterpretAsFloats().intoArray(y, to + 2 * VL);
    HIGH_PAIRS.selectFrom(high01, high23).reinterpretAsFloats().intoArray(y, to + 3 * VL);
  }

  private static void singly(float[] x, int r0, int r1, int r2, int r3, int n, float[] y, int at) {
    for (int p = 0; p < n; p++) {
      y[at + 4 * p] = x[r0 + p];
      y[at + 4 * p + 1] = x[r1 + p];
      y[at + 4 * p + 2] = x[r2 + p];
      y[at + 4 * p + 3] = x[r3 + p];
    }
  }

  /**
   * Transposes blocks of fours: four r of column c becomes four c of column r, {@link
   * #SIDE_BY_SIDE} by as many fours. One two-source permutation for each vector and round.
   *
   * @param n such blocks
   * @param x read from xAt on; rows xStride apart, blocks xStep apart
   * @param y written from yAt on; rows yStride apart, blocks yStep apart
   */
  static void transpose(
      int n,
      float[] x,
      int xAt,
      int xStride,
      int xStep,
      float[] y,
      int yAt,
      int yStride,
      int yStep) {
    for (int block = 0; block < n; block++) {
      if (SIDE_BY_SIDE == 4) {
        four(x, xAt, xStride, y, yAt, yStride);
      } else if (SIDE_BY_SIDE == 2) {
        IntVector x0 = FloatVector.fromArray(V, x, xAt).reinterpretAsInts();
        IntVector x1 = FloatVector.fromArray(V, x, xAt + xStride).reinterpretAsInts();
        LOW_FOURS.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, yAt);
        HIGH_FOURS.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, yAt + yStride);
      } else {
        copy(x, xAt, 0, 1, y, yAt, 0);
      }
      xAt += xStep;
      yAt += yStep;
    }
  }

  private static void four(float[] x, int xAt, int xStride, float[] y, int yAt, int yStride) {
    IntVector x0 = FloatVector.fromArray(V, x, xAt).reinterpretAsInts();
    IntVector x1 = FloatVector.fromArray(V, x, xAt + xStride).reinterpretAsInts();
    IntVector x2 = FloatVector.fromArray(V, x, xAt + 2 * xStride).reinterpretAsInts();
    IntVector x3 = FloatVector.fromArray(V, x, xAt + 3 * xStride).reinterpretAsInts();
    IntVector low01 = LOW_FOURS.selectFrom(x0, x1);
    IntVector low23 = LOW_FOURS.selectFrom(x2, x3);
    IntVector high01 = HIGH_FOURS.selectFrom(x0, x1);
    IntVector high23 = HIGH_FOURS.selectFrom(x2, x3);
    LOW_HALVES.selectFrom(low01, low23).reinterpretAsFloats().intoArray(y, yAt);
    HIGH_HALVES.selectFrom(low01, low23).reinterpretAsFloats().intoArray(y, yAt + yStride);
    LOW_HALVES.selectFrom(high01, high23).reinterpretAsFloats().intoArray(y, yAt + 2 * yStride);
    HIGH_HALVES.selectFrom(high01, high23).reinterpretAsFloats().intoArray(y, yAt + 3 * yStride);
  }

  /**
   * Copies n fours: y[yAt + p yStride + i] = x[xAt + p xStride + i], i &lt; 4. Singly: vectors of
   * two lengths in one JVM share the profiles of the Vector API's methods, and half of the JVMs
   * then boxed them.
   */
  static void copy(float[] x, int xAt, int xStride, int n, float[] y, int yAt, int yStride) {
    for (int p = 0; p < n; p++) {
      y[yAt] = x[xAt];
      y[yAt + 1] = x[xAt + 1];
      y[yAt + 2] = x[xAt + 2];
      y[yAt + 3] = x[xAt + 3];
      xAt += xStride;
      yAt += yStride;
    }
  }

  /** Lanes of x (from 0) and y (from VL) in turn, so many at a time, from a first one on. */
  private static IntVector lanes(int together, int first) {
    int[] lanes = new int[VL];
    for (int i = 0; i < VL; i++) {
      int turn = i / together;
      lanes[i] = first + turn / 2 * together + i % together + (turn % 2 == 0 ? 0 : VL);
    }
    return IntVector.fromArray(INDEX, lanes, 0);
  }
}
