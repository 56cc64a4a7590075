package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Rows of floats from one pitch to another. */
final class FloatRows {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private FloatRows() {}

  /**
   * y[yAt + r yPitch + c] = x[xAt + r xPitch + c], r &lt; rows, c &lt; columns; nothing beside them
   * is written.
   */
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
   * The same, and a row shorter than a vector is followed by padding up to a vector, or by the next
   * row where that begins earlier. There is room for it in y.
   */
  static void copyPadded(
      float[] x,
      int xAt,
      int xPitch,
      float[] y,
      int yAt,
      int yPitch,
      int rows,
      int columns,
      float padding) {
    if (columns >= VL || xAt + (rows - 1) * xPitch + VL > x.length) {
      copy(x, xAt, xPitch, y, yAt, yPitch, rows, columns);
      return;
    }
    // Masked loads and stores, with their way past the end of an array, cost 12 cycles each.
    VectorMask<Float> inside = V.indexInRange(0, columns);
    FloatVector beside = FloatVector.broadcast(V, padding);
    for (int row = 0; row < rows; row++) {
      beside.blend(FloatVector.fromArray(V, x, xAt), inside).intoArray(y, yAt);
      xAt += xPitch;
      yAt += yPitch;
    }
  }

  /**
   * Copies rows of up to a vector, with whatever follows them up to a vector. There is room for it
   * in both.
   */
  static void copyWhole(float[] x, int xAt, int xPitch, float[] y, int yAt, int yPitch, int rows) {
    for (int row = 0; row < rows; row++) {
      FloatVector.fromArray(V, x, xAt).intoArray(y, yAt);
      xAt += xPitch;
      yAt += yPitch;
    }
  }

  /**
   * y[yAt + r yPitch + c] = x[xAt + r xPitch + c] factors[factorAt[row + r] + c], r &lt; rows, c
   * &lt; columns; nothing beside them is written.
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
