package io.lanewise.kernels.vector;

import io.lanewise.kernels.Windowed;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Some rows of one image plane, with their padding, and split by the phases of the stride: element
 * (h, w) of the padded plane is element (h / strideH, w / strideW) of phase (h % strideH, w %
 * strideW). In there every tap of a window is the output's own place plus a constant, so that a
 * kernel is one flat loop over whole vectors: no strides, no padding, no ends of rows.
 *
 * <p>Row p of the output and row p of a phase are {@link #pitch} elements long. Columns past ow
 * hold what falls out of the flat loop; nobody reads them.
 *
 * <p>An image of 7 x 7 elements is 63 elements flat, four vectors of 16, of which rows by rows
 * would fill seven by half.
 */
final class PhaseBand {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  /** Kernels compute up to four vectors at a time, and may read and write so much behind a band. */
  static final int SLACK = 4 * VL;

  /** Elements that a band of an image should have: a third of a first-level cache of 48 KB. */
  private static final int ELEMENTS = 4096;

  private final Windowed shape;
  private final int pitch;
  private final int above;
  private final int rows;
  private final int phaseSize;
  private final int columns;
  private final float[] elements;
  private final int[] tapAt;
  private final int[] shifts;
  private final int[] phaseRows;

  /**
   * Sizes the band.
   *
   * @param shape sizes
   * @param maxRows rows that it needs at most
   * @param padding what the padding holds
   */
  PhaseBand(Windowed shape, int maxRows, float padding) {
    this.shape = shape;
    int phases = Math.multiplyExact(shape.strideH(), shape.strideW());
    pitch = shape.ow() + (shape.kw() - 1) * shape.dilationW() / shape.strideW();
    above = (shape.kh() - 1) * shape.dilationH() / shape.strideH();
    long fit = ELEMENTS / ((long) phases * pitch) - above;
    rows = (int) Math.max(1, Math.min(maxRows, fit));
    phaseSize = Math.addExact(Math.multiplyExact(rows + above, pitch), pitch - shape.ow() + SLACK);
    columns = (int) Math.clamp((long) pitch * shape.strideW() - shape.padLeft(), 0, shape.iw());
    elements = new float[Math.multiplyExact(phases, phaseSize)];
    Arrays.fill(elements, padding);
    tapAt = new int[shape.kh() * shape.kw()];
    shifts = new int[tapAt.length];
    phaseRows = new int[shape.strideH()];
    for (int i = 0; i < shape.kh(); i++) {
      int h = i * shape.dilationH();
      phaseRows[h % shape.strideH()] = h / shape.strideH() + 1;
      for (int j = 0; j < shape.kw(); j++) {
        int w = j * shape.dilationW();
        int tap = i * shape.kw() + j;
        shifts[tap] = h / shape.strideH() * pitch + w / shape.strideW();
        tapAt[tap] = phaseAt(h % shape.strideH(), w % shape.strideW()) + shifts[tap];
      }
    }
  }

  /** Elements from one row of a phase, or of the output, to the next. */
  int pitch() {
    return pitch;
  }

  /** Rows of the output that fit, and of each phase beside those above. */
  int rows() {
    return rows;
  }

  /** Rows that a window reaches over in its phase, its first one not counted. */
  int above() {
    return above;
  }

  /** Phases, strideH strideW. */
  int phases() {
    return shape.strideH() * shape.strideW();
  }

  /** Rows of a phase in a whole plane. */
  int planeRows() {
    return (shape.padTop() + shape.ih() + shape.strideH() - 1) / shape.strideH();
  }

  /** The phases, one behind the other. */
  float[] elements() {
    return elements;
  }

  /** Where a phase starts. */
  int phaseAt(int phase) {
    return phase * phaseSize;
  }

  /** Where each tap of the first window is, taps in row-major order. */
  int[] tapAt() {
    return tapAt;
  }

  /** How far each tap is from the window's own place in its phase. */
  int[] shifts() {
    return shifts;
  }

  /** The taps of one phase, in row-major order. */
  int[] tapsOf(int phase) {
    int[] taps = new int[tapAt.length];
    int n = 0;
    for (int tap = 0; tap < tapAt.length; tap++) {
      if (tapAt[tap] - shifts[tap] == phaseAt(phase)) {
        taps[n++] = tap;
      }
    }
    return Arrays.copyOf(taps, n);
  }

  long bytes() {
    return (long) Float.BYTES * elements.length;
  }

  private int phaseAt(int phaseH, int phaseW) {
    return phaseAt(phaseH * shape.strideW() + phaseW);
  }

  /**
   * Reads what the windows of output rows first .. first + n - 1 cover.
   *
   * @param x image planes
   * @param planeAt where the plane starts
   * @param padding what the padding holds, all of it and always the same
   */
  void read(float[] x, int planeAt, int first, int n, float padding) {
    for (int phaseH = 0; phaseH < shape.strideH(); phaseH++) {
      int needed = phaseRows[phaseH] == 0 ? 0 : n + phaseRows[phaseH] - 1;
      int origin = first * shape.strideH() + phaseH - shape.padTop();
      int inside = Math.clamp(firstInside(origin, shape.strideH()), 0, needed);
      int end = Math.clamp(firstInside(origin - shape.ih(), shape.strideH()), inside, needed);
      if (rows < shape.oh()) {
        // Where a band is a whole plane, nothing else was ever in its padding.
        fill(phaseH, 0, inside, padding);
        fill(phaseH, end, needed, padding);
      }
      int from = planeAt + (origin + inside * shape.strideH()) * shape.iw();
      splitRows(x, from, end - inside, phaseH, inside, padding);
    }
  }

  /**
   * Writes the rows of a plane that rows first .. first + n - 1 of the phases are.
   *
   * @param x image planes
   * @param planeAt where the plane starts
   */
  void write(float[] x, int planeAt, int first, int n) {
    for (int phaseH = 0; phaseH < shape.strideH(); phaseH++) {
      int origin = first * shape.strideH() + phaseH - shape.padTop();
      int inside = Math.clamp(firstInside(origin, shape.strideH()), 0, n);
      int end = Math.clamp(firstInside(origin - shape.ih(), shape.strideH()), inside, n);
      int to = planeAt + (origin + inside * shape.strideH()) * shape.iw();
      mergeRows(x, to, end - inside, phaseH, inside);
    }
  }

  /** The first a for which origin + a stride is not negative. */
  private static int firstInside(int origin, int stride) {
    return origin >= 0 ? 0 : (-origin + stride - 1) / stride;
  }

  private void fill(int phaseH, int row, int end, float padding) {
    for (int phaseW = 0; row < end && phaseW < shape.strideW(); phaseW++) {
      int at = phaseAt(phaseH, phaseW);
      int left = at + row * pitch;
      Arrays.fill(elements, left, at + end * pitch, padding);
    }
  }

  private void splitRows(float[] x, int from, int n, int phaseH, int row, float padding) {
    int strideW = shape.strideW();
    int xPitch = shape.strideH() * shape.iw();
    for (int phase = 0; phase < strideW && strideW != 2; phase++) {
      // The first column of the image in this phase of the padded image.
      int w = Math.floorMod(phase - shape.padLeft(), strideW);
      int at = phaseAt(phaseH, phase) + row * pitch + (w + shape.padLeft()) / strideW;
      if (strideW == 1) {
        FloatRows.copyPadded(x, from, xPitch, elements, at, pitch, n, columns, padding);
      } else {
        for (int a = 0; a < n; a++) {
          gather(x, from + a * xPitch + w, strideW, elements, at + a * pitch, count(w));
        }
      }
    }
    if (strideW != 2) {
      return;
    }
    int even = firstAt(phaseH, row);
    int odd = otherAt(phaseH, row);
    if (columns < 2 * VL && from + (n - 1) * xPitch + 2 * VL <= x.length) {
      splitPadded(x, from, xPitch, n, columns, elements, even, odd, pitch, padding);
    } else {
      split(x, from, xPitch, n, columns, elements, even, odd, pitch);
    }
  }

  private void mergeRows(float[] x, int to, int n, int phaseH, int row) {
    int strideW = shape.strideW();
    int xPitch = shape.strideH() * shape.iw();
    for (int phase = 0; phase < strideW && strideW != 2; phase++) {
      int w = Math.floorMod(phase - shape.padLeft(), strideW);
      int at = phaseAt(phaseH, phase) + row * pitch + (w + shape.padLeft()) / strideW;
      if (strideW == 1) {
        FloatRows.copy(elements, at, pitch, x, to, xPitch, n, columns);
      } else {
        for (int a = 0; a < n; a++) {
          scatter(elements, at + a * pitch, x, to + a * xPitch + w, strideW, count(w));
        }
      }
    }
    if (strideW == 2) {
      merge(elements, firstAt(phaseH, row), otherAt(phaseH, row), pitch, x, to, xPitch, n, columns);
    }
    for (int a = 0; a < n && columns < shape.iw(); a++) {
      int end = to + a * xPitch + shape.iw();
      Arrays.fill(x, end - (shape.iw() - columns), end, 0);
    }
  }

  /** Elements of a row from column w on, in steps of the stride. */
  private int count(int w) {
    return w >= columns ? 0 : (columns - w + shape.strideW() - 1) / shape.strideW();
  }

  /** Where columns 0, 2, 4 .. of the image go for a stride of 2. */
  private int firstAt(int phaseH, int row) {
    return phaseAt(phaseH, shape.padLeft() & 1) + row * pitch + shape.padLeft() / 2;
  }

  /** Where columns 1, 3, 5 .. of the image go for a stride of 2. */
  private int otherAt(int phaseH, int row) {
    return phaseAt(phaseH, 1 - (shape.padLeft() & 1)) + row * pitch + (shape.padLeft() + 1) / 2;
  }

  private static void gather(float[] x, int from, int step, float[] y, int at, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] = x[from + i * step];
    }
  }

  private static void scatter(float[] x, int from, float[] y, int at, int step, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i * step] = x[from + i];
    }
  }

  /**
   * Even and odd columns of each row of less than two vectors come to lie apart, each followed by
   * padding up to a vector, or by the next row where that begins earlier.
   */
  private static void splitPadded(
      float[] x,
      int from,
      int xPitch,
      int rows,
      int n,
      float[] y,
      int even,
      int odd,
      int pitch,
      float padding) {
    VectorMask<Float> evens = V.indexInRange(0, (n + 1) / 2);
    VectorMask<Float> odds = V.indexInRange(0, n / 2);
    FloatVector beside = FloatVector.broadcast(V, padding);
    for (int row = 0; row < rows; row++) {
      IntVector x0 = FloatVector.fromArray(V, x, from).reinterpretAsInts();
      IntVector x1 = FloatVector.fromArray(V, x, from + VL).reinterpretAsInts();
      FloatVector v0 = FloatPairs.EVEN.selectFrom(x0, x1).reinterpretAsFloats();
      FloatVector v1 = FloatPairs.ODD.selectFrom(x0, x1).reinterpretAsFloats();
      beside.blend(v0, evens).intoArray(y, even);
      beside.blend(v1, odds).intoArray(y, odd);
      from += xPitch;
      even += pitch;
      odd += pitch;
    }
  }

  /** Even and odd columns of each row come to lie apart. */
  private static void split(
      float[] x, int from, int xPitch, int rows, int n, float[] y, int even, int odd, int pitch) {
    VectorMask<Float> in0 = V.indexInRange(0, n);
    VectorMask<Float> in1 = V.indexInRange(VL, n);
    VectorMask<Float> evens = V.indexInRange(0, (n + 1) / 2);
    VectorMask<Float> odds = V.indexInRange(0, n / 2);
    for (int row = 0; row < rows; row++) {
      if (n < 2 * VL) {
        IntVector x0 = FloatVector.fromArray(V, x, from, in0).reinterpretAsInts();
        IntVector x1 =
            n <= VL ? x0 : FloatVector.fromArray(V, x, from + VL, in1).reinterpretAsInts();
        FloatPairs.EVEN.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, even, evens);
        FloatPairs.ODD.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, odd, odds);
      } else {
        int last = (n & -2) - 2 * VL;
        for (int w = 0; w < last + 2 * VL; w += 2 * VL) {
          // The last two vectors of a row, part of which is there already.
          int at = Math.min(w, last);
          IntVector x0 = FloatVector.fromArray(V, x, from + at).reinterpretAsInts();
          IntVector x1 = FloatVector.fromArray(V, x, from + at + VL).reinterpretAsInts();
          FloatPairs.EVEN.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, even + at / 2);
          FloatPairs.ODD.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, odd + at / 2);
        }
        if ((n & 1) == 1) {
          y[even + n / 2] = x[from + n - 1];
        }
      }
      from += xPitch;
      even += pitch;
      odd += pitch;
    }
  }

  /** The inverse of split; reads up to a vector behind a row of a phase. */
  private static void merge(
      float[] x, int even, int odd, int pitch, float[] y, int to, int yPitch, int rows, int n) {
    VectorMask<Float> in0 = V.indexInRange(0, n);
    VectorMask<Float> in1 = V.indexInRange(VL, n);
    for (int row = 0; row < rows; row++) {
      if (n < 2 * VL) {
        IntVector x0 = FloatVector.fromArray(V, x, even).reinterpretAsInts();
        IntVector x1 = FloatVector.fromArray(V, x, odd).reinterpretAsInts();
        FloatPairs.LOW.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, to, in0);
        if (n > VL) {
          FloatPairs.HIGH.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, to + VL, in1);
        }
      } else {
        int last = (n & -2) - 2 * VL;
        for (int w = 0; w < last + 2 * VL; w += 2 * VL) {
          int at = Math.min(w, last);
          IntVector x0 = FloatVector.fromArray(V, x, even + at / 2).reinterpretAsInts();
          IntVector x1 = FloatVector.fromArray(V, x, odd + at / 2).reinterpretAsInts();
          FloatPairs.LOW.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, to + at);
          FloatPairs.HIGH.selectFrom(x0, x1).reinterpretAsFloats().intoArray(y, to + at + VL);
        }
        if ((n & 1) == 1) {
          y[to + n - 1] = x[even + n / 2];
        }
      }
      to += yPitch;
      even += pitch;
      odd += pitch;
    }
  }
}
