package io.lanewise.kernels.vector;

/**
 * A block of op(A), packed in groups of four rows: the four elements of a column lie side by side,
 * one column after the other. A micro-panel is one or three such groups, {@link #GROUP} apart. Rows
 * below the block hold anything: they end in rows of the tile that are not stored.
 */
final class DoublePanelsA {

  /**
   * Elements from one group to the next. A constant, so that one register of the micro-kernel
   * addresses all its rows; a cache line more than a power of two, so that they share no cache set.
   */
  static final int GROUP = 4 * GemmBlocking.kcSetting() + 64 / Double.BYTES;

  /** Steps along k that a transposed operand is read in at a time. */
  private static final int STEPS = 16;

  private double[] packed = {};

  double[] array() {
    return packed;
  }

  /** Where the micro-panel with row ir starts. */
  static int at(int ir) {
    return ir / 4 * GROUP;
  }

  long bytes() {
    return (long) packed.length * Double.BYTES;
  }

  void reserve(int rows) {
    if (packed.length < at(rows + 3)) {
      packed = new double[at(rows + 3)];
    }
  }

  /**
   * Packs rows i .. i + rows, columns p .. p + kcb, of A as it is stored: a row of a group lies
   * side by side.
   *
   * @param ir row of the block that row i becomes
   */
  void interleave(StoredDoubles a, int i, int rows, int p, int kcb, int ir) {
    for (int row = 0; row < rows; row += 4) {
      int last = Math.min(4, rows - row) - 1;
      a.piece(i + row, last + 1, p, kcb);
      int at = a.pieceAt();
      int stride = a.pieceStride();
      // Where there are fewer than four rows, the last one again.
      DoubleFours.interleave(
          a.array(),
          at,
          at + Math.min(1, last) * stride,
          at + Math.min(2, last) * stride,
          at + last * stride,
          kcb,
          packed,
          at(ir + row));
    }
  }

  /**
   * Packs the whole block from rows i .. i + rows, columns p .. p + kcb, of A stored transposed: a
   * column of a group lies side by side. A few steps along k for all groups, so that what is read
   * is whole cache lines.
   */
  void slice(StoredDoubles a, int i, int rows, int p, int kcb) {
    for (int step = 0; step < kcb; step += STEPS) {
      int n = Math.min(STEPS, kcb - step);
      a.piece(p + step, n, i, rows);
      double[] x = a.array();
      int stride = a.pieceStride();
      for (int row = 0; row < rows; ) {
        int from = a.pieceAt() + row;
        int to = at(row) + 4 * step;
        if (rows - row >= 4 * DoubleFours.SIDE_BY_SIDE) {
          sliceSideBySide(x, from, stride, n, to);
          row += 4 * DoubleFours.SIDE_BY_SIDE;
        } else if (rows - row >= 4) {
          DoubleFours.copy(x, from, stride, n, packed, to, 4);
          row += 4;
        } else {
          sliceSingly(x, from, stride, rows - row, n, to);
          row = rows;
        }
      }
    }
  }

  /** Groups side by side: a vector of a stored row has a column of each. */
  private void sliceSideBySide(double[] x, int from, int stride, int n, int to) {
    int fours = DoubleFours.SIDE_BY_SIDE;
    int blocks = n / fours;
    DoubleFours.transpose(blocks, x, from, stride, fours * stride, packed, to, GROUP, fours * 4);
    int done = blocks * fours;
    for (int group = 0; group < fours && done < n; group++) {
      DoubleFours.copy(
          x,
          from + done * stride + 4 * group,
          stride,
          n - done,
          packed,
          to + group * GROUP + 4 * done,
          4);
    }
  }

  private void sliceSingly(double[] x, int from, int stride, int rows, int n, int to) {
    for (int row = 0; row < rows; row++) {
      for (int step = 0; step < n; step++) {
        packed[to + 4 * step + row] = x[from + row + step * stride];
      }
    }
  }
}
