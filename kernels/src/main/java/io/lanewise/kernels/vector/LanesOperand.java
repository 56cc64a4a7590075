package io.lanewise.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/** A tensor in {@code Layout.LANES} as a caller passed it: an array, or native memory. */
final class LanesOperand {

  /** Floats from which on an array starts a region of G1. */
  private static final int LARGE = AlignedArrays.large(Float.BYTES);

  /** Whether the collector aligns anything. */
  private static final boolean ALIGNS = LARGE > 1;

  private static final int START = AlignedArrays.start(Float.BYTES);
  private static final int LINE = 64 / Float.BYTES;
  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /** FMAs for each vector from which on a copy should cost less than it saves; an estimate. */
  private static final int WORTH_A_COPY = 32;

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

  /**
   * Whether its vectors are best read where they lie. An array of a size at which it may be
   * anywhere begins a cache line in one JVM of eight, where LeNet-5's second layer then was a fifth
   * faster than in the others: vectors of a whole line are copied, unless an array is so large that
   * G1 aligns it, or no collector would align the copy.
   *
   * @param fmas that each of its vectors takes part in, about
   */
  boolean isReadInPlace(int fmas) {
    if (isNative()) {
      return false;
    }
    boolean isAligned = array.length >= LARGE && (offset - START) % LINE == 0;
    return isAligned || !ALIGNS || VL < LINE || fmas < WORTH_A_COPY;
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
