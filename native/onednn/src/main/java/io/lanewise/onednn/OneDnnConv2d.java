package io.lanewise.onednn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Tensor;
import io.lanewise.onednn.Operand.Access;
import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Convolution by the convolution primitives, made when they are first used: one for each direction,
 * with and without a bias, and forward with and without tanh.
 *
 * <p>Tanh is a post-operation. RELU as one would give 0 for NaN, and the logistic function is not
 * exact enough, see {@link OneDnnElementwise}: these are a pass over dst.
 */
final class OneDnnConv2d extends Conv2d {

  /** Which formats the caller's tensors and the primitives have. */
  enum Formats {
    /** The library's choice, with reorders from and to NCHW and OIHW where it differs. */
    CHOSEN("onednn/conv2d", Layout.NCHW),
    /** NCHW and OIHW as they are. */
    PLAIN("onednn/conv2d-plain", Layout.NCHW),
    /**
     * What the library has chosen for the forward, the caller's tensors as well. A backward that is
     * not there in these formats works in its own, with reorders; the weights of backward data
     * always need one.
     */
    RESIDENT("onednn/conv2d-resident", Layout.RESIDENT);

    final String kernel;
    final Layout layout;

    Formats(String kernel, Layout layout) {
      this.kernel = kernel;
      this.layout = layout;
    }
  }

  private final Formats formats;
  private final Session session;
  private final Scratch scratch;
  private final long[] srcDims;
  private final long[] weightDims;
  private final long[] dstDims;
  private final long[] strides;
  private final long[] dilates;
  private final long[] padLeft;
  private final long[] padRight;
  private final dnnl_primitive_desc forwardDesc;
  private final TensorFormat src;
  private final TensorFormat weights;
  private final TensorFormat dst;
  private final dnnl_memory_desc biasFormat;
  private final Scratch nchwDst;
  private final Elementwise elementwise;
  private Forward forward;
  private BackwardData backwardData;
  private BackwardWeights backwardWeights;

