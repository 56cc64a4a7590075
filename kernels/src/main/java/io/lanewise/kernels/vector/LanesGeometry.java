package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;

/** How the rows that {@link LanesRows} makes readable lie in memory, in elements. */
final class LanesGeometry {

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  private final int channels;
  private final int rows;
  private final int columns;
  private final int step;
  private final int before;
  private final int phaseColumns;
  private final int copiedColumns;
  private final boolean direct;
  private final boolean inPlace;
  private final int rowPitch;
  private final int planePitch;

  /**
   * Lays out copies or, where nothing has to be added and it may be read directly, the operand.
   *
   * @param channels channels of a group
   * @param h rows
   * @param w columns
   * @param rowsAtOnce rows that are there at the same time
   * @param direct whether the operand may be read where it lies
   * @param rowsOutside whether rows outside of the image are asked for
   */
  LanesGeometry(
      int channels, LanesAxis h, LanesAxis w, int rowsAtOnce, boolean direct, boolean rowsOutside) {
    this.channels = channels;
    this.direct = direct;
    rows = h.in();
    columns = w.in();
    step = w.inStep();
    before = -w.least();
    int all = before + w.largest() + 1;
    phaseColumns = (all + step - 1) / step;
    copiedColumns = Math.min(columns, w.largest() + 1);
    inPlace = direct && step == 1 && before == 0 && w.largest() < columns && !rowsOutside;
    // An odd number of vectors: powers of two would put all rows at the same places of a cache.
    rowPitch = inPlace ? columns * VL : (phaseColumns * step | 1) * VL;
    planePitch =
        inPlace ? rows * rowPitch : Math.addExact(Math.multiplyExact(rowsAtOnce, rowPitch), VL);
    if (!inPlace) {
      Math.multiplyExact(channels, planePitch);
    }
  }

  /** Elements of one row of one channel, copied. */
  static long rowElements(LanesAxis w) {
    return (w.largest() - w.least() + 1L + w.inStep()) * VL;
  }

  /** Whether this is for an operand that may be read where it lies. */
  boolean isDirect() {
    return direct;
  }

  boolean isInPlace() {
    return inPlace;
  }

  int channels() {
    return channels;
  }

  /** Rows of the image. */
  int rows() {
    return rows;
  }

  /** Columns of the image. */
  int columns() {
    return columns;
  }

  /** Columns of the image that a tap names, from the first on. */
  int copiedColumns() {
    return copiedColumns;
  }

  int step() {
    return step;
  }

  int rowPitch() {
    return rowPitch;
  }

  int planePitch() {
    return planePitch;
  }

  int elements() {
    return channels * planePitch;
  }

  /** Where a column is in its row; one step further is the next vector. */
  int at(int column) {
    int u = column + before;
    return (u % step * phaseColumns + u / step) * VL;
  }
}
