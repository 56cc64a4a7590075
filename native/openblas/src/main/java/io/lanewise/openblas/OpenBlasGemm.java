package io.lanewise.openblas;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;

/**
 * Matrix products by OpenBLAS. Native operands are passed as they are. Where one lives in an array,
 * a short product is computed in place, and a longer one on copies of the arrays in native memory
 * that this owns.
 */
final class OpenBlasGemm extends Gemm {

  static final String NAME = "openblas/gemm";

  /**
   * The largest m n k that is computed in place on arrays: 64 x 64 x 64, some 0.1 ms even at 5
   * GFLOP/s, for the JVM's other threads may have to wait that long at a safepoint. It is also the
   * largest that OpenBLAS computes on the calling thread alone (interface/gemm.c: SMP_THRESHOLD_MIN
   * GEMM_MULTITHREAD_THRESHOLD = 65536 x 4), so that such a call never waits for its thread pool,
   * which somebody's long product may hold.
   */
  private static final double IN_PLACE_LIMIT = 1 << 18;

  private final int threads;
  private final NativeScratch scratchA = new NativeScratch();
  private final NativeScratch scratchB = new NativeScratch();
  private final NativeScratch scratchC = new NativeScratch();

  OpenBlasGemm(int threads) {
    super(NAME);
    this.threads = threads;
  }

  @Override
  public long workspaceBytes() {
    return scratchA.bytes() + scratchB.bytes() + scratchC.bytes();
  }

  @Override
  protected void release() {
    scratchA.close();
    scratchB.close();
    scratchC.close();
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
    if (a.isNative() && b.isNative() && c.isNative()) {
      long stamp = ThreadCount.enter(threads);
      try {
        Cblas.sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      } finally {
        ThreadCount.exit(stamp);
      }
    } else if ((double) m * n * k <= IN_PLACE_LIMIT) {
      long stamp = ThreadCount.enter(threads);
      try {
        Cblas.sgemmInPlace(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      } finally {
        ThreadCount.exit(stamp);
      }
    } else {
      stagedSgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
  }

  private void stagedSgemm(
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
    int aRows = transA == Transpose.NO ? m : k;
    int aColumns = transA == Transpose.NO ? k : m;
    int bRows = transB == Transpose.NO ? k : n;
    int bColumns = transB == Transpose.NO ? n : k;
    MemorySegment nativeC = place(c, m, n, Float.BYTES, scratchC);
    if (beta != 0) {
      copyRows(c, ldc, nativeC, leading(c, n, ldc), m, n, Float.BYTES);
    }
    computeSgemm(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        staged(a, aRows, aColumns, lda, Float.BYTES, scratchA),
        leading(a, aColumns, lda),
        staged(b, bRows, bColumns, ldb, Float.BYTES, scratchB),
        leading(b, bColumns, ldb),
        beta,
        nativeC,
        leading(c, n, ldc));
    copyRows(nativeC, leading(c, n, ldc), c, ldc, m, n, Float.BYTES);
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
    if (a.isNative() && b.isNative() && c.isNative()) {
      long stamp = ThreadCount.enter(threads);
      try {
        Cblas.dgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      } finally {
        ThreadCount.exit(stamp);
      }
    } else if ((double) m * n * k <= IN_PLACE_LIMIT) {
      long stamp = ThreadCount.enter(threads);
      try {
        Cblas.dgemmInPlace(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      } finally {
        ThreadCount.exit(stamp);
      }
    } else {
      stagedDgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
  }

  private void stagedDgemm(
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
    int aRows = transA == Transpose.NO ? m : k;
    int aColumns = transA == Transpose.NO ? k : m;
    int bRows = transB == Transpose.NO ? k : n;
    int bColumns = transB == Transpose.NO ? n : k;
    MemorySegment nativeC = place(c, m, n, Double.BYTES, scratchC);
    if (beta != 0) {
      copyRows(c, ldc, nativeC, leading(c, n, ldc), m, n, Double.BYTES);
    }
    computeDgemm(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        staged(a, aRows, aColumns, lda, Double.BYTES, scratchA),
        leading(a, aColumns, lda),
        staged(b, bRows, bColumns, ldb, Double.BYTES, scratchB),
        leading(b, bColumns, ldb),
        beta,
        nativeC,
        leading(c, n, ldc));
    copyRows(nativeC, leading(c, n, ldc), c, ldc, m, n, Double.BYTES);
  }

  /** The operand if it is native, else a copy without gaps. */
  private static MemorySegment staged(
      MemorySegment x, int rows, int columns, int ld, int elementBytes, NativeScratch scratch) {
    MemorySegment staged = place(x, rows, columns, elementBytes, scratch);
    copyRows(x, ld, staged, leading(x, columns, ld), rows, columns, elementBytes);
    return staged;
  }

  /** The operand if it is native, else memory for its rows without gaps. */
  private static MemorySegment place(
      MemorySegment x, int rows, int columns, int elementBytes, NativeScratch scratch) {
    return x.isNative() ? x : scratch.ofBytes((long) rows * columns * elementBytes);
  }

  /** The leading dimension where the operand has been placed. */
  private static int leading(MemorySegment x, int columns, int ld) {
    return x.isNative() ? ld : columns;
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
    if (from.equals(to)) {
      return;
    }
    boolean dense = fromLd == columns && toLd == columns;
    int steps = dense ? 1 : rows;
    long stepBytes = (long) columns * bytes * (dense ? rows : 1);
    for (int i = 0; i < steps; i++) {
      MemorySegment.copy(from, (long) i * fromLd * bytes, to, (long) i * toLd * bytes, stepBytes);
    }
  }
}
