package io.lanewise.kernels.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Rows of the input of a correlation, all channels of a group, for one block of images: where they
 * are, or copied so that columns outside of the image are there and zero, and that the outputs of a
 * phase find their taps side by side where the step between them is over 1.
 */
final class LanesRows {

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  private final LanesGeometry geometry;
  private AlignedFloats buffer = AlignedFloats.none();
  private float[] row = {};

  private float[] array = buffer.array();
  private int base;

  LanesRows(LanesGeometry geometry) {
    this.geometry = geometry;
  }

  /** The array with the rows. */
  float[] array() {
    return array;
  }

  /** Where row 0 of channel 0 starts, whether it is there or not. */
  int base() {
    return base;
  }

  long bytes() {
    return buffer.bytes() + 4L * row.length;
  }

  /**
   * Makes rows row0 .. row1 readable.
   *
   * @param images the operand
   * @param at its element where the group's first channel starts
   */
  void load(LanesOperand images, int at, int row0, int row1) {
    if (geometry.isInPlace()) {
      array = images.array();
      base = images.offset() + at;
      return;
    }
    if (buffer.length() < geometry.elements()) {
      // Columns that no copy reaches stay zero for ever.
      buffer = AlignedFloats.of(geometry.elements());
    }
    array = buffer.array();
    base = buffer.start() - row0 * geometry.rowPitch();
    for (int channel = 0; channel < geometry.channels(); channel++) {
      for (int r = row0; r < row1; r++) {
        int to = base + channel * geometry.planePitch() + r * geometry.rowPitch();
        if (r < 0 || r >= geometry.rows()) {
          Arrays.fill(array, to, to + geometry.rowPitch(), 0);
        } else {
          copy(images, at + (channel * geometry.rows() + r) * geometry.columns() * VL, to);
        }
      }
    }
  }

  private void copy(LanesOperand images, int from, int to) {
    int n = geometry.copiedColumns();
    if (geometry.step() == 1) {
      images.read(from, array, to + geometry.at(0), n * VL);
      return;
    }
    if (row.length < n * VL) {
      row = new float[n * VL];
    }
    images.read(from, row, 0, n * VL);
    for (int column = 0; column < n; column++) {
      FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, row, column * VL)
          .intoArray(array, to + geometry.at(column));
    }
  }
}