  OneDnnConv2d(Formats formats, Conv2dShape shape, Cpu cpu, Elementwise elementwise) {
    super(formats.kernel, shape, formats.layout, elementwise);
    this.formats = formats;
    this.elementwise = elementwise;
    srcDims = new long[] {shape.mb(), shape.ic(), shape.ih(), shape.iw()};
    weightDims = weightDims(shape);
    dstDims = new long[] {shape.mb(), shape.oc(), shape.oh(), shape.ow()};
    strides = new long[] {shape.strideH(), shape.strideW()};
    dilates = new long[] {shape.dilationH() - 1, shape.dilationW() - 1};
    padLeft = new long[] {shape.padTop(), shape.padLeft()};
    padRight = new long[] {shape.padBottom(), shape.padRight()};
    session = new Session(cpu, formats.kernel + " " + shape);
    try {
      scratch = session.scratch();
      nchwDst = session.scratch();
      biasFormat = session.dense(shape.oc());
      forwardDesc =
          describeForward(
              asked(srcDims), asked(weightDims), biasFormat, asked(dstDims), session.attributes());
      src = tensor(srcDims, dnnl.dnnl_query_src_md);
      weights = tensor(weightDims, dnnl.dnnl_query_weights_md);
      dst = tensor(dstDims, dnnl.dnnl_query_dst_md);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static long[] weightDims(Conv2dShape shape) {
    long g = shape.groups();
    return g == 1
        ? new long[] {shape.oc(), shape.ic(), shape.kh(), shape.kw()}
        : new long[] {g, shape.oc() / g, shape.ic() / g, shape.kh(), shape.kw()};
  }

  /** Whether the primitives take this shape. */
  static boolean supports(Conv2dShape shape) {
    return Windows.reachEnd(shape);
  }

  /**
   * Whether plain formats are faster than the library's choice with its reorders, all directions
   * together: for a product, which needs no columns, unless its images are small and many. Of
   * ResNet-50's 1x1 layers on AVX-512 with one thread, plain took 0.39 to 0.91 of the time with one
   * image, and with eight 0.82 to 1.03 down to 14 x 14 pixels, 1.01 to 1.20 at 7 x 7. Forward with
   * larger windows it took 1.05 to 4 times as long, but for 7 x 7 pixels of one image.
   */
  static boolean plainIsFaster(Conv2dShape shape) {
    return supports(shape)
        && shape.kh() == 1
        && shape.kw() == 1
        && shape.groups() == 1
        && (shape.mb() <= 2 || shape.oh() * shape.ow() >= 14 * 14);
  }

  private dnnl_memory_desc asked(long[] dims) {
    return formats == Formats.PLAIN ? session.dense(dims) : session.any(dims);
  }

  private TensorFormat tensor(long[] dims, int query) {
    return new TensorFormat(session, dims, Session.wanted(forwardDesc, query), scratch);
  }

  @Override
  public long workspaceBytes() {
    return session.scratchBytes() + super.workspaceBytes();
  }

  @Override
  protected void release() {
    super.release();
    session.close();
  }

  @Override
  public long elements(Tensor tensor) {
    return formats == Formats.RESIDENT ? resident(tensor).elements() : super.elements(tensor);
  }

  @Override
  protected void computePack(Tensor tensor, MemorySegment nchw, MemorySegment packed) {
    if (formats == Formats.RESIDENT) {
      resident(tensor).pack(nchw, packed);
    } else {
      super.computePack(tensor, nchw, packed);
    }
  }

  @Override
  protected void computeUnpack(Tensor tensor, MemorySegment packed, MemorySegment nchw) {
    if (formats == Formats.RESIDENT) {
      resident(tensor).unpack(packed, nchw);
    } else {
      super.computeUnpack(tensor, packed, nchw);
    }
  }

  private TensorFormat resident(Tensor tensor) {
    return switch (tensor) {
      case SRC -> src;
      case WEIGHTS -> weights;
      case DST -> dst;
    };
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
    forward.run(src, weights, bias, activation == Activation.TANH, dst);
    if (activation == Activation.SIGMOID && formats == Formats.RESIDENT && this.dst.isPadded()) {
      activateInNchw(activation, dst);
    } else if (activation != Activation.TANH) {
      activate(activation, dst);
    }
  }

  /** For functions that are not 0 at 0: the zeros of the padding must stay. */
  private void activateInNchw(Activation activation, MemorySegment resident) {
    MemorySegment nchw = nchwDst.atLeast(shape.dstElements() * Float.BYTES);
    dst.unpack(resident, nchw);
    elementwise.activate(activation, (int) shape.dstElements(), nchw, nchw);
    dst.pack(nchw, resident);
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
    backwardWeights.run(src, diffDst, diffWeights, diffBias);
  }

  /** An operand of a primitive, in the format that this wants for it. */
  private Operand operand(TensorFormat tensor, dnnl_primitive_desc desc, int query, Access access) {
    return new Operand(session, callers(tensor), Session.wanted(desc, query), access, scratch);
  }

  private dnnl_memory_desc callers(TensorFormat tensor) {
    return formats == Formats.RESIDENT ? tensor.chosen() : tensor.nchw();
  }

  private Operand bias() {
    return new Operand(session, biasFormat, session.scratch());
  }

  private dnnl_primitive_desc describeForward(
      dnnl_memory_desc srcFormat,
      dnnl_memory_desc weightFormat,
      dnnl_memory_desc biasFormat,
      dnnl_memory_desc dstFormat,
      dnnl_primitive_attr attributes) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    return session.fastest(
        desc,
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            desc,
            session.engine(),
            dnnl.dnnl_forward_training,
            dnnl.dnnl_convolution_direct,
            srcFormat,
            weightFormat,
            biasFormat,
            dstFormat,
            strides,
            dilates,
            padLeft,
            padRight,
            attributes));
  }

