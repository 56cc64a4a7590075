package io.lanewise.onednn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Activations and their derivatives by oneDNN's primitives, where those hold the contract; the rest
 * is another backend's, see {@code describe()}.
 *
 * <ul>
 *   <li>tanh and all derivatives: eltwise.
 *   <li>relu: a binary maximum with zeros, as eltwise gives 0 for NaN.
 *   <li>identity: a copy.
 *   <li>sigmoid: another backend's. oneDNN 3.11's logistic has an error of up to 5.5 units in the
 *       last place at x below -71 and gives 0 from x = -86.99 down, where 1.6e-38 is right.
 *   <li>bias, softmax and the optimizer's update: another backend's.
 * </ul>
 */
final class OneDnnElementwise extends Elementwise {

  static final String NAME = "onednn/eltwise";

  /** Primitives kept in each direction. LeNet-5 needs 4: as many as it has activations. */
  static final int CAPACITY = 32;

  private final dnnl_engine engine;
  private final Elementwise composed;
  private final Scratch scratch = new Scratch();
  private final Scratch stagingIn = new Scratch();
  private final Scratch stagingIn2 = new Scratch();
  private final Scratch stagingOut = new Scratch();
  private final PrimitiveCache<Key, Forward> forwards =
      new PrimitiveCache<>(CAPACITY, Forward::new);
  private final PrimitiveCache<Key, Backward> backwards =
      new PrimitiveCache<>(CAPACITY, Backward::new);

  /**
   * Makes the operation.
   *
   * @param engine the CPU; outlives this
   * @param composed computes what eltwise does not; owned and closed by this
   */
  OneDnnElementwise(dnnl_engine engine, Elementwise composed) {
    super(NAME);
    this.engine = engine;
    this.composed = composed;
  }

  /** All that a primitive depends on. */
  private record Key(Activation f, int n) {

    /** oneDNN's algorithm whose derivative is computed from the output. */
    private int algorithm() {
      return switch (f) {
        case RELU -> dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
        case TANH -> dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;
        case SIGMOID -> dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
        case IDENTITY -> throw new IllegalArgumentException("the identity is a copy");
      };
    }
  }

  private final class Forward implements AutoCloseable {

    private final Session session;
    private final Operand x;
    private final Operand y;
    private final Primitive primitive;

