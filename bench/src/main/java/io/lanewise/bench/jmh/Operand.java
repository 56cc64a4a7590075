package io.lanewise.bench.jmh;

import io.lanewise.kernels.Residence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Memory that a benchmark hands to a kernel.
 *
 * @param segment the elements
 * @param type their type
 * @param elements their number
 */
record Operand(MemorySegment segment, ElementType type, long elements) {

  /** Elements uniform in [-1, 1), the same in every run. */
  static Operand random(
      Arena arena, Residence residence, ElementType type, long elements, long seed) {
    Operand operand = zeros(arena, residence, type, elements);
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < elements; i++) {
      type.set(operand.segment, i, 2 * random.nextDouble() - 1);
    }
    return operand;
  }

  /** Elements to be written. */
  static Operand zeros(Arena arena, Residence residence, ElementType type, long elements) {
    boolean isNative = residence == Residence.NATIVE;
    return new Operand(type.allocate(arena, isNative, elements), type, elements);
  }

  double get(long index) {
    return type.get(segment, index);
  }
}
