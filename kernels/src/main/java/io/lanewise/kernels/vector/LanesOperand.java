package io.lanewise.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A tensor in {@code Layout.LANES} as a caller passed it: an array, or native memory. */
final class LanesOperand {

  private float[] array;
  private int offset;
  private MemorySegment segment;

  /** Takes an operand. */
  void set(MemorySegment operand) {
    if (operand.isNative()) {
      segment = operand;
    } else {
      array = (float[]) operand.heapBase().orElseThrow();
      offset = Math.toIntExact(operand.address() / Float.BYTES);
    }
  }

  /** Takes an operand that starts at array[offset]. */
  void set(float[] array, int offset) {
    this.array = array;
    this.offset = offset;
  }

  /** Forgets the operand, so that it can be collected. */
  void clear() {
    array = null;
    segment = null;
  }

  boolean isNative() {
    return segment != null;
  }

  /** The array of a heap operand. */
  float[] array() {
    return array;
  }

  /** Where element 0 of a heap operand is in its array. */
  int offset() {
    return offset;
  }

  /** Copies n elements out of the operand. */
  void read(int from, float[] to, int at, int n) {
    if (isNative()) {
      MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, (long) from * Float.BYTES, to, at, n);
    } else {
      System.arraycopy(array, offset + from, to, at, n);
    }
  }

  /** Copies n elements into the operand. */
  void write(float[] from, int at, int to, int n) {
    if (isNative()) {
      MemorySegment.copy(from, at, segment, ValueLayout.JAVA_FLOAT, (long) to * Float.BYTES, n);
    } else {
      System.arraycopy(from, at, array, offset + to, n);
    }
  }
}
