package io.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where operands live. Both are accepted everywhere; in the residence that a backend prefers
 * ({@link Kernels#residence()}) it copies nothing.
 */
public enum Residence {
  /** Java arrays. */
  HEAP {
    @Override
    public MemorySegment allocateFloats(Arena arena, long elements) {
      return MemorySegment.ofArray(new float[Math.toIntExact(elements)]);
    }
  },
  /** Memory outside the Java heap. */
  NATIVE {
    @Override
    public MemorySegment allocateFloats(Arena arena, long elements) {
      return arena.allocate(Math.multiplyExact(elements, Float.BYTES), CACHE_LINE);
    }
  };

  /** Alignment of native operands in bytes: a cache line, and the widest vector. */
  private static final long CACHE_LINE = 64;

  /**
   * Zero-filled memory for floats.
   *
   * @param arena owns the memory if it is native; unused for {@link #HEAP}
   * @param elements number of floats
   * @return a segment of that many floats, aligned to 64 bytes if native
   * @throws ArithmeticException if an array cannot hold that many
   */
  public abstract MemorySegment allocateFloats(Arena arena, long elements);
}
