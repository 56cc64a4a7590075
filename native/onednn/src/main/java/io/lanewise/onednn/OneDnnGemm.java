package io.lanewise.onednn;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import org.bytedeco.dnnl.dnnl_engine;
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

  private final dnnl_engine engine;
  private final Gemm doubles;
  private final Scratch scratch = new Scratch();
  private final Scratch stagingA = new Scratch();
  private final Scratch stagingB = new Scratch();
  private final Scratch stagingC = new Scratch();
  private final PrimitiveCache<Key, Product> products =
      new PrimitiveCache<>(CAPACITY, Product::new);
  private Product latest;

  /**
   * Makes the operation.
   *
   * @param engine the CPU; outlives this
   * @param doubles computes dgemm; owned and closed by this
   */
  OneDnnGemm(dnnl_engine engine, Gemm doubles) {
    super(NAME);
    this.engine = engine;
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

    private boolean is(
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
      return this.transA == transA
          && this.transB == transB
          && this.m == m
          && this.n == n
          && this.k == k
          && this.alpha == alpha
          && this.lda == lda
          && this.ldb == ldb
          && this.beta == beta
          && this.ldc == ldc;
    }
  }

  /** A matmul with its three operands. */
  private final class Product implements AutoCloseable {

    private final Key key;
    private final Session session;
    private final Operand a;
    private final Operand b;
    private final Operand c;
    private final Primitive primitive;

    private Product(Key key) {
      this.key = key;
      session = new Session(engine, NAME + " " + GemmShape.of(key.m, key.n, key.k));
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
                desc, engine, formatA, formatB, null, formatC, attributes()));
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
    return products.size();
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
    products.close();
    scratch.close();
    stagingA.close();
    stagingB.close();
    stagingC.close();
    doubles.close();
  }

  @Override
  protected void computeSgemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      float beta,
      MemorySegment c,
      int ldc) {
    if (latest == null || !latest.key.is(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc)) {
      latest = products.get(new Key(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc));
    }
    latest.multiply(a, b, c);
  }

  @Override
  protected void computeDgemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      double beta,
      MemorySegment c,
      int ldc) {
    doubles.dgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  }
}
