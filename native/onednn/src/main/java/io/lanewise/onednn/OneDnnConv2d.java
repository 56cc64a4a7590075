package io.lanewise.onednn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Layout;
import io.lanewise.onednn.Operand.Access;
import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Convolution by the convolution primitives, one for each direction, each made when it is first
 * used.
 */
final class OneDnnConv2d extends Conv2d {

  /** Which formats the primitives work in. */
  enum Formats {
    /** The library's choice, with reorders from and to NCHW and OIHW where it differs. */
    CHOSEN("onednn/conv2d"),
    /** NCHW and OIHW as they are. */
    PLAIN("onednn/conv2d-plain");

    final String kernel;

    Formats(String kernel) {
      this.kernel = kernel;
    }
  }

  private final Formats formats;
  private final Session session;
  private final Scratch scratch;
  private final Scratch noBias;
  private final long[] srcDims;
  private final long[] weightDims;
  private final long[] dstDims;
  private final long[] strides;
  private final long[] dilates;
  private final long[] padLeft;
  private final long[] padRight;
  private final dnnl_primitive_desc forwardDesc;
  private Forward forward;
  private BackwardData backwardData;
  private BackwardWeights backwardWeights;

  OneDnnConv2d(Formats formats, Conv2dShape shape, Cpu cpu, Elementwise elementwise) {
    super(formats.kernel, shape, Layout.NCHW, elementwise);
    this.formats = formats;
    srcDims = new long[] {shape.mb(), shape.ic(), shape.ih(), shape.iw()};
    dstDims = new long[] {shape.mb(), shape.oc(), shape.oh(), shape.ow()};
    long g = shape.groups();
    weightDims =
        g == 1
            ? new long[] {shape.oc(), shape.ic(), shape.kh(), shape.kw()}
            : new long[] {g, shape.oc() / g, shape.ic() / g, shape.kh(), shape.kw()};
    strides = new long[] {shape.strideH(), shape.strideW()};
    dilates = new long[] {shape.dilationH() - 1, shape.dilationW() - 1};
    padLeft = new long[] {shape.padTop(), shape.padLeft()};
    padRight = new long[] {shape.padBottom(), shape.padRight()};
    session = new Session(cpu, formats.kernel + " " + shape);
    try {
      scratch = session.scratch();
      noBias = session.scratch();
      forwardDesc = describeForward();
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Whether the primitives take this shape. */
  static boolean supports(Conv2dShape shape) {
    return Windows.reachEnd(shape);
  }

  @Override
  public long workspaceBytes() {
    return session.scratchBytes();
  }

  @Override
  protected void release() {
    super.release();
    session.close();
  }

  @Override
  protected void computeForward(
      MemorySegment src,
      MemorySegment weights,
      MemorySegment bias,
      Activation activation,
      MemorySegment dst) {
    if (forward == null) {
      forward = new Forward();
    }
    forward.run(src, weights, bias == null ? noBias() : bias, dst);
    activate(activation, dst);
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
    if (backwardData == null) {
      backwardData = new BackwardData();
    }
    backwardData.run(diffDst, weights, diffSrc);
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias) {
    if (backwardWeights == null) {
      backwardWeights = new BackwardWeights();
    }
    backwardWeights.run(src, diffDst, diffWeights, diffBias == null ? noBias() : diffBias);
  }

  /** Where no bias is given: zeros to read, or a place for a gradient that is not wanted. */
  private MemorySegment noBias() {
    return noBias.atLeast(Float.BYTES * (long) shape.oc()).fill((byte) 0);
  }

  private dnnl_memory_desc format(long[] dims) {
    return formats == Formats.CHOSEN ? session.any(dims) : session.dense(dims);
  }

  private Operand operand(dnnl_primitive_desc desc, int query, long[] dims, Access access) {
    return new Operand(session, session.dense(dims), Session.wanted(desc, query), access, scratch);
  }

  private Operand bias(Access access) {
    dnnl_memory_desc format = session.dense(shape.oc());
    return new Operand(session, format, format, access, scratch);
  }

  private dnnl_primitive_desc describeForward() {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    return session.made(
        desc,
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            desc,
            session.engine(),
            dnnl.dnnl_forward_training,
            dnnl.dnnl_convolution_direct,
            format(srcDims),
            format(weightDims),
            session.dense(shape.oc()),
            format(dstDims),
            strides,
            dilates,
            padLeft,
            padRight,
            session.attributes()));
  }

  private final class Forward {

    private final Operand src = operand(forwardDesc, dnnl.dnnl_query_src_md, srcDims, Access.READ);
    private final Operand weights =
        operand(forwardDesc, dnnl.dnnl_query_weights_md, weightDims, Access.READ);
    private final Operand bias = bias(Access.READ);
    private final Operand dst = operand(forwardDesc, dnnl.dnnl_query_dst_md, dstDims, Access.WRITE);
    private final Primitive primitive =
        new Primitive(session, forwardDesc, scratch)
            .with(dnnl.DNNL_ARG_SRC, src.memory())
            .with(dnnl.DNNL_ARG_WEIGHTS, weights.memory())
            .with(dnnl.DNNL_ARG_BIAS, bias.memory())
            .with(dnnl.DNNL_ARG_DST, dst.memory());

    private void run(MemorySegment x, MemorySegment w, MemorySegment b, MemorySegment y) {
      src.read(x);
      weights.read(w);
      bias.read(b);
      dst.write(y);
      primitive.execute();
      dst.flush(y);
    }
  }

  private final class BackwardData {

    private final Operand diffDst;
    private final Operand weights;
    private final Operand diffSrc;
    private final Primitive primitive;

    private BackwardData() {
      dnnl_primitive_desc desc = new dnnl_primitive_desc();
      session.made(
          desc,
          dnnl.dnnl_convolution_backward_data_primitive_desc_create(
              desc,
              session.engine(),
              dnnl.dnnl_convolution_direct,
              format(srcDims),
              format(weightDims),
              format(dstDims),
              strides,
              dilates,
              padLeft,
              padRight,
              forwardDesc,
              session.attributes()));
      diffDst = operand(desc, dnnl.dnnl_query_diff_dst_md, dstDims, Access.READ);
      weights = operand(desc, dnnl.dnnl_query_weights_md, weightDims, Access.READ);
      diffSrc = operand(desc, dnnl.dnnl_query_diff_src_md, srcDims, Access.WRITE);
      primitive =
          new Primitive(session, desc, scratch)
              .with(dnnl.DNNL_ARG_DIFF_DST, diffDst.memory())
              .with(dnnl.DNNL_ARG_WEIGHTS, weights.memory())
              .with(dnnl.DNNL_ARG_DIFF_SRC, diffSrc.memory());
    }

    private void run(MemorySegment dy, MemorySegment w, MemorySegment dx) {
      diffDst.read(dy);
      weights.read(w);
      diffSrc.write(dx);
      primitive.execute();
      diffSrc.flush(dx);
    }
  }

  private final class BackwardWeights {

    private final Operand src;
    private final Operand diffDst;
    private final Operand diffWeights;
    private final Operand diffBias;
    private final Primitive primitive;

    private BackwardWeights() {
      dnnl_primitive_desc desc = new dnnl_primitive_desc();
      session.made(
          desc,
          dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
              desc,
              session.engine(),
              dnnl.dnnl_convolution_direct,
              format(srcDims),
              format(weightDims),
              session.dense(shape.oc()),
              format(dstDims),
              strides,
              dilates,
              padLeft,
              padRight,
              forwardDesc,
              session.attributes()));
      src = operand(desc, dnnl.dnnl_query_src_md, srcDims, Access.READ);
      diffDst = operand(desc, dnnl.dnnl_query_diff_dst_md, dstDims, Access.READ);
      diffWeights = operand(desc, dnnl.dnnl_query_diff_weights_md, weightDims, Access.WRITE);
      diffBias = bias(Access.WRITE);
      primitive =
          new Primitive(session, desc, scratch)
              .with(dnnl.DNNL_ARG_SRC, src.memory())
              .with(dnnl.DNNL_ARG_DIFF_DST, diffDst.memory())
              .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, diffWeights.memory())
              .with(dnnl.DNNL_ARG_DIFF_BIAS, diffBias.memory());
    }

    private void run(MemorySegment x, MemorySegment dy, MemorySegment dw, MemorySegment db) {
      src.read(x);
      diffDst.read(dy);
      diffWeights.write(dw);
      diffBias.write(db);
      primitive.execute();
      diffWeights.flush(dw);
      diffBias.flush(db);
    }
  }
}