    private Forward(Key key) {
      session = new Session(engine, NAME + " " + key);
      try {
        dnnl_memory_desc format = session.dense(key.n);
        x = new Operand(session, format, Operand.Rows.dense(key.n), stagingIn);
        y = new Operand(session, format, Operand.Rows.dense(key.n), stagingOut);
        primitive =
            key.f == Activation.RELU
                ? max(format, key.n)
                : new Primitive(session, describeForward(session, format, key), scratch)
                    .with(dnnl.DNNL_ARG_SRC, x.memory())
                    .with(dnnl.DNNL_ARG_DST, y.memory());
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }

    /** max(0, x) of the binary primitive, which gives the second for NaN; eltwise relu gives 0. */
    private Primitive max(dnnl_memory_desc format, int n) {
      dnnl_primitive_desc desc = new dnnl_primitive_desc();
      session.made(
          desc,
          dnnl.dnnl_binary_primitive_desc_create(
              desc, engine, dnnl.dnnl_binary_max, format, format, format, session.attributes()));
      dnnl_memory zeros = session.memory(format);
      MemorySegment buffer = session.scratch().atLeast((long) n * Float.BYTES);
      session.check(dnnl.dnnl_memory_set_data_handle(zeros, new Address().of(buffer)));
      return new Primitive(session, desc, scratch)
          .with(dnnl.DNNL_ARG_SRC_0, zeros)
          .with(dnnl.DNNL_ARG_SRC_1, x.memory())
          .with(dnnl.DNNL_ARG_DST, y.memory());
    }

    private void run(MemorySegment xs, MemorySegment ys) {
      x.read(xs);
      y.write(ys);
      primitive.execute();
      y.flush(ys);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private final class Backward implements AutoCloseable {

    private final Session session;
    private final Operand y;
    private final Operand dy;
    private final Operand dx;
    private final Primitive primitive;

    private Backward(Key key) {
      session = new Session(engine, NAME + " backward " + key);
      try {
        dnnl_memory_desc format = session.dense(key.n);
        y = new Operand(session, format, Operand.Rows.dense(key.n), stagingIn);
        dy = new Operand(session, format, Operand.Rows.dense(key.n), stagingIn2);
        dx = new Operand(session, format, Operand.Rows.dense(key.n), stagingOut);
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        session.made(
            desc,
            dnnl.dnnl_eltwise_backward_primitive_desc_create(
                desc,
                engine,
                key.algorithm(),
                format,
                format,
                format,
                0,
                0,
                describeForward(session, format, key),
                session.attributes()));
        primitive =
            new Primitive(session, desc, scratch)
                .with(dnnl.DNNL_ARG_DST, y.memory())
                .with(dnnl.DNNL_ARG_DIFF_DST, dy.memory())
                .with(dnnl.DNNL_ARG_DIFF_SRC, dx.memory());
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }

    private void run(MemorySegment ys, MemorySegment dys, MemorySegment dxs) {
      y.read(ys);
      dy.read(dys);
      dx.write(dxs);
      primitive.execute();
      dx.flush(dxs);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private dnnl_primitive_desc describeForward(Session session, dnnl_memory_desc format, Key key) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    return session.made(
        desc,
        dnnl.dnnl_eltwise_forward_primitive_desc_create(
            desc,
            engine,
            dnnl.dnnl_forward_training,
            key.algorithm(),
            format,
            format,
            0,
            0,
            session.attributes()));
  }

  @Override
  public long workspaceBytes() {
    return scratch.bytes()
        + stagingIn.bytes()
        + stagingIn2.bytes()
        + stagingOut.bytes()
        + composed.workspaceBytes();
  }

  @Override
  protected void release() {
    forwards.close();
    backwards.close();
    scratch.close();
    stagingIn.close();
    stagingIn2.close();
    stagingOut.close();
    composed.close();
  }

  @Override
  protected void computeActivate(Activation f, int n, MemorySegment x, MemorySegment y) {
    if (f == Activation.SIGMOID) {
      composed.activate(f, n, x, y);
    } else if (f == Activation.IDENTITY) {
      MemorySegment.copy(x, 0, y, 0, (long) n * Float.BYTES);
    } else {
      forwards.get(new Key(f, n)).run(x, y);
    }
  }

  @Override
  protected void computeActivateBackward(
      Activation f, int n, MemorySegment y, MemorySegment dy, MemorySegment dx) {
    if (f == Activation.IDENTITY) {
      MemorySegment.copy(dy, 0, dx, 0, (long) n * Float.BYTES);
    } else {
      backwards.get(new Key(f, n)).run(y, dy, dx);
    }
  }

  @Override
  protected void computeAddBias(int rows, int columns, MemorySegment bias, MemorySegment x) {
    composed.addBias(rows, columns, bias, x);
  }

  @Override
  protected void computeBiasGradient(int rows, int columns, MemorySegment dy, MemorySegment dBias) {
    composed.biasGradient(rows, columns, dy, dBias);
  }

  @Override
  protected double computeSoftmaxCrossEntropy(
      int rows,
      int columns,
      MemorySegment x,
      int[] labels,
      int labelsOffset,
      float scale,
      MemorySegment dx) {
    return composed.softmaxCrossEntropy(rows, columns, x, labels, labelsOffset, scale, dx);
  }

  @Override
  protected void computeSgdMomentum(
      int n,
      float rate,
      float momentum,
      float weightDecay,
      MemorySegment g,
      MemorySegment v,
      MemorySegment w) {
    composed.sgdMomentum(n, rate, momentum, weightDecay, g, v, w);
  }
}
