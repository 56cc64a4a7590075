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
      for (int row = 0; row < rows; row += 4) {
        int to = at(row) + 4 * step;
        if (row + 4 > rows) {
          sliceSingly(a, i + row, rows - row, p + step, n, to);
        } else if (a.isNative()) {
          FloatFours.copy(a.segment(), a.at(p + step, i + row), a.ld(), n, packed, to);
        } else {
          FloatFours.copy(a.array(), (int) a.at(p + step, i + row), a.ld(), n, packed, to, 4);
        }
      }
    }
  }

  private void sliceSingly(StoredFloats a, int i, int rows, int p, int n, int to) {
    a.piece(p, n, i, rows);
    for (int row = 0; row < rows; row++) {
      for (int step = 0; step < n; step++) {
        packed[to + 4 * step + row] = a.array()[a.pieceAt() + row + step * a.pieceStride()];
      }
    }
  }
}
