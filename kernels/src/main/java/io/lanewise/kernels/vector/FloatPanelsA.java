package io.lanewise.kernels.vector;

/**
 * A block of op(A), packed in groups of four rows: the four elements of a column lie side by side,
 * one column after the other. A micro-panel is one or three such groups, {@link #GROUP} apart. Rows
 * below the block hold anything: they end in rows of the tile that are not stored.
 */
final class FloatPanelsA {

  /**
   * Elements from one group to the next. A constant, so that one register of the micro-kernel
   * addresses all its rows; a cache line more than a power of two, so that they share no cache set.
   */
  static final int GROUP = 4 * GemmBlocking.kcSetting() + 64 / Float.BYTES;

  /** Steps along k that a transposed operand is read in at a time. */
  private static final int STEPS = 16;

  private float[] packed = {};

  float[] array() {
    return packed;
  }

  /** Where the micro-panel with row ir starts. */
  static int at(int ir) {
    return ir / 4 * GROUP;
  }

  long bytes() {
    return (long) packed.length * Float.BYTES;
  }

  void reserve(int rows) {
    if (packed.length < at(rows + 3)) {
      packed = new float[at(rows + 3)];
    }
  }

  /**
   * Packs rows i .. i + rows, columns p .. p + kcb, of A as it is stored: a row of a group lies
   * side by side.
   *
   * @param ir row of the block that row i becomes
   */
  void interleave(StoredFloats a, int i, int rows, int p, int kcb, int ir) {
    for (int row = 0; row < rows; row += 4) {
      int four = Math.min(4, rows - row);
      a.piece(i + row, four, p, kcb);
      interleave(a.array(), a.pieceAt(), a.pieceStride(), four, kcb, ir + row);
    }
  }

  /** Packs rows from x[at] on, stride apart and kcb long, so many fours, as a micro-panel at 0. */
  void interleave(float[] x, int at, int stride, int rows, int kcb) {
    for (int row = 0; row < rows; row += 4) {
      interleave(x, at + row * stride, stride, 4, kcb, row);
    }
  }

  /**
   * Packs up to four rows from x[at] on, stride apart and kcb long: a row lies side by side.
   *
   * @param ir row of the block that the first one becomes, a multiple of 4
   */
  void interleave(float[] x, int at, int stride, int rows, int kcb, int ir) {
    int last = rows - 1;
    // Where there are fewer than four rows, the last one again.
    FloatFours.interleave(
        x,
        at,
        at + Math.min(1, last) * stride,
        at + Math.min(2, last) * stride,
        at + last * stride,
        kcb,
        packed,
        at(ir));
  }

  /**
   * Packs the whole block from rows i .. i + rows, columns p .. p + kcb, of A stored transposed: a
   * column of a group lies side by side. A few steps along k for all groups, so that what is read
   * is whole cache lines.
   */
  void slice(StoredFloats a, int i, int rows, int p, int kcb) {
    for (int step = 0; step < kcb; step += STEPS) {
      int n = Math.min(STEPS, kcb - step);
      a.piece(p + step, n, i, rows);
      float[] x = a.array();
      int stride = a.pieceStride();
      for (int row = 0; row < rows; ) {
        int from = a.pieceAt() + row;
        int to = at(row) + 4 * step;
        if (rows - row >= 4 * FloatFours.SIDE_BY_SIDE) {
          sliceSideBySide(x, from, stride, n, to);
          row += 4 * FloatFours.SIDE_BY_SIDE;
        } else if (rows - row >= 4) {
          FloatFours.copy(x, from, stride, n, packed, to, 4);
          row += 4;
        } else {
          sliceSingly(x, from, stride, rows - row, n, to);
          row = rows;
        }
      }
    }
  }

  /** Groups side by side: a vector of a stored row has a column of each. */
  private void sliceSideBySide(float[] x, int from, int stride, int n, int to) {
    int fours = FloatFours.SIDE_BY_SIDE;
    int blocks = n / fours;
    FloatFours.transpose(blocks, x, from, stride, fours * stride, packed, to, GROUP, fours * 4);
    int done = blocks * fours;
    for (int group = 0; group < fours && done < n; group++) {
      FloatFours.copy(
          x,
          from + done * stride + 4 * group,
          stride,
          n - done,
          packed,
          to + group * GROUP + 4 * done,
          4);
    }
  }

  private void sliceSingly(float[] x, int from, int stride, int rows, int n, int to) {
    for (int row = 0; row < rows; row++) {
      for (int step = 0; step < n; step++) {
        packed[to + 4 * step + row] = x[from + row + step * stride];
      }
    }
  }
}
