package io.lanewise.openblas;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory that is kept from call to call and grows to the largest request. */
final class NativeScratch implements AutoCloseable {

  private static final long CACHE_LINE = 64;

  private Arena arena;
  private MemorySegment memory = MemorySegment.NULL;

  /** At least this many bytes; what they hold is undefined. */
  MemorySegment ofBytes(long bytes) {
    if (memory.byteSize() < bytes) {
      close();
      // Shared: the operation that owns this may move from thread to thread.
      arena = Arena.ofShared();
      memory = arena.allocate(bytes, CACHE_LINE);
    }
    return memory;
  }

  /** Bytes held now. */
  long bytes() {
    return memory.byteSize();
  }

  @Override
  public void close() {
    memory = MemorySegment.NULL;
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
