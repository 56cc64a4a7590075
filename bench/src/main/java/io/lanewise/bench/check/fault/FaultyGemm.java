package io.lanewise.bench.check.fault;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Product;

/** Lets another Gemm compute, and does something more in single precision. */
abstract class FaultyGemm extends Gemm {

  private final Gemm right;

  FaultyGemm(Gemm right, Kernels kernels) {
    super(right.kernel(), kernels.elementwise());
    this.right = right;
  }

  /**
   * Spoils a product.
   *
   * @param product as it was computed
   * @param nanos how long that took
   */
  abstract void spoil(Product product, long nanos);

  @Override
  protected final void computeSgemm(Product product) {
    long begin = System.nanoTime();
    right.sgemm(
        product.transA(),
        product.transB(),
        product.m(),
        product.n(),
        product.k(),
        (float) product.alpha(),
        product.a().slice(),
        product.a().ld(),
        product.b().slice(),
        product.b().ld(),
        (float) product.beta(),
        product.c().slice(),
        product.c().ld(),
        product.epilogue());
    spoil(product, System.nanoTime() - begin);
  }

  @Override
  protected final void computeDgemm(Product product) {
    computeDgemm(right, product);
  }

  @Override
  public final long workspaceBytes() {
    return super.workspaceBytes() + right.workspaceBytes();
  }

  @Override
  protected final void release() {
    super.release();
    right.close();
  }
}