  /** The operands, and a primitive for each of: with bias, with tanh. */
  private final class Forward {

    private final Operand x = operand(src, forwardDesc, dnnl.dnnl_query_src_md, Access.READ);
    private final Operand w =
        operand(weights, forwardDesc, dnnl.dnnl_query_weights_md, Access.READ);
    private final Operand b = bias();
    private final Operand y = operand(dst, forwardDesc, dnnl.dnnl_query_dst_md, Access.WRITE);
    private final Primitive[] primitives = new Primitive[4];

    private Primitive primitive(boolean withBias, boolean withTanh) {
      int index = (withBias ? 1 : 0) + (withTanh ? 2 : 0);
      if (primitives[index] == null) {
        primitives[index] = make(withBias, withTanh);
      }
      return primitives[index];
    }

    private Primitive make(boolean withBias, boolean withTanh) {
      dnnl_primitive_desc desc =
          withBias && !withTanh
              ? forwardDesc
              : describeForward(
                  src.chosen(),
                  weights.chosen(),
                  withBias ? biasFormat : null,
                  dst.chosen(),
                  withTanh ? tanh() : session.attributes());
      Primitive primitive =
          new Primitive(session, desc, scratch)
              .with(dnnl.DNNL_ARG_SRC, x.memory())
              .with(dnnl.DNNL_ARG_WEIGHTS, w.memory())
              .with(dnnl.DNNL_ARG_DST, y.memory());
      return withBias ? primitive.with(dnnl.DNNL_ARG_BIAS, b.memory()) : primitive;
    }

