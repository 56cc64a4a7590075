package io.lanewise.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory that grows to the largest size asked for, aligned to a cache line. */
final class Scratch implements AutoCloseable {

  private static final long CACHE_LINE = 64;

  private Arena arena;
  private MemorySegment memory = MemorySegment.NULL;

  /** At least so many bytes; what they held before may be lost. */
  MemorySegment atLeast(long bytes) {
    if (memory.byteSize() < bytes) {
      close();
      arena = Arena.ofShared();
      memory = arena.allocate(bytes, CACHE_LINE);
    }
    return memory;
  }

  long bytes() {
    return memory.byteSize();
  }

  @Override
  public void close() {
    if (arena != null) {
      arena.close();
      arena = null;
      memory = MemorySegment.NULL;
    }
  }
}
