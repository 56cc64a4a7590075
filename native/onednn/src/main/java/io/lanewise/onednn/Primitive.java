package io.lanewise.onednn;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A primitive with its arguments, made once and run many times.
 *
 * <p>The scratchpad is the user's: one from the library ties a primitive to the thread that made
 * it.
 */
final class Primitive {

  /** No primitive here has more arguments: convolution's src, weights, bias, dst, scratchpad. */
  private static final int MAX_ARGUMENTS = 5;

  private final Session session;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments;
  private final Scratch scratch;
  private final long scratchBytes;
  private final Address scratchAddress = new Address();
  private dnnl_memory scratchpad;
  private int count;

  /**
   * Makes a primitive.
   *
   * @param session owns the primitive
   * @param desc describes it
   * @param scratch where its scratchpad is while it runs; may be shared with other primitives
   */
  Primitive(Session session, dnnl_primitive_desc desc, Scratch scratch) {
    this.session = session;
    this.scratch = scratch;
    session.check(dnnl.dnnl_primitive_create(primitive, desc));
    session.atClose(() -> dnnl.dnnl_primitive_destroy(primitive));
    arguments = session.own(new dnnl_exec_arg_t(MAX_ARGUMENTS));
    dnnl_memory_desc wanted = Session.wanted(desc, dnnl.dnnl_query_scratchpad_md);
    scratchBytes = dnnl.dnnl_memory_desc_get_size(wanted);
    if (scratchBytes > 0) {
      scratchpad = session.memory(wanted);
      with(dnnl.DNNL_ARG_SCRATCHPAD, scratchpad);
    }
  }

  /** Adds an argument. */
  Primitive with(int argument, dnnl_memory memory) {
    arguments.position(count++).arg(argument).memory(memory);
    arguments.position(0);
    return this;
  }

  /** Runs it and waits for its end. */
  void execute() {
    if (scratchpad != null) {
      session.check(
          dnnl.dnnl_memory_set_data_handle(
              scratchpad, scratchAddress.of(scratch.atLeast(scratchBytes))));
    }
    session.check(dnnl.dnnl_primitive_execute(primitive, session.stream(), count, arguments));
    session.check(dnnl.dnnl_stream_wait(session.stream()));
  }
}
