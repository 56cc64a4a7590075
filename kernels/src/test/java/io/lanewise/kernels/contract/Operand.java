package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * A row-major matrix, or a vector as its one row, somewhere inside a larger block of memory whose
 * every other element is a canary: before the matrix, behind it, and in the gaps between its rows.
 */
final class Operand {

  private final Precision precision;
  private final MemorySegment block;
  private final int offset;
  private final int rows;
  private final int columns;
  private final int ld;
  private byte[] before;

  private Operand(
      Precision precision, MemorySegment block, int offset, int rows, int columns, int ld) {
    this.precision = precision;
    this.block = block;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.ld = ld;
    precision.fillWithCanaries(block);
  }

  /**
   * Allocates a matrix at a random offset. Half of them end with their block, so that an access
   * behind them is out of bounds.
   */
  static Operand matrix(
      Precision precision,
      Arena arena,
      boolean isNative,
      RandomGenerator random,
      int rows,
      int columns,
      int ld) {
    int offset = random.nextInt(10);
    boolean exact = random.nextBoolean();
    int extent = rows == 0 || columns == 0 ? 0 : (rows - 1) * ld + columns;
    int elements = offset + extent + (exact ? 0 : 1 + random.nextInt(20));
    MemorySegment block =
        isNative
            ? arena.allocate((long) elements * precision.bytes(), 64)
            : precision.array(elements);
    return new Operand(precision, block, offset, rows, columns, ld);
  }

  /** Allocates a vector of floats at a random offset. */
  static Operand floats(Arena arena, boolean isNative, RandomGenerator random, long elements) {
    int n = Math.toIntExact(elements);
    return matrix(Precision.SINGLE, arena, isNative, random, 1, n, Math.max(1, n));
  }

  Operand fill(DoubleSupplier values) {
    double[] row = new double[columns];
    for (int i = 0; i < rows && columns > 0; i++) {
      Arrays.setAll(row, j -> values.getAsDouble());
      precision.write(row, block, at(i, 0));
    }
    return this;
  }

  /** Sets every element of a vector. */
  Operand fill(double... values) {
    double[] row = new double[columns];
    System.arraycopy(values, 0, row, 0, columns);
    if (columns > 0) {
      precision.write(row, block, at(0, 0));
    }
    return this;
  }

  double get(int i, int j) {
    return precision.get(block, at(i, j));
  }

  void set(int i, int j, double value) {
    precision.set(block, at(i, j), value);
  }

  /** Reads n elements of a vector, from one of them on. */
  void get(int j, int n, double[] values, int at) {
    precision.read(block, at(0, j), n, values, at);
  }

  /** Sets elements of a vector, from one of them on. */
  void set(int j, double[] values) {
    precision.write(values, block, at(0, j));
  }

  /** The elements, row by row, without the gaps. */
  double[] values() {
    double[] values = new double[rows * columns];
    for (int i = 0; i < rows && columns > 0; i++) {
      precision.read(block, at(i, 0), columns, values, i * columns);
    }
    return values;
  }

  /** The matrix and, half of the time, what is behind it. */
  MemorySegment segment() {
    return block.asSlice((long) offset * precision.bytes());
  }

  float[] floats() {
    return (float[]) block.heapBase().orElseThrow();
  }

  double[] doubles() {
    return (double[]) block.heapBase().orElseThrow();
  }

  int offset() {
    return offset;
  }

  int ld() {
    return ld;
  }

  int columns() {
    return columns;
  }

  /** Remembers what the block holds. */
  Operand remember() {
    before = bytes();
    return this;
  }

  /** Asserts that nothing of the block has changed. */
  void assertUnchanged(String name, Object replay) {
    assertSame(name, replay, before);
  }

  /** Asserts that nothing but the elements of the matrix has changed. */
  void assertCanaries(String name, Object replay) {
    byte[] expected = before.clone();
    byte[] now = bytes();
    for (int i = 0; columns > 0 && i < rows; i++) {
      int from = Math.toIntExact(at(i, 0)) * precision.bytes();
      System.arraycopy(now, from, expected, from, columns * precision.bytes());
    }
    assertSame(name, replay, expected);
  }

  private void assertSame(String name, Object replay, byte[] expected) {
    long mismatch = MemorySegment.ofArray(expected).mismatch(MemorySegment.ofArray(bytes()));
    assertThat(mismatch < 0 ? "" : "element " + (mismatch / precision.bytes() - offset))
        .as("%s: what was written in %s where nothing may be, from its start", replay, name)
        .isEmpty();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[Math.toIntExact(block.byteSize())];
    MemorySegment.ofArray(bytes).copyFrom(block);
    return bytes;
  }

  private long at(int i, int j) {
    return offset + (long) i * ld + j;
  }
}
