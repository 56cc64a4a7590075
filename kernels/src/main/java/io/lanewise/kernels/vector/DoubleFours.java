package io.lanewise.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** Elements that lie apart come to lie side by side, four at a time: what packing is made of. */
final class DoubleFours {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> TWO = DoubleVector.SPECIES_128;
  private static final int VL = V.length();

  /** Permutations select by integers: an index of floats is converted each time. */
  private static final VectorSpecies<Long> INDEX = LongVector.SPECIES_PREFERRED;

  /** x0 y0 x1 y1 ... from the lower halves of x and y. */
  private static final LongVector LOW = lanes(1, 0);

  /** The same from the upper halves. */
  private static final LongVector HIGH = lanes(1, VL / 2);

  /** x0 x1 y0 y1 x2 x3 y2 y3 ... from the lower halves. */
  private static final LongVector LOW_PAIRS = lanes(2, 0);

  private static final LongVector HIGH_PAIRS = lanes(2, VL / 2);

  private DoubleFours() {}

  /**
   * Interleaves four rows: y[at + 4 p + i] = x[ri + p], p &lt; n, i &lt; 4. Two rounds of
   * two-source permutations, 2 for each vector.
   */
  static void interleave(double[] x, int r0, int r1, int r2, int r3, int n, double[] y, int at) {
    if (VL < 4 || n < VL) {
      singly(x, r0, r1, r2, r3, n, y, at);
      return;
    }
    int whole = n / VL * VL;
    byVectors(x, r0, r1, r2, r3, whole, y, at);
    if (whole < n) {
      // The last vector of each row, part of which is there already.
      int last = n - VL;
      byVectors(x, r0 + last, r1 + last, r2 + last, r3 + last, VL, y, at + 4 * last);
    }
  }

  private static void byVectors(
      double[] x, int r0, int r1, int r2, int r3, int n, double[] y, int at) {
    for (int p = 0; p < n; p += VL) {
      LongVector x0 = DoubleVector.fromArray(V, x, r0 + p).reinterpretAsLongs();
      LongVector x1 = DoubleVector.fromArray(V, x, r1 + p).reinterpretAsLongs();
      LongVector x2 = DoubleVector.fromArray(V, x, r2 + p).reinterpretAsLongs();
      LongVector x3 = DoubleVector.fromArray(V, x, r3 + p).reinterpretAsLongs();
      LongVector low01 = LOW.selectFrom(x0, x1);
      LongVector low23 = LOW.selectFrom(x2, x3);
      LongVector high01 = HIGH.selectFrom(x0, x1);
      LongVector high23 = HIGH.selectFrom(x2, x3);
      int to = at + 4 * p;
      LOW_PAIRS.selectFrom(low01, low23).reinterpretAsDoubles().intoArray(y, to);
      HIGH_PAIRS.selectFrom(low01, low23).reinterpretAsDoubles().intoArray(y, to + VL);
      LOW_PAIRS.selectFrom(high01, high23).reinterpretAsDoubles().intoArray(y, to + 2 * VL);
      HIGH_PAIRS.selectFrom(high01, high23).reinterpretAsDoubles().intoArray(y, to + 3 * VL);
    }
  }

  private static void singly(
      double[] x, int r0, int r1, int r2, int r3, int n, double[] y, int at) {
    for (int p = 0; p < n; p++) {
      y[at + 4 * p] = x[r0 + p];
      y[at + 4 * p + 1] = x[r1 + p];
      y[at + 4 * p + 2] = x[r2 + p];
      y[at + 4 * p + 3] = x[r3 + p];
    }
  }

  /** Copies four elements at a time: y[at + p yStride + i] = x[from + p xStride + i], i &lt; 4. */
  static void copy(double[] x, int from, int xStride, int n, double[] y, int at, int yStride) {
    for (int p = 0; p < n; p++) {
      DoubleVector.fromArray(TWO, x, from).intoArray(y, at);
      DoubleVector.fromArray(TWO, x, from + 2).intoArray(y, at + 2);
      from += xStride;
      at += yStride;
    }
  }

  /** The same from native memory, side by side: y[at + 4 p + i] = x[from + p xStride + i]. */
  static void copy(MemorySegment x, long from, int xStride, int n, double[] y, int at) {
    for (int p = 0; p < n; p++) {
      long bytes = (from + (long) p * xStride) * Double.BYTES;
      DoubleVector.fromMemorySegment(TWO, x, bytes, ByteOrder.nativeOrder())
          .intoArray(y, at + 4 * p);
      DoubleVector.fromMemorySegment(TWO, x, bytes + 2 * Double.BYTES, ByteOrder.nativeOrder())
          .intoArray(y, at + 4 * p + 2);
    }
  }

  /** Lanes of x (from 0) and y (from VL) in turn, so many at a time, from a first one on. */
  private static LongVector lanes(int together, int first) {
    long[] lanes = new long[VL];
    for (int i = 0; i < VL; i++) {
      int turn = i / together;
      lanes[i] = first + turn / 2 * together + i % together + (turn % 2 == 0 ? 0 : VL);
    }
    return LongVector.fromArray(INDEX, lanes, 0);
  }
}
