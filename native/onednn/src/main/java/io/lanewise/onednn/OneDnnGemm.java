package io.lanewise.onednn;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
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
 * its memory descriptors, alpha a linear and beta a sum post-operation.
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
  private final PrimitiveCache<Key, Matmul> matmuls = new PrimitiveCache<>(CAPACITY, Matmul::new);
  private Matmul latest;

  /**
   * Makes the operation.
   *
   * @param cpu outlives this
   * @param doubles computes dgemm; owned and closed by this
   */
  OneDnnGemm(Cpu cpu, Gemm doubles) {
    super(NAME);
    this.cpu = cpu;
    this.doubles = doubles;
  }

  /** All that a primitive depends on. */
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
      int ldc) {

    private static Key of(Product p) {
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
          p.c().ld());
    }

    /** Whether this is of a product, without making its key. */
    private boolean isOf(Product p) {
      return transA == p.transA()
          && transB == p.transB()
          && m == p.m()
          && n == p.n()
          && k == p.k()
          && alpha == p.alpha()
          && lda == p.a().ld()
          && ldb == p.b().ld()
          && beta == p.beta()
          && ldc == p.c().ld();
    }
  }

  /** A matmul with its three operands. */
  private final class Matmul implements AutoCloseable {

    private final Key key;
    private final Session session;
    private final Operand a;
    private final Operand b;
    private final Operand c;
    private final Primitive primitive;

    private Matmul(Key key) {
      this.key = key;
      session = new Session(cpu, NAME + " " + GemmShape.of(key.m, key.n, key.k));
      try {
        dnnl_memory_desc formatA = matrix(key.transA, key.m, key.k, key.lda);
        dnnl_memory_desc formatB = matrix(key.transB, key.k, key.n, key.ldb);
        dnnl_memory_desc formatC = matrix(Transpose.NO, key.m, key.n, key.ldc);
        a = new Operand(session, formatA, rows(key.transA, key.m, key.k, key.lda), stagingA);
        b = new Operand(session, formatB, rows(key.transB, key.k, key.n, key.ldb), stagingB);
        c = new Operand(session, formatC, rows(Transpose.NO, key.m, key.n, key.ldc), stagingC);
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        session.made(
            desc,
            dnnl.dnnl_matmul_primitive_desc_create(
                desc, cpu.engine(), formatA, formatB, null, formatC, attributes()));
        primitive =
            new Primitive(session, desc, scratch)
                .with(dnnl.DNNL_ARG_SRC, a.memory())
                .with(dnnl.DNNL_ARG_WEIGHTS, b.memory())
                .with(dnnl.DNNL_ARG_DST, c.memory());
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }

    private dnnl_memory_desc matrix(Transpose trans, long rows, long columns, long ld) {
      long[] strides = trans == Transpose.NO ? new long[] {ld, 1} : new long[] {1, ld};
      return session.strided(new long[] {rows, columns}, strides);
    }

    private static Operand.Rows rows(Transpose trans, int rows, int columns, int ld) {
      return trans == Transpose.NO
          ? new Operand.Rows(rows, columns, ld)
          : new Operand.Rows(columns, rows, ld);
    }

    /** alpha A B, then + beta C. */
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
      session.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, postOps));
      return attributes;
    }

    private void multiply(MemorySegment as, MemorySegment bs, MemorySegment cs) {
      a.read(as);
      b.read(bs);
      if (key.beta == 0) {
        c.write(cs);
      } else {
        c.read(cs);
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
    return scratch.bytes()
        + stagingA.bytes()
        + stagingB.bytes()
        + stagingC.bytes()
        + doubles.workspaceBytes();
  }

  @Override
  protected void release() {
    matmuls.close();
    scratch.close();
    stagingA.close();
    stagingB.close();
    stagingC.close();
    doubles.close();
  }

  @Override
  protected void computeSgemm(Product product) {
    if (latest == null || !latest.key.isOf(product)) {
      latest = matmuls.get(Key.of(product));
    }
    latest.multiply(product.a().slice(), product.b().slice(), product.c().slice());
  }

  @Override
  protected void computeDgemm(Product product) {
    computeDgemm(doubles, product);
  }
}
