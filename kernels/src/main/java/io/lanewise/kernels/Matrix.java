package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A matrix as it is stored: element (i, j) is element {@code offset + i ld + j} of an array, if it
 * lives in the heap, or of a native segment. Sizes and offsets are in elements.
 *
 * <p>A {@link Gemm} owns its matrices and sets them again for every call, so that a call allocates
 * nothing. A heap segment arrives here as its array, so that a backend knows two kinds of operands
 * and not three. After the call the matrix refers to no memory.
 */
public final class Matrix {

  private int rows;
  private int columns;
  private int ld;
  private int elementBytes;
  private float[] floats;
  private double[] doubles;
  private MemorySegment segment;
  private long offset;

  Matrix() {}

  /** Sets the sizes of what {@link #place} puts somewhere. */
  void size(int rows, int columns, int ld) {
    this.rows = rows;
    this.columns = columns;
    this.ld = ld;
  }

  void place(float[] array, int offset) {
    elementBytes = Float.BYTES;
    floats = array;
    this.offset = offset;
  }

  void place(double[] array, int offset) {
    elementBytes = Double.BYTES;
    doubles = array;
    this.offset = offset;
  }

  /** Takes a segment that has been checked; the matrix begins with it. */
  void place(MemorySegment segment, int elementBytes) {
    this.elementBytes = elementBytes;
    if (segment.isNative()) {
      this.segment = segment;
      offset = 0;
      return;
    }
    offset = segment.address() / elementBytes;
    if (elementBytes == Float.BYTES) {
      floats = (float[]) segment.heapBase().orElseThrow();
    } else {
      doubles = (double[]) segment.heapBase().orElseThrow();
    }
  }

  /** Takes the matrix that begins so many elements further on in the same memory. */
  void advance(long elements) {
    offset += elements;
  }

  /** Forgets the memory, so that it can be collected. */
  void clear() {
    floats = null;
    doubles = null;
    segment = null;
  }

  /** Rows as stored. */
  public int rows() {
    return rows;
  }

  /** Columns as stored. */
  public int columns() {
    return columns;
  }

  /** Elements from the start of a row to the start of the next. */
  public int ld() {
    return ld;
  }

  /** Elements from the first to the last, both included; 0 if there are none. */
  public long extent() {
    return rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
  }

  /**
   * Elements from the first of a batch of such matrices to the last of the last one; Long.MAX_VALUE
   * where that overflows.
   */
  long extent(int batch, long stride) {
    if (batch == 0 || extent() == 0) {
      return 0;
    }
    boolean overflow = batch > 1 && stride > (Long.MAX_VALUE - extent()) / (batch - 1);
    return overflow ? Long.MAX_VALUE : (batch - 1) * stride + extent();
  }

  /** Where element (i, j) is: in the array, or in {@link #segment()}. */
  public long at(int i, int j) {
    return offset + (long) i * ld + j;
  }

  /** Whether the matrix is outside the Java heap. */
  public boolean isNative() {
    return segment != null;
  }

  /** Whether the elements are floats, else doubles. */
  public boolean isSingle() {
    return elementBytes == Float.BYTES;
  }

  /** The array of a heap matrix in single precision, else null. */
  public float[] floats() {
    return floats;
  }

  /** The array of a heap matrix in double precision, else null. */
  public double[] doubles() {
    return doubles;
  }

  /** Where the first element is: in the array, or in {@link #segment()}. An int in an array. */
  public long offset() {
    return offset;
  }

  /** The memory that the matrix lies in, from {@link #offset()} on; a view if it is an array. */
  public MemorySegment segment() {
    if (segment != null) {
      return segment;
    }
    return floats != null ? MemorySegment.ofArray(floats) : MemorySegment.ofArray(doubles);
  }

  /** The memory from the first element on. */
  public MemorySegment slice() {
    return offset == 0 ? segment() : segment().asSlice(offset * elementBytes);
  }

  /** Whether the first elements here and in another matrix have memory in common. */
  boolean overlaps(long elements, Matrix other, long otherElements) {
    return elements > 0
        && otherElements > 0
        && sameMemory(other)
        && address() < other.address() + otherElements * elementBytes
        && other.address() < address() + elements * elementBytes;
  }

  @SuppressWarnings("ReferenceEquality") // Two arrays of equal content are separate memory.
  private boolean sameMemory(Matrix other) {
    return isNative()
        ? other.isNative()
        : !other.isNative() && floats == other.floats && doubles == other.doubles;
  }

  /** Address of the first element, in an array counted from the array's first. */
  private long address() {
    return (isNative() ? segment.address() : 0) + offset * elementBytes;
  }
}
