package io.lanewise.kernels.scalar;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import io.lanewise.kernels.heap.HeapDoubles;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Three loops in the order i, p, j: the inner one runs along a row of B and a row of C. */
final class ScalarGemm extends Gemm {

  static final String NAME = "scalar/gemm-rows";

  private final HeapFloats floatA = new HeapFloats();
  private final HeapFloats floatB = new HeapFloats();
  private final HeapFloats floatC = new HeapFloats();
  private final HeapDoubles doubleA = new HeapDoubles();
  private final HeapDoubles doubleB = new HeapDoubles();
  private final HeapDoubles doubleC = new HeapDoubles();
  private float[] floatRows = {};
  private double[] doubleRows = {};

  ScalarGemm() {
    super(NAME);
  }

  @Override
  public long workspaceBytes() {
    long floats = floatA.bytes() + floatB.bytes() + floatC.bytes() + 4L * floatRows.length;
    return floats + doubleA.bytes() + doubleB.bytes() + doubleC.bytes() + 8L * doubleRows.length;
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
    floatA.read(a, extent(transA, m, k, lda));
    floatB.read(b, extent(transB, k, n, ldb));
    int cElements = extent(Transpose.NO, m, n, ldc);
    floatC.read(c, cElements);
    multiply(transA, transB, m, n, k, alpha, lda, ldb, beta, floatC.array(), floatC.offset(), ldc);
    floatC.flush(c, cElements);
  }

  private void multiply(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      int lda,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    float[] a = floatA.array();
    float[] b = floatB.array();
    int bOffset = floatB.offset();
    int bRow = ldb;
    if (transB == Transpose.YES) {
      b = transposed(b, bOffset, ldb, k, n);
      bOffset = 0;
      bRow = n;
    }
    int aRow = transA == Transpose.NO ? lda : 1;
    int aColumn = transA == Transpose.NO ? 1 : lda;
    for (int i = 0; i < m; i++) {
      int row = cOffset + i * ldc;
      scale(c, row, n, beta);
      for (int p = 0; p < k; p++) {
        addScaled(
            n, alpha * a[floatA.offset() + i * aRow + p * aColumn], b, bOffset + p * bRow, c, row);
      }
    }
  }

  /** y[j] += factor x[j]: the loop that HotSpot vectorises. */
  private static void addScaled(int n, float factor, float[] x, int xAt, float[] y, int yAt) {
    for (int j = 0; j < n; j++) {
      y[yAt + j] += factor * x[xAt + j];
    }
  }

  private static void scale(float[] c, int row, int n, float beta) {
    if (beta == 0) {
      Arrays.fill(c, row, row + n, 0);
    } else if (beta != 1) {
      for (int j = row; j < row + n; j++) {
        c[j] *= beta;
      }
    }
  }

  /** The k x n matrix whose transpose is stored with leading dimension ldb. */
  private float[] transposed(float[] b, int bOffset, int ldb, int k, int n) {
    int elements = Math.multiplyExact(k, n);
    if (floatRows.length < elements) {
      floatRows = new float[elements];
    }
    for (int j = 0; j < n; j++) {
      for (int p = 0; p < k; p++) {
        floatRows[p * n + j] = b[bOffset + j * ldb + p];
      }
    }
    return floatRows;
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
    doubleA.read(a, extent(transA, m, k, lda));
    doubleB.read(b, extent(transB, k, n, ldb));
    int cElements = extent(Transpose.NO, m, n, ldc);
    doubleC.read(c, cElements);
    multiply(
        transA, transB, m, n, k, alpha, lda, ldb, beta, doubleC.array(), doubleC.offset(), ldc);
    doubleC.flush(c, cElements);
  }

  private void multiply(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      int lda,
      int ldb,
      double beta,
      double[] c,
      int cOffset,
      int ldc) {
    double[] a = doubleA.array();
    double[] b = doubleB.array();
    int bOffset = doubleB.offset();
    int bRow = ldb;
    if (transB == Transpose.YES) {
      b = transposed(b, bOffset, ldb, k, n);
      bOffset = 0;
      bRow = n;
    }
    int aRow = transA == Transpose.NO ? lda : 1;
    int aColumn = transA == Transpose.NO ? 1 : lda;
    for (int i = 0; i < m; i++) {
      int row = cOffset + i * ldc;
      scale(c, row, n, beta);
      for (int p = 0; p < k; p++) {
        addScaled(
            n, alpha * a[doubleA.offset() + i * aRow + p * aColumn], b, bOffset + p * bRow, c, row);
      }
    }
  }

  /** y[j] += factor x[j]: the loop that HotSpot vectorises. */
  private static void addScaled(int n, double factor, double[] x, int xAt, double[] y, int yAt) {
    for (int j = 0; j < n; j++) {
      y[yAt + j] += factor * x[xAt + j];
    }
  }

  private static void scale(double[] c, int row, int n, double beta) {
    if (beta == 0) {
      Arrays.fill(c, row, row + n, 0);
    } else if (beta != 1) {
      for (int j = row; j < row + n; j++) {
        c[j] *= beta;
      }
    }
  }

  /** The k x n matrix whose transpose is stored with leading dimension ldb. */
  private double[] transposed(double[] b, int bOffset, int ldb, int k, int n) {
    int elements = Math.multiplyExact(k, n);
    if (doubleRows.length < elements) {
      doubleRows = new double[elements];
    }
    for (int j = 0; j < n; j++) {
      for (int p = 0; p < k; p++) {
        doubleRows[p * n + j] = b[bOffset + j * ldb + p];
      }
    }
    return doubleRows;
  }

  private static int extent(Transpose trans, int rows, int columns, int ld) {
    return trans == Transpose.NO
        ? Math.addExact(Math.multiplyExact(rows - 1, ld), columns)
        : Math.addExact(Math.multiplyExact(columns - 1, ld), rows);
  }
}
