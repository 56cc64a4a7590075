package io.lanewise.kernels.vector;

import static java.lang.Math.min;

import io.lanewise.kernels.Transpose;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * An operand packed into panels: width elements side by side for each step along k, the panels one
 * after the other, the last one filled up with zeros. A's panels are mr rows wide, B's nr columns;
 * so A as it is stored and B transposed are the same case.
 */
final class DoublePanels {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private final int width;
  private double[] packed = {};

  DoublePanels(int width) {
    this.width = width;
  }

  double[] array() {
    return packed;
  }

  long bytes() {
    return (long) packed.length * Double.BYTES;
  }

  /** Packs rows i .. i + rows, columns p .. p + kcb of op(A). */
  void packA(StoredDoubles a, Transpose trans, int i, int rows, int p, int kcb) {
    reserve(rows, kcb);
    if (trans == Transpose.NO) {
      interleave(a, i, rows, p, kcb);
    } else {
      slice(a, i, rows, p, kcb);
    }
  }

  /** Packs rows p .. p + kcb, columns j .. j + columns of op(B). */
  void packB(StoredDoubles b, Transpose trans, int p, int kcb, int j, int columns) {
    reserve(columns, kcb);
    if (trans == Transpose.NO) {
      slice(b, j, columns, p, kcb);
    } else {
      interleave(b, j, columns, p, kcb);
    }
  }

  private void reserve(int across, int kcb) {
    int elements = GemmBlocking.roundUp(across, width) * kcb;
    if (packed.length < elements) {
      packed = new double[elements];
    }
  }

  /** What lies side by side in a panel lies side by side in memory: each step along k is a row. */
  private void slice(StoredDoubles x, int from, int across, int p, int kcb) {
    for (int at = 0; at < across; at += width) {
      int n = min(width, across - at);
      x.piece(p, kcb, from + at, n);
      for (int j = 0; j < width; j += VL) {
        if (j + VL <= n) {
          copyColumn(x, j, kcb, at * kcb + j);
        } else {
          copyColumn(x, j, n, kcb, at * kcb + j);
        }
      }
    }
  }

  /** A column of whole vectors. */
  private void copyColumn(StoredDoubles x, int j, int kcb, int to) {
    double[] from = x.array();
    double[] into = packed;
    int at = x.pieceAt() + j;
    int stride = x.pieceStride();
    for (int step = 0; step < kcb; step++) {
      DoubleVector.fromArray(V, from, at + step * stride).intoArray(into, to + step * width);
    }
  }

  /** A column of which n elements of the row are left, or which the panel's width cuts. */
  private void copyColumn(StoredDoubles x, int j, int n, int kcb, int to) {
    double[] from = x.array();
    double[] into = packed;
    VectorMask<Double> inside = V.indexInRange(j, n);
    VectorMask<Double> panel = V.indexInRange(j, width);
    int at = x.pieceAt() + j;
    int stride = x.pieceStride();
    for (int step = 0; step < kcb; step++) {
      DoubleVector.fromArray(V, from, at + step * stride, inside)
          .intoArray(into, to + step * width, panel);
    }
  }

  /** What lies side by side in a panel lies a leading dimension apart in memory. */
  private void interleave(StoredDoubles x, int from, int across, int p, int kcb) {
    for (int at = 0; at < across; at += width) {
      int n = min(width, across - at);
      x.piece(from + at, n, p, kcb);
      int to = at * kcb;
      int i = 0;
      for (; i + 4 <= n; i += 4) {
        interleaveFour(x, i, kcb, to + i);
      }
      for (; i < n; i++) {
        interleaveOne(x.array(), x.pieceAt() + i * x.pieceStride(), kcb, to + i);
      }
      for (; i < width; i++) {
        for (int step = 0; step < kcb; step++) {
          packed[to + step * width + i] = 0;
        }
      }
    }
  }

  /** Four rows at once: four streams of loads, and stores that share a cache line. */
  private void interleaveFour(StoredDoubles x, int row, int kcb, int to) {
    double[] from = x.array();
    double[] into = packed;
    int stride = x.pieceStride();
    int at0 = x.pieceAt() + row * stride;
    int at1 = at0 + stride;
    int at2 = at1 + stride;
    int at3 = at2 + stride;
    for (int step = 0; step < kcb; step++) {
      int at = to + step * width;
      into[at] = from[at0 + step];
      into[at + 1] = from[at1 + step];
      into[at + 2] = from[at2 + step];
      into[at + 3] = from[at3 + step];
    }
  }

  private void interleaveOne(double[] from, int at, int kcb, int to) {
    for (int step = 0; step < kcb; step++) {
      packed[to + step * width] = from[at + step];
    }
  }
}
