package io.lanewise.onednn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Matrix;
import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Matrix multiplication by the matmul primitive; transposes and leading dimensions are strides of
 * its memory descriptors, alpha a linear and beta a sum post-operation. A batch of native operands
 * is one matmul in three dimensions.
 *
 * <p>Epilogues: a bias per column is matmul's own where alpha is 1, as matmul adds it before the
 * post-operations; tanh is a post-operation. The rest is a pass over C: RELU as a post-operation
 * would give 0 for NaN, and the logistic function is not exact enough, see {@link
 * OneDnnElementwise}.
 *
 * <p>oneDNN has no float64 on CPUs: {@code dgemm} is another backend's, see {@code describe()}.
 */
final class OneDnnGemm extends Gemm {

  static final String NAME = "onednn/matmul";

  /** Primitives kept. LeNet-5 needs 9 to train: three products for each of three dense layers. */
  static final int CAPACITY = 64;

  private final Cpu cpu;
  private final Gemm doubles;
  private final Scratch scratch = new Scratch();
  private final Scratch stagingA = new Scratch();
  private final Scratch stagingB = new Scratch();
  private final Scratch stagingC = new Scratch();
  private final Scratch stagingBias = new Scratch();
  private final PrimitiveCache<Key, Matmul> matmuls = new PrimitiveCache<>(CAPACITY, Matmul::new);
  private Matmul latest;

  /**
   * Makes the operation.
   *
   * @param cpu outlives this
   * @param doubles computes dgemm; owned and closed by this
   * @param elementwise computes the activations that matmul does not; owned and closed by this
   */
  OneDnnGemm(Cpu cpu, Gemm doubles, Elementwise elementwise) {
    super(NAME, elementwise);
    this.cpu = cpu;
    this.doubles = doubles;
  }

  /**
   * All that a primitive depends on.
   *
   * @param batch 1 for one product
   * @param bias whether there is one for each column
   * @param tanh whether it comes last
   */
  private record Key(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      int lda,
      int ldb,
      float beta,
      int ldc,
      int batch,
      long strideA,
      long strideB,
      long strideC,
      boolean bias,
      boolean tanh) {

    private static Key of(Product p, boolean fused) {
      return of(p, fused, 1, 0, 0, 0);
    }

    private static Key of(
        Product p, boolean fused, int batch, long strideA, long strideB, long strideC) {
      return new Key(
          p.transA(),
          p.transB(),
          p.m(),
          p.n(),
          p.k(),
          (float) p.alpha(),
          p.a().ld(),
          p.b().ld(),
          (float) p.beta(),
          p.c().ld(),
          batch,
          strideA,
          strideB,
          strideC,
          fused && p.epilogue().bias() == Epilogue.Bias.PER_COLUMN,
          fused && p.epilogue().activation() == Activation.TANH);
    }

    /** Whether this is of one product, without making its key. */
    private boolean isOf(Product p, boolean fused) {
      return transA == p.transA()
          && transB == p.transB()
          && m == p.m()
          && n == p.n()
          && k == p.k()
          && alpha == p.alpha()
          && lda == p.a().ld()
          && ldb == p.b().ld()
          && beta == p.beta()
          && ldc == p.c().ld()
          && batch == 1
          && bias == (fused && p.epilogue().bias() == Epilogue.Bias.PER_COLUMN)
          && tanh == (fused && p.epilogue().activation() == Activation.TANH);
    }

    private long[] dims(long rows, long columns, long stride) {
      if (batch == 1) {
        return new long[] {rows, columns};
      }
      return new long[] {stride == 0 ? 1 : batch, rows, columns};
    }

    private long[] strides(Transpose trans, long ld, long stride) {
      long row = trans == Transpose.NO ? ld : 1;
      long column = trans == Transpose.NO ? 1 : ld;
      return batch == 1 ? new long[] {row, column} : new long[] {stride, row, column};
    }
  }

  /** A matmul with its operands. */
  private final class Matmul implements AutoCloseable {

    private final Key key;
    private final Session session;
    private final Operand a;
    private final Operand b;
    private final Operand c;
    private final Operand bias;
    private final Primitive primitive;

