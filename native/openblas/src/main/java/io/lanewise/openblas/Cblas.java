package io.lanewise.openblas;

import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * cblas_sgemm, cblas_dgemm and their strided batches as C declares them, without checks: sizes and
 * factors of a product, on operands that are given beside it. "InPlace" takes operands in arrays as
 * well as native ones; the thread reaches no safepoint during that call, so that it has to be
 * short. The others take native operands only.
 */
final class Cblas {

  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  private static final MethodHandle SGEMM = gemm("cblas_sgemm", ValueLayout.JAVA_FLOAT);
  private static final MethodHandle SGEMM_IN_PLACE =
      gemm("cblas_sgemm", ValueLayout.JAVA_FLOAT, Linker.Option.critical(true));
  private static final MethodHandle DGEMM = gemm("cblas_dgemm", ValueLayout.JAVA_DOUBLE);
  private static final MethodHandle DGEMM_IN_PLACE =
      gemm("cblas_dgemm", ValueLayout.JAVA_DOUBLE, Linker.Option.critical(true));

  private static final MethodHandle SGEMM_BATCH_STRIDED =
      gemmBatchStrided("cblas_sgemm_batch_strided", ValueLayout.JAVA_FLOAT);
  private static final MethodHandle DGEMM_BATCH_STRIDED =
      gemmBatchStrided("cblas_dgemm_batch_strided", ValueLayout.JAVA_DOUBLE);

  private Cblas() {}

  private static MethodHandle gemm(String name, MemoryLayout element, Linker.Option... options) {
    MemoryLayout integer = ValueLayout.JAVA_INT;
    MemoryLayout pointer = ValueLayout.ADDRESS;
    return OpenBlas.loaded()
        .function(
            name,
            FunctionDescriptor.ofVoid(
                integer, integer, integer, integer, integer, integer, element, pointer, integer,
                pointer, integer, element, pointer, integer),
            options);
  }

  private static MethodHandle gemmBatchStrided(String name, MemoryLayout element) {
    MemoryLayout integer = ValueLayout.JAVA_INT;
    MemoryLayout pointer = ValueLayout.ADDRESS;
    return OpenBlas.loaded()
        .function(
            name,
            FunctionDescriptor.ofVoid(
                integer, integer, integer, integer, integer, integer, element, pointer, integer,
                integer, pointer, integer, integer, element, pointer, integer, integer, integer));
  }

  private static int code(Transpose transpose) {
    return transpose == Transpose.NO ? NO_TRANSPOSE : TRANSPOSE;
  }

  private static RuntimeException rethrown(Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      return exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw new AssertionError("a C function throws nothing", thrown);
  }

  static void sgemm(
      Product p, MemorySegment a, int lda, MemorySegment b, int ldb, MemorySegment c, int ldc) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR,
          code(p.transA()),
          code(p.transB()),
          p.m(),
          p.n(),
          p.k(),
          (float) p.alpha(),
          a,
          lda,
          b,
          ldb,
          (float) p.beta(),
          c,
          ldc);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void sgemmInPlace(
      Product p, MemorySegment a, int lda, MemorySegment b, int ldb, MemorySegment c, int ldc) {
    try {
      SGEMM_IN_PLACE.invokeExact(
          ROW_MAJOR,
          code(p.transA()),
          code(p.transB()),
          p.m(),
          p.n(),
          p.k(),
          (float) p.alpha(),
          a,
          lda,
          b,
          ldb,
          (float) p.beta(),
          c,
          ldc);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void dgemm(
      Product p, MemorySegment a, int lda, MemorySegment b, int ldb, MemorySegment c, int ldc) {
    try {
      DGEMM.invokeExact(
          ROW_MAJOR,
          code(p.transA()),
          code(p.transB()),
          p.m(),
          p.n(),
          p.k(),
          p.alpha(),
          a,
          lda,
          b,
          ldb,
          p.beta(),
          c,
          ldc);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void dgemmInPlace(
      Product p, MemorySegment a, int lda, MemorySegment b, int ldb, MemorySegment c, int ldc) {
    try {
      DGEMM_IN_PLACE.invokeExact(
          ROW_MAJOR,
          code(p.transA()),
          code(p.transB()),
          p.m(),
          p.n(),
          p.k(),
          p.alpha(),
          a,
          lda,
          b,
          ldb,
          p.beta(),
          c,
          ldc);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void sgemmBatchStrided(Product p, int strideA, int strideB, int strideC, int batch) {
    try {
      SGEMM_BATCH_STRIDED.invokeExact(
          ROW_MAJOR,
          code(p.transA()),
          code(p.transB()),
          p.m(),
          p.n(),
          p.k(),
          (float) p.alpha(),
          p.a().slice(),
          p.a().ld(),
          strideA,
          p.b().slice(),
          p.b().ld(),
          strideB,
          (float) p.beta(),
          p.c().slice(),
          p.c().ld(),
          strideC,
          batch);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  static void dgemmBatchStrided(Product p, int strideA, int strideB, int strideC, int batch) {
    try {
      DGEMM_BATCH_STRIDED.invokeExact(
          ROW_MAJOR,
          code(p.transA()),
          code(p.transB()),
          p.m(),
          p.n(),
          p.k(),
          p.alpha(),
          p.a().slice(),
          p.a().ld(),
          strideA,
          p.b().slice(),
          p.b().ld(),
          strideB,
          p.beta(),
          p.c().slice(),
          p.c().ld(),
          strideC,
          batch);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }
}
