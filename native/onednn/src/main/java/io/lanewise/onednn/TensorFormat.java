package io.lanewise.onednn;

import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The two formats of one tensor: without gaps in the order of its dimensions, NCHW or OIHW, and as
 * a primitive has chosen it. Channels there may be padded to whole blocks, with zeros that the
 * library writes, reads and relies on.
 */
final class TensorFormat {

  private final Session session;
  private final Scratch scratch;
  private final dnnl_memory_desc nchw;
  private final dnnl_memory_desc chosen;
  private final long elements;
  private final boolean padded;
  private Reorder packing;
  private Reorder unpacking;

  /**
   * Takes both formats.
   *
   * @param session owns the native objects
   * @param dims sizes of the tensor
   * @param chosen a primitive's format; lives as long as its descriptor
   * @param scratch the scratchpad of the reorders
   */
  TensorFormat(Session session, long[] dims, dnnl_memory_desc chosen, Scratch scratch) {
    this.session = session;
    this.scratch = scratch;
    this.chosen = chosen;
    nchw = session.dense(dims);
    elements = dnnl.dnnl_memory_desc_get_size(chosen) / Float.BYTES;
    padded = dnnl.dnnl_memory_desc_get_size(nchw) / Float.BYTES != elements;
  }

  dnnl_memory_desc nchw() {
    return nchw;
  }

  dnnl_memory_desc chosen() {
    return chosen;
  }

  /** Floats of the chosen format, padding included. */
  long elements() {
    return elements;
  }

  /** Whether the chosen format has elements that the tensor does not have. */
  boolean isPadded() {
    return padded;
  }

  /** Copies from NCHW to the chosen format, zeros into its padding. */
  void pack(MemorySegment from, MemorySegment to) {
    if (packing == null) {
      packing = new Reorder(session, nchw, chosen, scratch);
    }
    packing.run(from, to);
  }

  /** Copies from the chosen format to NCHW. */
  void unpack(MemorySegment from, MemorySegment to) {
    if (unpacking == null) {
      unpacking = new Reorder(session, chosen, nchw, scratch);
    }
    unpacking.run(from, to);
  }
}
