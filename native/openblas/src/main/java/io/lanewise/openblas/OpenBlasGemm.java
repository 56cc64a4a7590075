package io.lanewise.openblas;

import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Matrix;
import io.lanewise.kernels.Product;
import java.lang.foreign.MemorySegment;

/**
 * Matrix products by OpenBLAS. Native operands are passed as they are. Where one lives in an array,
 * a short product is computed in place, and a longer one on copies of the arrays in native memory
 * that this owns.
 */
final class OpenBlasGemm extends Gemm {

  static final String NAME = "openblas/gemm";

  /**
   * The largest m n k of whose batches the library sends to a kernel for small matrices; in 0.3.31,
   * built for many CPUs, that is a jump to a wrong address (OpenMathLib/OpenBLAS pull request
   * 5980).
   */
  private static final double CRASHING_BATCH_LIMIT = 100 * 100 * 100;

  private final int threads;
  private final long inPlaceLimit = OpenBlas.loaded().inPlaceLimit();
  private final NativeScratch scratchA = new NativeScratch();
  private final NativeScratch scratchB = new NativeScratch();
  private final NativeScratch scratchC = new NativeScratch();

  /**
   * Makes the operation.
   *
   * @param threads OpenBLAS's number of threads
   * @param elementwise computes the activations of epilogues; owned and closed by this
   */
  OpenBlasGemm(int threads, Elementwise elementwise) {
    super(NAME, elementwise);
    this.threads = threads;
  }

  @Override
  public long workspaceBytes() {
    return super.workspaceBytes() + scratchA.bytes() + scratchB.bytes() + scratchC.bytes();
  }

  @Override
  protected void release() {
    super.release();
    scratchA.close();
    scratchB.close();
    scratchC.close();
  }

  @Override
  protected void computeSgemm(Product product) {
    compute(product, Float.BYTES);
    applyEpilogue(product);
  }

  @Override
  protected void computeDgemm(Product product) {
    compute(product, Double.BYTES);
    applyEpilogue(product);
  }

  @Override
  protected void computeSgemmBatchStrided(
      Product product, int batch, long strideA, long strideB, long strideC) {
    if (takesBatch(product, batch, strideA, strideB, strideC)) {
      long stamp = ThreadCount.enter(threads);
      try {
        Cblas.sgemmBatchStrided(product, (int) strideA, (int) strideB, (int) strideC, batch);
      } finally {
        ThreadCount.exit(stamp);
      }
    } else {
      super.computeSgemmBatchStrided(product, batch, strideA, strideB, strideC);
    }
  }

  @Override
  protected void computeDgemmBatchStrided(
      Product product, int batch, long strideA, long strideB, long strideC) {
    if (takesBatch(product, batch, strideA, strideB, strideC)) {
      long stamp = ThreadCount.enter(threads);
      try {
        Cblas.dgemmBatchStrided(product, (int) strideA, (int) strideB, (int) strideC, batch);
      } finally {
        ThreadCount.exit(stamp);
      }
    } else {
      super.computeDgemmBatchStrided(product, batch, strideA, strideB, strideC);
    }
  }

  /**
   * Whether the library's function for batches is called: on native operands, where each product is
   * so large that it does not crash, and where it can count, for it computes i stride in 32 bits
   * (interface/gemm_batch_strided.c of 0.3.31).
   */
  private static boolean takesBatch(
      Product p, int batch, long strideA, long strideB, long strideC) {
    long longest = Math.max(strideA, Math.max(strideB, strideC));
    return isNative(p)
        && (double) p.m() * p.n() * p.k() > CRASHING_BATCH_LIMIT
        && longest <= Integer.MAX_VALUE / (batch - 1);
  }

  private static boolean isNative(Product p) {
    return p.a().isNative() && p.b().isNative() && p.c().isNative();
  }

  private void compute(Product p, int bytes) {
    boolean allNative = isNative(p);
    boolean inPlace = !allNative && (double) p.m() * p.n() * p.k() <= inPlaceLimit;
    if (allNative || inPlace) {
      call(
          p,
          bytes,
          inPlace,
          p.a().slice(),
          p.a().ld(),
          p.b().slice(),
          p.b().ld(),
          p.c().slice(),
          p.c().ld());
    } else {
      computeStaged(p, bytes);
    }
  }

  private void computeStaged(Product p, int bytes) {
    MemorySegment c = p.c().slice();
    MemorySegment nativeC = place(p.c(), bytes, scratchC);
    int nativeLdc = leading(p.c());
    if (!p.c().isNative() && p.beta() != 0) {
      copyRows(c, p.c().ld(), nativeC, nativeLdc, p.m(), p.n(), bytes);
    }
    call(
        p,
        bytes,
        false,
        staged(p.a(), bytes, scratchA),
        leading(p.a()),
        staged(p.b(), bytes, scratchB),
        leading(p.b()),
        nativeC,
        nativeLdc);
    if (!p.c().isNative()) {
      copyRows(nativeC, nativeLdc, c, p.c().ld(), p.m(), p.n(), bytes);
    }
  }

  /** Calls the library on memory where the product's operands are or have been placed. */
  private void call(
      Product p,
      int bytes,
      boolean inPlace,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      MemorySegment c,
      int ldc) {
    long stamp = ThreadCount.enter(threads);
    try {
      if (bytes == Float.BYTES && inPlace) {
        Cblas.sgemmInPlace(p, a, lda, b, ldb, c, ldc);
      } else if (bytes == Float.BYTES) {
        Cblas.sgemm(p, a, lda, b, ldb, c, ldc);
      } else if (inPlace) {
        Cblas.dgemmInPlace(p, a, lda, b, ldb, c, ldc);
      } else {
        Cblas.dgemm(p, a, lda, b, ldb, c, ldc);
      }
    } finally {
      ThreadCount.exit(stamp);
    }
  }

  /** The operand if it is native, else a copy without gaps. */
  private static MemorySegment staged(Matrix x, int bytes, NativeScratch scratch) {
    MemorySegment staged = place(x, bytes, scratch);
    if (!x.isNative()) {
      copyRows(x.slice(), x.ld(), staged, x.columns(), x.rows(), x.columns(), bytes);
    }
    return staged;
  }

  /** The operand if it is native, else memory for its rows without gaps. */
  private static MemorySegment place(Matrix x, int bytes, NativeScratch scratch) {
    return x.isNative() ? x.slice() : scratch.ofBytes((long) x.rows() * x.columns() * bytes);
  }

  /** The leading dimension where the operand has been placed. */
  private static int leading(Matrix x) {
    return x.isNative() ? x.ld() : x.columns();
  }

  /** Copies rows and leaves the gaps alone, which may be somebody else's. */
  private static void copyRows(
      MemorySegment from,
      int fromLd,
      MemorySegment to,
      int toLd,
      int rows,
      int columns,
      int bytes) {
    boolean dense = fromLd == columns && toLd == columns;
    int steps = dense ? 1 : rows;
    long stepBytes = (long) columns * bytes * (dense ? rows : 1);
    for (int i = 0; i < steps; i++) {
      MemorySegment.copy(from, (long) i * fromLd * bytes, to, (long) i * toLd * bytes, stepBytes);
    }
  }
}
