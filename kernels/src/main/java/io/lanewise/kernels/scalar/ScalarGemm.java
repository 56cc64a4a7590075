package io.lanewise.kernels.scalar;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import io.lanewise.kernels.heap.HeapDoubles;
import io.lanewise.kernels.heap.HeapFloats;
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
    super(NAME, new ScalarElementwise());
  }

  @Override
  public long workspaceBytes() {
    long epilogue = super.workspaceBytes();
    long floats = floatA.bytes() + floatB.bytes() + floatC.bytes() + 4L * floatRows.length;
    return epilogue
        + floats
        + doubleA.bytes()
        + doubleB.bytes()
        + doubleC.bytes()
        + 8L * doubleRows.length;
  }

  @Override
  protected void computeSgemm(Product product) {
    floatA.read(product.a());
    floatB.read(product.b());
    floatC.read(product.c());
    multiplyFloats(product);
    floatC.flush(product.c());
    applyEpilogue(product);
  }

  private void multiplyFloats(Product product) {
    int n = product.n();
    int k = product.k();
    float[] a = floatA.array();
    float[] b = floatB.array();
    float[] c = floatC.array();
    int bOffset = floatB.offset();
    int bRow = product.b().ld();
    if (product.transB() == Transpose.YES) {
      b = transposed(b, bOffset, bRow, k, n);
      bOffset = 0;
      bRow = n;
    }
    int lda = product.a().ld();
    int aRow = product.transA() == Transpose.NO ? lda : 1;
    int aColumn = product.transA() == Transpose.NO ? 1 : lda;
    float alpha = (float) product.alpha();
    for (int i = 0; i < product.m(); i++) {
      int row = floatC.offset() + i * product.c().ld();
      scale(c, row, n, (float) product.beta());
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
  protected void computeDgemm(Product product) {
    doubleA.read(product.a());
    doubleB.read(product.b());
    doubleC.read(product.c());
    multiplyDoubles(product);
    doubleC.flush(product.c());
    applyEpilogue(product);
  }

  private void multiplyDoubles(Product product) {
    int n = product.n();
    int k = product.k();
    double[] a = doubleA.array();
    double[] b = doubleB.array();
    double[] c = doubleC.array();
    int bOffset = doubleB.offset();
    int bRow = product.b().ld();
    if (product.transB() == Transpose.YES) {
      b = transposed(b, bOffset, bRow, k, n);
      bOffset = 0;
      bRow = n;
    }
    int lda = product.a().ld();
    int aRow = product.transA() == Transpose.NO ? lda : 1;
    int aColumn = product.transA() == Transpose.NO ? 1 : lda;
    for (int i = 0; i < product.m(); i++) {
      int row = doubleC.offset() + i * product.c().ld();
      scale(c, row, n, product.beta());
      for (int p = 0; p < k; p++) {
        addScaled(
            n,
            product.alpha() * a[doubleA.offset() + i * aRow + p * aColumn],
            b,
            bOffset + p * bRow,
            c,
            row);
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
}