    private dnnl_primitive_attr tanh() {
      dnnl_primitive_attr attributes = session.attributes();
      dnnl_post_ops postOps = session.postOps();
      session.check(dnnl.dnnl_post_ops_append_eltwise(postOps, dnnl.dnnl_eltwise_tanh, 0, 0));
      session.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, postOps));
      return attributes;
    }

    private void run(
        MemorySegment src,
        MemorySegment weights,
        MemorySegment bias,
        boolean withTanh,
        MemorySegment dst) {
      Primitive primitive = primitive(bias != null, withTanh);
      x.read(src);
      w.read(weights);
      if (bias != null) {
        b.read(bias);
      }
      y.write(dst);
      primitive.execute();
      y.flush(dst);
    }
  }

  private final class BackwardData {

    private final Operand dy;
    private final Operand w;
    private final Operand dx;
    private final Primitive primitive;

    private BackwardData() {
      dnnl_primitive_desc desc = describe();
      dy = operand(dst, desc, dnnl.dnnl_query_diff_dst_md, Access.READ);
      w = operand(weights, desc, dnnl.dnnl_query_weights_md, Access.READ);
      dx = operand(src, desc, dnnl.dnnl_query_diff_src_md, Access.WRITE);
      primitive =
          new Primitive(session, desc, scratch)
              .with(dnnl.DNNL_ARG_DIFF_DST, dy.memory())
              .with(dnnl.DNNL_ARG_WEIGHTS, w.memory())
              .with(dnnl.DNNL_ARG_DIFF_SRC, dx.memory());
    }

    private dnnl_primitive_desc describe() {
      if (formats == Formats.PLAIN) {
        return describe(src.nchw(), weights.nchw(), dst.nchw());
      }
      dnnl_memory_desc anyWeights = session.any(weightDims);
      if (formats == Formats.RESIDENT) {
        dnnl_primitive_desc desc = describe(src.chosen(), anyWeights, dst.chosen());
        if (!Session.isReference(desc)) {
          return desc;
        }
      }
      return describe(session.any(srcDims), anyWeights, session.any(dstDims));
    }

    private dnnl_primitive_desc describe(
        dnnl_memory_desc srcFormat, dnnl_memory_desc weightFormat, dnnl_memory_desc dstFormat) {
      dnnl_primitive_desc desc = new dnnl_primitive_desc();
      return session.fastest(
          desc,
          dnnl.dnnl_convolution_backward_data_primitive_desc_create(
              desc,
              session.engine(),
              dnnl.dnnl_convolution_direct,
              srcFormat,
              weightFormat,
              dstFormat,
              strides,
              dilates,
              padLeft,
              padRight,
              forwardDesc,
              session.attributes()));
    }

    private void run(MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
      dy.read(diffDst);
      w.read(weights);
      dx.write(diffSrc);
      primitive.execute();
      dx.flush(diffSrc);
    }
  }

  /** The operands, and two primitives: without and with the gradient of the bias. */
  private final class BackwardWeights {

    private final dnnl_primitive_desc descWithBias = describe(biasFormat);
    private final Operand x = operand(src, descWithBias, dnnl.dnnl_query_src_md, Access.READ);
    private final Operand dy = operand(dst, descWithBias, dnnl.dnnl_query_diff_dst_md, Access.READ);
    private final Operand dw =
        operand(weights, descWithBias, dnnl.dnnl_query_diff_weights_md, Access.WRITE);
    private final Operand db = bias();
    private Primitive withBias;
    private Primitive withoutBias;

    private dnnl_primitive_desc describe(dnnl_memory_desc biasFormat) {
      if (formats == Formats.PLAIN) {
        return describe(src.nchw(), weights.nchw(), biasFormat, dst.nchw());
      }
      if (formats == Formats.RESIDENT) {
        dnnl_primitive_desc desc =
            describe(src.chosen(), weights.chosen(), biasFormat, dst.chosen());
        if (!Session.isReference(desc)) {
          return desc;
        }
      }
      return describe(
          session.any(srcDims), session.any(weightDims), biasFormat, session.any(dstDims));
    }

    private dnnl_primitive_desc describe(
        dnnl_memory_desc srcFormat,
        dnnl_memory_desc weightFormat,
        dnnl_memory_desc biasFormat,
        dnnl_memory_desc dstFormat) {
      dnnl_primitive_desc desc = new dnnl_primitive_desc();
      return session.fastest(
          desc,
          dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
              desc,
              session.engine(),
              dnnl.dnnl_convolution_direct,
              srcFormat,
              weightFormat,
              biasFormat,
              dstFormat,
              strides,
              dilates,
              padLeft,
              padRight,
              forwardDesc,
              session.attributes()));
    }

    private Primitive primitive(dnnl_primitive_desc desc) {
      return new Primitive(session, desc, scratch)
          .with(dnnl.DNNL_ARG_SRC, x.memory())
          .with(dnnl.DNNL_ARG_DIFF_DST, dy.memory())
          .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, dw.memory());
    }

    private Primitive withBias() {
      if (withBias == null) {
        withBias = primitive(descWithBias).with(dnnl.DNNL_ARG_DIFF_BIAS, db.memory());
      }
      return withBias;
    }

    private Primitive withoutBias() {
      if (withoutBias == null) {
        withoutBias =
            primitive(
                describe(
                    Session.wanted(descWithBias, dnnl.dnnl_query_src_md),
                    Session.wanted(descWithBias, dnnl.dnnl_query_diff_weights_md),
                    null,
                    Session.wanted(descWithBias, dnnl.dnnl_query_diff_dst_md)));
      }
      return withoutBias;
    }

    private void run(
        MemorySegment src,
        MemorySegment diffDst,
        MemorySegment diffWeights,
        MemorySegment diffBias) {
      Primitive primitive = diffBias == null ? withoutBias() : withBias();
      x.read(src);
      dy.read(diffDst);
      dw.write(diffWeights);
      if (diffBias != null) {
        db.write(diffBias);
      }
      primitive.execute();
      dw.flush(diffWeights);
      if (diffBias != null) {
        db.flush(diffBias);
      }
    }
  }
}
