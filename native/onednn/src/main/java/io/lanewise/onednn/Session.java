package io.lanewise.onednn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The native objects of one operation or one primitive: made here, and destroyed together, the last
 * one first. Used by one thread at a time.
 */
final class Session implements AutoCloseable {

  private final Deque<Runnable> releases = new ArrayDeque<>();
  private final List<Scratch> scratches = new ArrayList<>();
  private final Object what;
  private final Cpu cpu;
  private final dnnl_stream stream;

  /**
   * A session with its own stream.
   *
   * @param cpu outlives this
   * @param what operation and shape, for messages
   */
  Session(Cpu cpu, Object what) {
    this.cpu = cpu;
    this.what = what;
    stream = new dnnl_stream();
    check(dnnl.dnnl_stream_create(stream, cpu.engine(), dnnl.dnnl_stream_default_flags));
    releases.push(() -> dnnl.dnnl_stream_destroy(stream));
  }

  dnnl_engine engine() {
    return cpu.engine();
  }

  /** Makes the CPU's number of threads hold for the primitive that is made or run next. */
  void enter() {
    cpu.enter();
  }

  dnnl_stream stream() {
    return stream;
  }

  /** Refuses a status other than success, see {@link Status#check}. */
  void check(int status) {
    Status.check(status, what);
  }

  /** Runs something when this session is closed, before what was given earlier. */
  void atClose(Runnable release) {
    releases.push(release);
  }

  /** Closes something together with this session, before what was made earlier. */
  <T extends AutoCloseable> T own(T resource) {
    releases.push(
        () -> {
          try {
            resource.close();
          } catch (Exception e) {
            throw new IllegalStateException("could not release memory of " + what, e);
          }
        });
    return resource;
  }

  /** Native memory that is freed together with this session. */
  Scratch scratch() {
    Scratch scratch = own(new Scratch());
    scratches.add(scratch);
    return scratch;
  }

  /** Bytes in all of its scratch memory. */
  long scratchBytes() {
    return scratches.stream().mapToLong(Scratch::bytes).sum();
  }

  /** A descriptor of floats at given strides, counted in floats. */
  dnnl_memory_desc strided(long[] dims, long[] strides) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    check(
        dnnl.dnnl_memory_desc_create_with_strides(desc, dims.length, dims, dnnl.dnnl_f32, strides));
    releases.push(() -> dnnl.dnnl_memory_desc_destroy(desc));
    return desc;
  }

  /** A descriptor of floats without gaps, the last dimension running fastest. */
  dnnl_memory_desc dense(long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strided(dims, strides);
  }

  /** A descriptor of floats in whatever format a primitive likes best. */
  dnnl_memory_desc any(long... dims) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    check(
        dnnl.dnnl_memory_desc_create_with_tag(
            desc, dims.length, dims, dnnl.dnnl_f32, dnnl.dnnl_format_tag_any));
    releases.push(() -> dnnl.dnnl_memory_desc_destroy(desc));
    return desc;
  }

  /** A memory whose address is not set yet. */
  dnnl_memory memory(dnnl_memory_desc desc) {
    dnnl_memory memory = new dnnl_memory();
    check(dnnl.dnnl_memory_create(memory, desc, cpu.engine(), null));
    releases.push(() -> dnnl.dnnl_memory_destroy(memory));
    return memory;
  }

  /**
   * Attributes of a primitive to make: strict float32, the same result in each run, scratchpad from
   * the user.
   */
  dnnl_primitive_attr attributes() {
    enter();
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    check(dnnl.dnnl_primitive_attr_create(attributes));
    releases.push(() -> dnnl.dnnl_primitive_attr_destroy(attributes));
    check(dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user));
    check(dnnl.dnnl_primitive_attr_set_fpmath_mode(attributes, dnnl.dnnl_fpmath_mode_strict));
    check(dnnl.dnnl_primitive_attr_set_deterministic(attributes, 1));
    return attributes;
  }

  /** An empty list of post-operations. */
  dnnl_post_ops postOps() {
    dnnl_post_ops postOps = new dnnl_post_ops();
    check(dnnl.dnnl_post_ops_create(postOps));
    releases.push(() -> dnnl.dnnl_post_ops_destroy(postOps));
    return postOps;
  }

  /** A primitive descriptor that a function has just made. */
  dnnl_primitive_desc made(dnnl_primitive_desc desc, int status) {
    check(status);
    releases.push(() -> dnnl.dnnl_primitive_desc_destroy(desc));
    return desc;
  }

  /**
   * A primitive descriptor that a function has just made, moved on to the first implementation that
   * is not a reference loop, if there is one: in NCHW oneDNN 3.11 offers such a loop, 300 times
   * slower, before its convolution by columns and products.
   */
  dnnl_primitive_desc fastest(dnnl_primitive_desc desc, int status) {
    made(desc, status);
    while (isReference(desc) && dnnl.dnnl_primitive_desc_next_impl(desc) == dnnl.dnnl_success) {}
    return desc;
  }

  /** Whether an implementation is a loop for every case, made to be right and not fast. */
  static boolean isReference(dnnl_primitive_desc desc) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      int status = dnnl.dnnl_primitive_desc_query(desc, dnnl.dnnl_query_impl_info_str, 0, name);
      return status == dnnl.dnnl_success
          && name.get(BytePointer.class, 0).getString().contains("ref");
    }
  }

  /** A copy of one memory into another that changes the format. */
  Primitive reorder(
      dnnl_memory_desc fromFormat,
      dnnl_memory from,
      dnnl_memory_desc toFormat,
      dnnl_memory to,
      Scratch scratch) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    made(
        desc,
        dnnl.dnnl_reorder_primitive_desc_create(
            desc, fromFormat, engine(), toFormat, engine(), attributes()));
    return new Primitive(this, desc, scratch)
        .with(dnnl.DNNL_ARG_FROM, from)
        .with(dnnl.DNNL_ARG_TO, to);
  }

  /** The descriptor that a primitive wants for an operand; it lives as long as the primitive's. */
  static dnnl_memory_desc wanted(dnnl_primitive_desc desc, int query) {
    return dnnl.dnnl_primitive_desc_query_md(desc, query, 0);
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
