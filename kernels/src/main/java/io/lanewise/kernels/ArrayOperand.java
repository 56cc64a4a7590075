package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * An operand that comes as an array. Its segment is kept for the next call with the same array, as
 * a new one takes 72 bytes, and an operation is called again and again with the same few arrays.
 *
 * <p>Two threads that break the rule of one at a time get each its own segment, as what is kept is
 * immutable, and are refused later.
 */
final class ArrayOperand {

  private final String argument;
  private Slice kept = new Slice(null, 0, 0, MemorySegment.NULL);

  private record Slice(float[] array, int offset, long elements, MemorySegment segment) {}

  /** Names the operand as the caller's exceptions do. */
  ArrayOperand(String argument) {
    this.argument = argument;
  }

  /** The elements from an offset on, after a check that the array has them. */
  @SuppressWarnings("ReferenceEquality") // Two arrays of equal content are separate memory.
  MemorySegment segment(float[] array, int offset, long elements) {
    Operands.requireFloats(argument, array, offset, elements);
    Slice slice = kept;
    if (slice.array != array || slice.offset != offset || slice.elements != elements) {
      slice = new Slice(array, offset, elements, Operands.slice(array, offset, elements));
      kept = slice;
    }
    return slice.segment;
  }
}