    private Matmul(Key key) {
      this.key = key;
      session = new Session(cpu, NAME + " " + GemmShape.of(key.m, key.n, key.k));
      try {
        dnnl_memory_desc formatA = matrix(key.transA, key.m, key.k, key.lda, key.strideA);
        dnnl_memory_desc formatB = matrix(key.transB, key.k, key.n, key.ldb, key.strideB);
        dnnl_memory_desc formatC = matrix(Transpose.NO, key.m, key.n, key.ldc, key.strideC);
        a = new Operand(session, formatA, rows(key.transA, key.m, key.k, key.lda), stagingA);
        b = new Operand(session, formatB, rows(key.transB, key.k, key.n, key.ldb), stagingB);
        c = new Operand(session, formatC, rows(Transpose.NO, key.m, key.n, key.ldc), stagingC);
        dnnl_memory_desc formatBias = key.bias ? session.dense(1, key.n) : null;
        bias =
            key.bias
                ? new Operand(session, formatBias, Operand.Rows.dense(key.n), stagingBias)
                : null;
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        session.made(
            desc,
            dnnl.dnnl_matmul_primitive_desc_create(
                desc, cpu.engine(), formatA, formatB, formatBias, formatC, attributes()));
        primitive =
            new Primitive(session, desc, scratch)
                .with(dnnl.DNNL_ARG_SRC, a.memory())
                .with(dnnl.DNNL_ARG_WEIGHTS, b.memory())
                .with(dnnl.DNNL_ARG_DST, c.memory());
        if (key.bias) {
          primitive.with(dnnl.DNNL_ARG_BIAS, bias.memory());
        }
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }

    private dnnl_memory_desc matrix(
        Transpose trans, long rows, long columns, long ld, long stride) {
      return session.strided(key.dims(rows, columns, stride), key.strides(trans, ld, stride));
    }

    private static Operand.Rows rows(Transpose trans, int rows, int columns, int ld) {
      return trans == Transpose.NO
          ? new Operand.Rows(rows, columns, ld)
          : new Operand.Rows(columns, rows, ld);
    }

    /** alpha (A B + bias), then + beta C, then tanh; there is no bias where alpha is not 1. */
    private dnnl_primitive_attr attributes() {
      dnnl_primitive_attr attributes = session.attributes();
      dnnl_post_ops postOps = session.postOps();
      if (key.alpha != 1) {
        session.check(
            dnnl.dnnl_post_ops_append_eltwise(postOps, dnnl.dnnl_eltwise_linear, key.alpha, 0));
      }
      if (key.beta != 0) {
        session.check(dnnl.dnnl_post_ops_append_sum(postOps, key.beta, 0, dnnl.dnnl_f32));
      }
      if (key.tanh) {
        session.check(dnnl.dnnl_post_ops_append_eltwise(postOps, dnnl.dnnl_eltwise_tanh, 0, 0));
      }
      session.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, postOps));
      return attributes;
    }

    private void multiply(Product product) {
      MemorySegment as = product.a().slice();
      MemorySegment bs = product.b().slice();
      MemorySegment cs = product.c().slice();
      a.read(as);
      b.read(bs);
      if (key.beta == 0) {
        c.write(cs);
      } else {
        c.read(cs);
      }
      if (key.bias) {
        bias.read(product.bias().slice());
      }
      primitive.execute();
      c.flush(cs);
    }

    @Override
    public void close() {
      session.close();
    }
  }

  /** Primitives that it holds now. */
  int primitives() {
    return matmuls.size();
  }

  @Override
  public long workspaceBytes() {
    return super.workspaceBytes()
        + scratch.bytes()
        + stagingA.bytes()
        + stagingB.bytes()
        + stagingC.bytes()
        + stagingBias.bytes()
        + doubles.workspaceBytes();
  }

  @Override
  protected void release() {
    super.release();
    matmuls.close();
    scratch.close();
    stagingA.close();
    stagingB.close();
    stagingC.close();
    stagingBias.close();
    doubles.close();
  }

  @Override
  protected void computeSgemm(Product product) {
    boolean fused = fuses(product);
    if (latest == null || !latest.key.isOf(product, fused)) {
      latest = matmuls.get(Key.of(product, fused));
    }
    latest.multiply(product);
    if (!fused) {
      applyEpilogue(product);
    }
  }

  @Override
  protected void computeSgemmBatchStrided(
      Product product, int batch, long strideA, long strideB, long strideC) {
    if (takesBatch(product, strideA, strideB, strideC)) {
      latest = matmuls.get(Key.of(product, false, batch, strideA, strideB, strideC));
      latest.multiply(product);
    } else {
      super.computeSgemmBatchStrided(product, batch, strideA, strideB, strideC);
    }
  }

  /** Whether memory descriptors say such a batch: every matrix whole, not one A and one B. */
  private static boolean takesBatch(Product p, long strideA, long strideB, long strideC) {
    return isBatch(p.a(), strideA)
        && isBatch(p.b(), strideB)
        && isBatch(p.c(), strideC)
        && (strideA > 0 || strideB > 0);
  }

  private static boolean isBatch(Matrix x, long stride) {
    return x.isNative() && (stride == 0 || stride >= (long) x.rows() * x.ld());
  }

  /** Whether matmul computes the whole epilogue. */
  private static boolean fuses(Product p) {
    Epilogue.Bias bias = p.epilogue().bias();
    Activation f = p.epilogue().activation();
    return (bias == Epilogue.Bias.NONE || (bias == Epilogue.Bias.PER_COLUMN && p.alpha() == 1))
        && (f == Activation.IDENTITY || f == Activation.TANH);
  }

  @Override
  protected void computeDgemm(Product product) {
    computeDgemm(doubles, product);
  }
}
