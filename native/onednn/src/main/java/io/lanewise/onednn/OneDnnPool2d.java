package io.lanewise.onednn;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Pooling by the pooling primitives; a maximum remembers its places in a workspace. On NCHW, or
 * resident in the format that a convolution of as many channels writes.
 *
 * <p>oneDNN starts a maximum at the lowest finite float and keeps it unless an element is larger: a
 * NaN is passed over, and a window of nothing but -infinity gives -3.4028235e38 and loses its
 * place. So where that float is among the maxima, the forward and its backward are left to another
 * backend's kernel. Looking for it costs one read of dst.
 */
final class OneDnnPool2d extends Pool2d {

  private static final String NAME = "onednn/pool2d";

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
  private final TensorFormat srcFormat;
  private final TensorFormat dstFormat;
  private final Scratch nchwSrc;
  private final Scratch nchwDst;
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
   * @param layout NCHW or RESIDENT
   * @param cpu outlives this
   * @param exactOpener makes the kernel for windows of nothing but -infinity; owned by this
   */
  OneDnnPool2d(Pool2dShape shape, Layout layout, Cpu cpu, Supplier<Pool2d> exactOpener) {
    super(name(layout), shape, layout);
    this.exactOpener = exactOpener;
    strides = new long[] {shape.strideH(), shape.strideW()};
    kernel = new long[] {shape.kh(), shape.kw()};
    dilates = new long[] {shape.dilationH() - 1, shape.dilationW() - 1};
    padLeft = new long[] {shape.padTop(), shape.padLeft()};
    padRight = new long[] {shape.padBottom(), shape.padRight()};
    session = new Session(cpu, kernel() + " " + shape);
    try {
      scratch = session.scratch();
      workspace = session.scratch();
      nchwSrc = session.scratch();
      nchwDst = session.scratch();
      long[] srcDims = {shape.mb(), shape.ic(), shape.ih(), shape.iw()};
      long[] dstDims = {shape.mb(), shape.ic(), shape.oh(), shape.ow()};
      boolean resident = layout == Layout.RESIDENT;
      dnnl_memory_desc srcMemory = resident ? convolved(srcDims) : session.dense(srcDims);
      dnnl_memory_desc dstAsked = resident ? session.any(dstDims) : session.dense(dstDims);
      dnnl_primitive_desc forwardDesc = describeForward(srcMemory, dstAsked);
      dnnl_memory_desc dstMemory = Session.wanted(forwardDesc, dnnl.dnnl_query_dst_md);
      srcFormat = new TensorFormat(session, srcDims, srcMemory, scratch);
      dstFormat = new TensorFormat(session, dstDims, dstMemory, scratch);
      src = new Operand(session, srcMemory, session.scratch());
      dst = new Operand(session, dstMemory, session.scratch());
      diffDst = new Operand(session, dstMemory, session.scratch());
      diffSrc = new Operand(session, srcMemory, session.scratch());
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

  static String name(Layout layout) {
    return layout == Layout.RESIDENT ? NAME + "-resident" : NAME;
  }

  /** The format in which a 3x3 convolution writes images of these sizes. */
  private dnnl_memory_desc convolved(long[] dims) {
    long[] ones = {1, 1};
    long[] dense = {0, 0};
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    session.made(
        desc,
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            desc,
            session.engine(),
            dnnl.dnnl_forward_training,
            dnnl.dnnl_convolution_direct,
            session.any(dims),
            session.any(dims[1], dims[1], 3, 3),
            null,
            session.any(dims),
            ones,
            dense,
            ones,
            ones,
            session.attributes()));
    return Session.wanted(desc, dnnl.dnnl_query_dst_md);
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
  public long elements(Tensor tensor) {
    return switch (tensor) {
      case SRC -> srcFormat.elements();
      case DST -> dstFormat.elements();
      case WEIGHTS -> super.elements(tensor);
    };
  }

  @Override
  protected void computePack(Tensor tensor, MemorySegment nchw, MemorySegment packed) {
    (tensor == Tensor.SRC ? srcFormat : dstFormat).pack(nchw, packed);
  }

  @Override
  protected void computeUnpack(Tensor tensor, MemorySegment packed, MemorySegment nchw) {
    (tensor == Tensor.SRC ? srcFormat : dstFormat).unpack(packed, nchw);
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
      if (layout() == Layout.NCHW) {
        exact.forward(srcSegment, dstSegment);
      } else {
        srcFormat.unpack(srcSegment, nchwSrc());
        exact.forward(nchwSrc(), nchwDst());
        dstFormat.pack(nchwDst(), dstSegment);
      }
    } else {
      dst.flush(dstSegment);
    }
  }

  private MemorySegment nchwSrc() {
    return nchwSrc.atLeast(shape.srcElements() * Float.BYTES);
  }

  private MemorySegment nchwDst() {
    return nchwDst.atLeast(shape.dstElements() * Float.BYTES);
  }

  /**
   * Whether -3.4028235e38 is among the results, or perhaps 3.4028235e38, for a loop of a minimum.
   */
  private boolean hasLowest(MemorySegment results) {
    int n = (int) dstFormat.elements();
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      int difference = results.getAtIndex(ValueLayout.JAVA_INT, i) ^ LOWEST;
      least = Math.min(least, difference & Integer.MAX_VALUE);
    }
    return least == 0;
  }

  @Override
  protected void computeBackward(MemorySegment diffDstSegment, MemorySegment diffSrcSegment) {
    if (!exactWasLatest) {
      diffDst.read(diffDstSegment);
      diffSrc.write(diffSrcSegment);
      backward.execute();
      diffSrc.flush(diffSrcSegment);
    } else if (layout() == Layout.NCHW) {
      exact.backward(diffDstSegment, diffSrcSegment);
    } else {
      dstFormat.unpack(diffDstSegment, nchwDst());
      exact.backward(nchwDst(), nchwSrc());
      srcFormat.pack(nchwSrc(), diffSrcSegment);
    }
  }

  private void shareWorkspace(dnnl_memory_desc wanted) {
    dnnl_memory memory = session.memory(wanted);
    session.check(
        dnnl.dnnl_memory_set_data_handle(
            memory, new Address().of(workspace.atLeast(dnnl.dnnl_memory_desc_get_size(wanted)))));
    forward.with(dnnl.DNNL_ARG_WORKSPACE, memory);
    backward.with(dnnl.DNNL_ARG_WORKSPACE, memory);
  }

  private dnnl_primitive_desc describeForward(
      dnnl_memory_desc srcMemory, dnnl_memory_desc dstMemory) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    return session.fastest(
        desc,
        dnnl.dnnl_pooling_forward_primitive_desc_create(
            desc,
            session.engine(),
            dnnl.dnnl_forward_training,
            algorithm(shape.kind()),
            srcMemory,
            dstMemory,
            strides,
            kernel,
            dilates,
            padLeft,
            padRight,
            session.attributes()));
  }

  private dnnl_primitive_desc describeBackward(dnnl_primitive_desc forwardDesc) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    return session.fastest(
        desc,
        dnnl.dnnl_pooling_backward_primitive_desc_create(
            desc,
            session.engine(),
            algorithm(shape.kind()),
            srcFormat.chosen(),
            dstFormat.chosen(),
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
