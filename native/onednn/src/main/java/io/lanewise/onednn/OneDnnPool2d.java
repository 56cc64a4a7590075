package io.lanewise.onednn;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.onednn.Operand.Access;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Pooling by the pooling primitives on NCHW; a maximum remembers its places in a workspace.
 *
 * <p>oneDNN starts a maximum at the lowest finite float and keeps it unless an element is larger: a
 * NaN is passed over, and a window of nothing but -infinity gives -3.4028235e38 and loses its
 * place. So where that float is among the maxima, the forward and its backward are left to another
 * backend's kernel. Looking for it costs one read of dst.
 */
final class OneDnnPool2d extends Pool2d {

  static final String NAME = "onednn/pool2d";

  private static final int LOWEST = Float.floatToRawIntBits(-Float.MAX_VALUE);

  private final Supplier<Pool2d> exactOpener;
  private final Session session;
  private final Scratch scratch;
  private final Scratch workspace;
  private final long[] strides;
  private final long[] kernel;
  private final long[] dilates;
  private final long[] padLeft;
  private final long[] padRight;
  private final dnnl_memory_desc srcFormat;
  private final dnnl_memory_desc dstFormat;
  private final Operand src;
  private final Operand dst;
  private final Operand diffDst;
  private final Operand diffSrc;
  private final Primitive forward;
  private final Primitive backward;
  private Pool2d exact;
  private boolean exactWasLatest;

  /**
   * Makes the operation.
   *
   * @param shape sizes
   * @param cpu outlives this
   * @param exactOpener makes the kernel for windows of nothing but -infinity; owned by this
   */
  OneDnnPool2d(Pool2dShape shape, Cpu cpu, Supplier<Pool2d> exactOpener) {
    super(NAME, shape, Layout.NCHW);
    this.exactOpener = exactOpener;
    strides = new long[] {shape.strideH(), shape.strideW()};
    kernel = new long[] {shape.kh(), shape.kw()};
    dilates = new long[] {shape.dilationH() - 1, shape.dilationW() - 1};
    padLeft = new long[] {shape.padTop(), shape.padLeft()};
    padRight = new long[] {shape.padBottom(), shape.padRight()};
    session = new Session(cpu, NAME + " " + shape);
    try {
      scratch = session.scratch();
      workspace = session.scratch();
      srcFormat = session.dense(shape.mb(), shape.ic(), shape.ih(), shape.iw());
      dstFormat = session.dense(shape.mb(), shape.ic(), shape.oh(), shape.ow());
      src = new Operand(session, srcFormat, srcFormat, Access.READ, scratch);
      dst = new Operand(session, dstFormat, dstFormat, Access.WRITE, scratch);
      diffDst = new Operand(session, dstFormat, dstFormat, Access.READ, scratch);
      diffSrc = new Operand(session, srcFormat, srcFormat, Access.WRITE, scratch);
      dnnl_primitive_desc forwardDesc = describeForward();
      forward =
          new Primitive(session, forwardDesc, scratch)
              .with(dnnl.DNNL_ARG_SRC, src.memory())
              .with(dnnl.DNNL_ARG_DST, dst.memory());
      backward =
          new Primitive(session, describeBackward(forwardDesc), scratch)
              .with(dnnl.DNNL_ARG_DIFF_DST, diffDst.memory())
              .with(dnnl.DNNL_ARG_DIFF_SRC, diffSrc.memory());
      if (shape.kind() == PoolKind.MAX) {
        shareWorkspace(Session.wanted(forwardDesc, dnnl.dnnl_query_workspace_md));
      }
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Whether the primitives take this shape and compute what the contract says. There is no sum, and
   * of windows wholly in the padding the average without padding is refused and the maximum is not
   * -infinity.
   */
  static boolean supports(Pool2dShape shape) {
    return switch (shape.kind()) {
      case SUM -> false;
      case AVERAGE_INCLUDE_PADDING -> Windows.reachEnd(shape);
      case AVERAGE_EXCLUDE_PADDING ->
          Windows.reachEnd(shape) && Windows.allInside(shape) && Windows.narrowPadding(shape);
      case MAX -> Windows.reachEnd(shape) && Windows.allInside(shape);
    };
  }

  /** False: oneDNN compares with "less than", which NaN never is. */
  @Override
  public boolean propagatesNaN() {
    return false;
  }

  @Override
  public long workspaceBytes() {
    return session.scratchBytes() + (exact == null ? 0 : exact.workspaceBytes());
  }

  @Override
  protected void release() {
    session.close();
    if (exact != null) {
      exact.close();
    }
  }

  @Override
  protected void computeForward(MemorySegment srcSegment, MemorySegment dstSegment) {
    src.read(srcSegment);
    dst.write(dstSegment);
    forward.execute();
    exactWasLatest = shape.kind() == PoolKind.MAX && hasLowest(dst.bound());
    if (exactWasLatest) {
      if (exact == null) {
        exact = exactOpener.get();
      }
      exact.forward(srcSegment, dstSegment);
    } else {
      dst.flush(dstSegment);
    }
  }

  /**
   * Whether -3.4028235e38 is among the results, or perhaps 3.4028235e38, for a loop of a minimum.
   */
  private boolean hasLowest(MemorySegment results) {
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < (int) shape.dstElements(); i++) {
      int difference = results.getAtIndex(ValueLayout.JAVA_INT, i) ^ LOWEST;
      least = Math.min(least, difference & Integer.MAX_VALUE);
    }
    return least == 0;
  }

  @Override
  protected void computeBackward(MemorySegment diffDstSegment, MemorySegment diffSrcSegment) {
    if (exactWasLatest) {
      exact.backward(diffDstSegment, diffSrcSegment);
      return;
    }
    diffDst.read(diffDstSegment);
    diffSrc.write(diffSrcSegment);
    backward.execute();
    diffSrc.flush(diffSrcSegment);
  }

  private void shareWorkspace(dnnl_memory_desc wanted) {
    dnnl_memory memory = session.memory(wanted);
    session.check(
        dnnl.dnnl_memory_set_data_handle(
            memory, new Address().of(workspace.atLeast(dnnl.dnnl_memory_desc_get_size(wanted)))));
    forward.with(dnnl.DNNL_ARG_WORKSPACE, memory);
    backward.with(dnnl.DNNL_ARG_WORKSPACE, memory);
  }

  private dnnl_primitive_desc describeForward() {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    return session.made(
        desc,
        dnnl.dnnl_pooling_forward_primitive_desc_create(
            desc,
            session.engine(),
            dnnl.dnnl_forward_training,
            algorithm(shape.kind()),
            srcFormat,
            dstFormat,
            strides,
            kernel,
            dilates,
            padLeft,
            padRight,
            session.attributes()));
  }

  private dnnl_primitive_desc describeBackward(dnnl_primitive_desc forwardDesc) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    return session.made(
        desc,
        dnnl.dnnl_pooling_backward_primitive_desc_create(
            desc,
            session.engine(),
            algorithm(shape.kind()),
            srcFormat,
            dstFormat,
            strides,
            kernel,
            dilates,
            padLeft,
            padRight,
            forwardDesc,
            session.attributes()));
  }

  private static int algorithm(PoolKind kind) {
    return switch (kind) {
      case MAX -> dnnl.dnnl_pooling_max;
      case AVERAGE_EXCLUDE_PADDING -> dnnl.dnnl_pooling_avg_exclude_padding;
      case AVERAGE_INCLUDE_PADDING -> dnnl.dnnl_pooling_avg_include_padding;
      case SUM -> throw new IllegalArgumentException("oneDNN has no sum pooling");
    };
  }
}
