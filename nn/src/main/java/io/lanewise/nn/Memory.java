package io.lanewise.nn;

import io.lanewise.kernels.Residence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The memory of a network where its backend wants it, planned when it is compiled. Every part
 * begins at a cache line: an array cannot be aligned, but G1 starts one of half a region or more at
 * the start of a region, its header takes 16 bytes, and parts of it are cut at multiples of 64.
 */
final class Memory implements AutoCloseable {

  private static final int LINE = 64 / Float.BYTES;
  private static final int HEADER = 16 / Float.BYTES;

  /** 4 MB, half of the largest region of a heap below 16 GB. */
  private static final int CHUNK = 1 << 20;

  private final Residence residence;
  private final Arena arena = Arena.ofShared();
  private MemorySegment chunk = MemorySegment.NULL;
  private long used;

  Memory(Residence residence) {
    this.residence = residence;
  }

  /** Zero-filled floats. */
  MemorySegment floats(long elements) {
    if (residence == Residence.NATIVE) {
      return residence.allocateFloats(arena, elements);
    }
    if (used + elements > chunk.byteSize() / Float.BYTES) {
      used = LINE - HEADER;
      chunk = residence.allocateFloats(arena, Math.max(CHUNK, used + elements));
    }
    MemorySegment part = chunk.asSlice(used * Float.BYTES, elements * Float.BYTES);
    used += Math.ceilDiv(elements, LINE) * LINE;
    return part;
  }

  @Override
  public void close() {
    arena.close();
  }
}
