package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** Checks of operands, before anything is written. */
final class Operands {

  private Operands() {}

  /**
   * Checks a segment that is read.
   *
   * @param argument name of the argument
   * @param segment the operand
   * @param array the type of array that a heap segment must be backed by
   * @param elementBytes bytes of an element
   * @param elements elements that will be read
   */
  static void requireReadable(
      String argument, MemorySegment segment, Class<?> array, int elementBytes, long elements) {
    if (segment == null) {
      throw new NullPointerException(
          argument + " is null, expected a segment of at least " + elements + " elements");
    }
    if (elements > segment.byteSize() / elementBytes) {
      throw new IllegalArgumentException(
          argument
              + " has "
              + segment.byteSize() / elementBytes
              + " elements, expected at least "
              + elements);
    }
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException(argument + " has been freed: its arena is closed");
    }
    if (!segment.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException(
          argument + " is in an arena that is confined to another thread, expected this thread's");
    }
    if (segment.address() % elementBytes != 0) {
      throw new IllegalArgumentException(
          argument
              + (segment.isNative() ? " has address 0x" : " begins in its array at byte 0x")
              + Long.toHexString(segment.address())
              + ", expected a multiple of "
              + elementBytes);
    }
    if (segment.isNative()) {
      return;
    }
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException(
          argument + " is a read-only heap segment, expected one whose array can be reached");
    }
    if (!array.isInstance(segment.heapBase().orElse(null))) {
      throw new IllegalArgumentException(
          argument
              + " is backed by a "
              + segment.heapBase().map(base -> base.getClass().getSimpleName()).orElse("null")
              + ", expected a "
              + array.getSimpleName());
    }
  }

  /** Checks a segment that is written. */
  static void requireWritable(
      String argument, MemorySegment segment, Class<?> array, int elementBytes, long elements) {
    requireReadable(argument, segment, array, elementBytes, elements);
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException(argument + " is read-only, expected a writable segment");
    }
  }

  /** Refuses an output that shares memory with another operand. Sizes are in elements. */
  static void requireDisjoint(
      String output,
      MemorySegment out,
      long outElements,
      String input,
      MemorySegment in,
      long inElements,
      int elementBytes) {
    // Allocates nothing where they are apart, unlike the base of a segment.
    if (out.asOverlappingSlice(in).isPresent()
        && outElements > 0
        && inElements > 0
        && out.address() < in.address() + inElements * elementBytes
        && in.address() < out.address() + outElements * elementBytes) {
      throw new IllegalArgumentException(
          output + " overlaps " + input + ", expected separate memory");
    }
  }

  /** Checks an array that is read or written. */
  static void requireFloats(String argument, float[] array, int offset, long elements) {
    requireRange(argument, array == null ? -1 : array.length, offset, elements);
  }

  /** Checks an array that is read or written. */
  static void requireDoubles(String argument, double[] array, int offset, long elements) {
    requireRange(argument, array == null ? -1 : array.length, offset, elements);
  }

  /** Checks an array that is read. */
  static void requireInts(String argument, int[] array, int offset, long elements) {
    requireRange(argument, array == null ? -1 : array.length, offset, elements);
  }

  /** A slice of an array that has been checked. */
  static MemorySegment slice(float[] array, int offset, long elements) {
    return MemorySegment.ofArray(array)
        .asSlice((long) offset * Float.BYTES, elements * Float.BYTES);
  }

  /** A slice of an array that has been checked. */
  static MemorySegment slice(double[] array, int offset, long elements) {
    return MemorySegment.ofArray(array)
        .asSlice((long) offset * Double.BYTES, elements * Double.BYTES);
  }

  private static void requireRange(String argument, int length, int offset, long elements) {
    if (length < 0) {
      throw new NullPointerException(
          argument + " is null, expected an array of at least " + elements + " elements");
    }
    if (offset < 0) {
      throw new IllegalArgumentException(
          argument + "Offset is " + offset + ", expected at least 0");
    }
    if (offset > length) {
      throw new IllegalArgumentException(
          argument + "Offset is " + offset + ", expected at most the array's length " + length);
    }
    if (elements > length - offset) {
      throw new IllegalArgumentException(
          argument
              + " has "
              + (length - offset)
              + " elements from offset "
              + offset
              + ", expected at least "
              + elements);
    }
  }

  /** Refuses an output that shares memory with another operand. */
  static void requireDisjoint(
      String output, Matrix out, long outElements, String input, Matrix in, long inElements) {
    if (out.overlaps(outElements, in, inElements)) {
      throw new IllegalArgumentException(
          output + " overlaps " + input + ", expected separate memory");
    }
  }
}
