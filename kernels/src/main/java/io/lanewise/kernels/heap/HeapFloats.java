package io.lanewise.kernels.heap;

import io.lanewise.kernels.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An operand as floats in an array: a heap operand is its own array, a native one is copied into
 * scratch memory that is kept for the next call.
 *
 * <p>Loops over plain arrays are what HotSpot compiles best, and one kind of operand at each of
 * their loads keeps them so. Used by one thread at a time.
 */
public final class HeapFloats {

  private float[] scratch = {};
  private float[] array = scratch;
  private int offset;

  /** The heap segment that array and offset are of, as asking one for its array allocates. */
  private MemorySegment attached;

  /** Takes an operand that will be read: its first n elements are in the array afterwards. */
  public void read(MemorySegment segment, int n) {
    if (attach(segment, n)) {
      MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, 0, scratch, 0, n);
    }
  }

  /** Takes an operand that will only be written; what the array holds before is undefined. */
  public void write(MemorySegment segment, int n) {
    attach(segment, n);
  }

  /** Brings what has been written to the operand, if the array is not the operand itself. */
  public void flush(MemorySegment segment, int n) {
    if (segment.isNative()) {
      MemorySegment.copy(scratch, 0, segment, ValueLayout.JAVA_FLOAT, 0, n);
    }
  }

  /** Takes a matrix that will be read, from its first element to its last, gaps included. */
  public void read(Matrix matrix) {
    if (matrix.isNative()) {
      read(matrix.slice(), Math.toIntExact(matrix.extent()));
    } else {
      attached = null;
      array = matrix.floats();
      offset = Math.toIntExact(matrix.offset());
    }
  }

  /** Brings what has been written to the matrix, if the array is not the matrix itself. */
  public void flush(Matrix matrix) {
    if (matrix.isNative()) {
      flush(matrix.slice(), Math.toIntExact(matrix.extent()));
    }
  }

  /** The array that holds the operand. */
  public float[] array() {
    return array;
  }

  /** Where the operand's first element is in the array. */
  public int offset() {
    return offset;
  }

  /** Bytes of scratch memory. */
  public long bytes() {
    return (long) scratch.length * Float.BYTES;
  }

  /** Whether the operand is native, so that its content has to be copied. */
  private boolean attach(MemorySegment segment, int n) {
    if (segment.isNative()) {
      if (scratch.length < n) {
        scratch = new float[n];
      }
      attached = null;
      array = scratch;
      offset = 0;
      return true;
    }
    if (segment.equals(attached)) {
      return false;
    }
    attached = segment;
    array = (float[]) segment.heapBase().orElseThrow();
    offset = Math.toIntExact(segment.address() / Float.BYTES);
    return false;
  }
}
