package io.lanewise.onednn;

import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * One operand of a primitive, between the caller's segment and the memory that the primitive works
 * on. A native segment is used where it is; a heap segment is copied through native memory. Where
 * the primitive wants another format than the caller's, a buffer holds it and a reorder goes
 * between.
 */
final class Operand {

  private final Session session;
  private final Rows rows;
  private final Address address = new Address();
  private final Scratch staging;
  private final dnnl_memory user;
  private final dnnl_memory memory;
  private final Access access;
  private Primitive reorder;

  /** The native memory of the latest call; the field keeps a segment reachable while it is used. */
  private MemorySegment bound;

  /** What the primitive does with an operand. */
  enum Access {
    READ,
    WRITE
  }

  /**
   * The floats of an operand: rows of a length, starting each a distance behind the one before.
   * Only they are read and written, not the gaps between.
   */
  record Rows(int count, int length, int distance) {

    /** An operand without gaps. */
    static Rows dense(long elements) {
      return new Rows(1, Math.toIntExact(elements), 0);
    }

    private long bytes() {
      return Float.BYTES * ((count - 1L) * distance + length);
    }

    private void copy(MemorySegment from, MemorySegment to) {
      for (int row = 0; row < count; row++) {
        long at = (long) row * distance * Float.BYTES;
        MemorySegment.copy(from, at, to, at, (long) length * Float.BYTES);
      }
    }
  }

  /**
   * An operand that the primitive takes as the caller has it.
   *
   * @param session owns the native objects
   * @param format the caller's format
   * @param rows the same, as copied from and to the heap
   * @param staging where heap operands go
   */
  Operand(Session session, dnnl_memory_desc format, Rows rows, Scratch staging) {
    this.session = session;
    this.rows = rows;
    this.staging = staging;
    user = session.memory(format);
    memory = user;
    access = Access.READ;
  }

  /** An operand without gaps that the primitive takes as the caller has it. */
  Operand(Session session, dnnl_memory_desc format, Scratch staging) {
    this(
        session, format, Rows.dense(dnnl.dnnl_memory_desc_get_size(format) / Float.BYTES), staging);
  }

  /**
   * An operand in the format that the primitive wants.
   *
   * @param session owns the native objects
   * @param format the caller's format, without gaps
   * @param wanted the primitive's format
   * @param access which way to reorder
   * @param scratch the scratchpad of the reorder
   */
  Operand(
      Session session,
      dnnl_memory_desc format,
      dnnl_memory_desc wanted,
      Access access,
      Scratch scratch) {
    this.session = session;
    this.access = access;
    rows = Rows.dense(dnnl.dnnl_memory_desc_get_size(format) / Float.BYTES);
    staging = session.scratch();
    user = session.memory(format);
    if (dnnl.dnnl_memory_desc_equal(format, wanted) != 0) {
      memory = user;
      return;
    }
    memory = session.memory(wanted);
    MemorySegment buffer = session.scratch().atLeast(dnnl.dnnl_memory_desc_get_size(wanted));
    session.check(dnnl.dnnl_memory_set_data_handle(memory, new Address().of(buffer)));
    reorder =
        access == Access.READ
            ? session.reorder(format, user, wanted, memory, scratch)
            : session.reorder(wanted, memory, format, user, scratch);
  }

  /** The memory to give to the primitive. */
  dnnl_memory memory() {
    return memory;
  }

  /** The native memory behind the segment of the latest call. */
  MemorySegment bound() {
    return bound;
  }

  /** Takes a segment that the primitive will read. */
  void read(MemorySegment segment) {
    bind(segment);
    if (!segment.isNative()) {
      rows.copy(segment, bound);
    }
    if (reorder != null && access == Access.READ) {
      reorder.execute();
    }
  }

  /** Takes a segment that the primitive will write without reading. */
  void write(MemorySegment segment) {
    bind(segment);
  }

  /** Brings to the segment what the primitive has written. */
  void flush(MemorySegment segment) {
    if (reorder != null && access == Access.WRITE) {
      reorder.execute();
    }
    if (!segment.isNative()) {
      rows.copy(bound, segment);
    }
  }

  private void bind(MemorySegment segment) {
    bound = segment.isNative() ? segment : staging.atLeast(rows.bytes());
    session.check(dnnl.dnnl_memory_set_data_handle(user, address.of(bound)));
  }
}
