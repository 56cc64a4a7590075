package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Rows of floats from one pitch to another; not one element beside them is written. */
final class FloatRows {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private FloatRows() {}

  /** y[yAt + r yPitch + c] = x[xAt + r xPitch + c], r &lt; rows, c &lt; columns. */
  static void copy(
      float[] x, int xAt, int xPitch, float[] y, int yAt, int yPitch, int rows, int columns) {
    VectorMask<Float> inside = V.indexInRange(0, columns);
    for (int row = 0; row < rows; row++) {
      if (columns < VL) {
        FloatVector.fromArray(V, x, xAt, inside).intoArray(y, yAt, inside);
      } else {
        for (int c = 0; c < columns; c += VL) {
          // The last vector of a row, part of which is there already.
          int at = Math.min(c, columns - VL);
          FloatVector.fromArray(V, x, xAt + at).intoArray(y, yAt + at);
        }
      }
      xAt += xPitch;
      yAt += yPitch;
    }
  }

  /**
   * y[yAt + r yPitch + c] = x[xAt + r xPitch + c] factors[factorAt[row + r] + c], r &lt; rows, c
   * &lt; columns.
   */
  static void multiply(
      float[] x,
      int xAt,
      int xPitch,
      float[] y,
      int yAt,
      int yPitch,
      int row,
      int rows,
      int columns,
      float[] factors,
      int[] factorAt) {
    VectorMask<Float> inside = V.indexInRange(0, columns);
    for (int r = row; r < row + rows; r++) {
      int factor = factorAt[r];
      if (columns < VL) {
        FloatVector.fromArray(V, x, xAt, inside)
            .mul(FloatVector.fromArray(V, factors, factor, inside))
            .intoArray(y, yAt, inside);
      } else {
        for (int c = 0; c < columns; c += VL) {
          int at = Math.min(c, columns - VL);
          FloatVector.fromArray(V, x, xAt + at)
              .mul(FloatVector.fromArray(V, factors, factor + at))
              .intoArray(y, yAt + at);
        }
      }
      xAt += xPitch;
      yAt += yPitch;
    }
  }
}
