package io.lanewise.kernels.contract;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * The matrices of a strided batch in one operand, whose other elements - between the rows and
 * between the matrices - are NaN.
 *
 * @param operand all of them as one row
 * @param rows of each
 * @param columns of each
 * @param ld leading dimension of each
 * @param stride elements from one to the next
 */
record Matrices(Operand operand, int rows, int columns, int ld, int stride) {

  static Matrices allocate(
      Precision precision,
      Arena arena,
      boolean isNative,
      RandomGenerator random,
      int batch,
      int rows,
      int columns,
      int ld,
      int stride) {
    boolean empty = batch == 0 || rows == 0 || columns == 0;
    int elements = empty ? 0 : (batch - 1) * stride + (rows - 1) * ld + columns;
    Operand operand =
        Operand.matrix(precision, arena, isNative, random, 1, elements, Math.max(1, elements));
    return new Matrices(operand, rows, columns, ld, stride);
  }

  Matrices fill(int batch, DoubleSupplier values) {
    double[] elements = new double[columns];
    for (int i = 0; i < batch; i++) {
      for (int row = 0; row < rows && columns > 0; row++) {
        Arrays.setAll(elements, column -> values.getAsDouble());
        operand.set(at(i, row, 0), elements);
      }
    }
    return this;
  }

  /** The elements of matrix i, row by row, without the gaps. */
  double[] values(int i) {
    double[] values = new double[rows * columns];
    for (int row = 0; row < rows && columns > 0; row++) {
      operand.get(at(i, row, 0), columns, values, row * columns);
    }
    return values;
  }

  /** Where an element of matrix i is in the operand. */
  int at(int i, int row, int column) {
    return i * stride + row * ld + column;
  }
}
