package io.lanewise.onednn;

import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** A copy from one format to another, between the caller's segments. */
final class Reorder {

  private final Operand from;
  private final Operand to;
  private final Primitive primitive;

  /**
   * Makes the copy.
   *
   * @param session owns the native objects
   * @param fromFormat what is read
   * @param toFormat what is written
   * @param scratch the scratchpad
   */
  Reorder(
      Session session, dnnl_memory_desc fromFormat, dnnl_memory_desc toFormat, Scratch scratch) {
    from = new Operand(session, fromFormat, session.scratch());
    to = new Operand(session, toFormat, session.scratch());
    primitive = session.reorder(fromFormat, from.memory(), toFormat, to.memory(), scratch);
  }

  void run(MemorySegment source, MemorySegment target) {
    from.read(source);
    to.write(target);
    primitive.execute();
    to.flush(target);
  }
}
