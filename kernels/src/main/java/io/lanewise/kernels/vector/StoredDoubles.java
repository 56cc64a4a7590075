package io.lanewise.kernels.vector;

import io.lanewise.kernels.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A matrix as it is stored, and pieces of it as plain arrays: a piece of a heap operand is where it
 * is, a piece of a native one is copied, row by row, into a buffer that stays in cache. So the
 * loads of the packer see arrays only.
 */
final class StoredDoubles {

  private double[] array;
  private long offset;
  private MemorySegment segment;
  private int ld;

  private double[] buffer = {};
  private int pieceAt;
  private int pieceStride;

  /** Takes a matrix. */
  void set(Matrix matrix) {
    segment = matrix.isNative() ? matrix.segment() : null;
    array = matrix.doubles();
    offset = matrix.offset();
    ld = matrix.ld();
  }

  /** Forgets the matrix, so that it can be collected. */
  void clear() {
    segment = null;
    array = null;
  }

  boolean isNative() {
    return segment != null;
  }

  MemorySegment segment() {
    return segment;
  }

  /** Element (row, column) of the matrix, counted from the start of the array or segment. */
  long at(int row, int column) {
    return offset + (long) row * ld + column;
  }

  int ld() {
    return ld;
  }

  /** Makes rows row .. row + rows, columns column .. column + columns readable as an array. */
  void piece(int row, int rows, int column, int columns) {
    if (segment == null) {
      pieceAt = (int) at(row, column);
      pieceStride = ld;
      return;
    }
    if (buffer.length < rows * columns) {
      buffer = new double[rows * columns];
    }
    for (int i = 0; i < rows; i++) {
      MemorySegment.copy(
          segment,
          ValueLayout.JAVA_DOUBLE,
          at(row + i, column) * Double.BYTES,
          buffer,
          i * columns,
          columns);
    }
    pieceAt = 0;
    pieceStride = columns;
  }

  /** The array with the latest piece, or the array of a heap operand. */
  double[] array() {
    return segment == null ? array : buffer;
  }

  /** Where the piece starts in its array. */
  int pieceAt() {
    return pieceAt;
  }

  /** From one row of the piece to the next. */
  int pieceStride() {
    return pieceStride;
  }

  long bytes() {
    return (long) buffer.length * Double.BYTES;
  }
}
