package io.lanewise.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Elements that lie apart come to lie side by side, four at a time: what packing is made of. */
final class FloatFours {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
  private static final int VL = V.length();

  /** Permutations select by integers: an index of floats is converted each time. */
  private static final VectorSpecies<Integer> INDEX = IntVector.SPECIES_PREFERRED;

  /** x0 y0 x1 y1 ... from the lower halves of x and y. */
  private static final IntVector LOW = lanes(1, 0);

  /** The same from the upper halves. */
  private static final IntVector HIGH = lanes(1, VL / 2);

  /** x0 x1 y0 y1 x2 x3 y2 y3 ... from the lower halves. */
  private static final IntVector LOW_PAIRS = lanes(2, 0);

  private static final IntVector HIGH_PAIRS = lanes(2, VL / 2);

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
    byVectors(x, r0, r1, r2, r3, whole, y, at);
    if (whole < n) {
      // The last vector of each row, part of which is there already.
      int last = n - VL;
      byVectors(x, r0 + last, r1 + last, r2 + last, r3 + last, VL, y, at + 4 * last);
    }
  }

  private static void byVectors(
      float[] x, int r0, int r1, int r2, int r3, int n, float[] y, int at) {
    for (int p = 0; p < n; p += VL) {
      IntVector x0 = FloatVector.fromArray(V, x, r0 + p).reinterpretAsInts();
      IntVector x1 = FloatVector.fromArray(V, x, r1 + p).reinterpretAsInts();
      IntVector x2 = FloatVector.fromArray(V, x, r2 + p).reinterpretAsInts();
      IntVector x3 = FloatVector.fromArray(V, x, r3 + p).reinterpretAsInts();
      IntVector low01 = LOW.selectFrom(x0, x1);
      IntVector low23 = LOW.selectFrom(x2, x3);
      IntVector high01 = HIGH.selectFrom(x0, x1);
      IntVector high23 = HIGH.selectFrom(x2, x3);
      int to = at + 4 * p;
      LOW_PAIRS.selectFrom(low01, low23).reinterpretAsFloats().intoArray(y, to);
      HIGH_PAIRS.selectFrom(low01, low23).reinterpretAsFloats().intoArray(y, to + VL);
      LOW_PAIRS.selectFrom(high01, high23).reinterpretAsFloats().intoArray(y, to + 2 * VL);
      HIGH_PAIRS.selectFrom(high01, high23).reinterpretAsFloats().intoArray(y, to + 3 * VL);
    }
  }

  private static void singly(float[] x, int r0, int r1, int r2, int r3, int n, float[] y, int at) {
    for (int p = 0; p < n; p++) {
      y[at + 4 * p] = x[r0 + p];
      y[at + 4 * p + 1] = x[r1 + p];
      y[at + 4 * p + 2] = x[r2 + p];
      y[at + 4 * p + 3] = x[r3 + p];
    }
  }

  /** Copies four elements at a time: y[at + p yStride + i] = x[from + p xStride + i], i &lt; 4. */
  static void copy(float[] x, int from, int xStride, int n, float[] y, int at, int yStride) {
    for (int p = 0; p < n; p++) {
      FloatVector.fromArray(FOUR, x, from).intoArray(y, at);
      from += xStride;
      at += yStride;
    }
  }

  /** The same from native memory, side by side: y[at + 4 p + i] = x[from + p xStride + i]. */
  static void copy(MemorySegment x, long from, int xStride, int n, float[] y, int at) {
    for (int p = 0; p < n; p++) {
      long bytes = (from + (long) p * xStride) * Float.BYTES;
      FloatVector.fromMemorySegment(FOUR, x, bytes, ByteOrder.nativeOrder())
          .intoArray(y, at + 4 * p);
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
