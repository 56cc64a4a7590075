package io.lanewise.kernels.vector;

import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of at most a vector's columns, so small that whatever is done before and after the sums
 * counts: operands are read and C is written where they lie, 4 rows at a time, for each row of A
 * needs a register for its address.
 */
final class DgemmSmall {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  /** Columns of C at most. */
  static final int COLUMNS = VL;

  private DgemmSmall() {}

  /** C &lt;- alpha op(A) B + beta C, everything in arrays, n at most a vector's length. */
  static void multiply(Product product) {
    double[] a = product.a().doubles();
    double[] b = product.b().doubles();
    double[] c = product.c().doubles();
    double alpha = (double) product.alpha();
    double beta = (double) product.beta();
    int m = product.m();
    int n = product.n();
    int k = product.k();
    int lda = product.a().ld();
    int ldb = product.b().ld();
    int ldc = product.c().ld();
    boolean along = product.transA() == Transpose.NO;
    int aRow = along ? lda : 1;
    int aColumn = along ? 1 : lda;
    for (int i = 0; i < m; i += 4) {
      int rows = Math.min(4, m - i);
      int aAt = (int) product.a().offset() + i * aRow;
      int bAt = (int) product.b().offset();
      int cAt = (int) product.c().offset() + i * ldc;
      fourRows(rows, n, k, alpha, a, aAt, aRow, aColumn, b, bAt, ldb, beta, c, cAt, ldc);
    }
  }

  /** Four rows and at most a vector of columns of C; only so many rows are written. */
  private static void fourRows(
      int rows,
      int columns,
      int k,
      double alpha,
      double[] a,
      int aAt,
      int aRow,
      int aColumn,
      double[] b,
      int bAt,
      int ldb,
      double beta,
      double[] c,
      int cAt,
      int ldc) {
    VectorMask<Double> inside = V.indexInRange(0, columns);
    DoubleVector c0 = DoubleVector.zero(V);
    DoubleVector c1 = DoubleVector.zero(V);
    DoubleVector c2 = DoubleVector.zero(V);
    DoubleVector c3 = DoubleVector.zero(V);
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    for (int p = 0; p < k; p++) {
      DoubleVector row = DoubleVector.fromArray(V, b, bAt, inside);
      DoubleVector x0 = DoubleVector.broadcast(V, a[a0]);
      c0 = x0.fma(row, c0);
      a0 += aColumn;
      DoubleVector x1 = DoubleVector.broadcast(V, a[a1]);
      c1 = x1.fma(row, c1);
      a1 += aColumn;
      DoubleVector x2 = DoubleVector.broadcast(V, a[a2]);
      c2 = x2.fma(row, c2);
      a2 += aColumn;
      DoubleVector x3 = DoubleVector.broadcast(V, a[a3]);
      c3 = x3.fma(row, c3);
      a3 += aColumn;
      bAt += ldb;
    }
    DoubleVector r0 = c0.mul(alpha);
    if (beta != 0) {
      r0 = DoubleVector.fromArray(V, c, cAt, inside).mul(beta).add(r0);
    }
    r0.intoArray(c, cAt, inside);
    if (rows == 1) {
      return;
    }
    cAt += ldc;
    DoubleVector r1 = c1.mul(alpha);
    if (beta != 0) {
      r1 = DoubleVector.fromArray(V, c, cAt, inside).mul(beta).add(r1);
    }
    r1.intoArray(c, cAt, inside);
    if (rows == 2) {
      return;
    }
    cAt += ldc;
    DoubleVector r2 = c2.mul(alpha);
    if (beta != 0) {
      r2 = DoubleVector.fromArray(V, c, cAt, inside).mul(beta).add(r2);
    }
    r2.intoArray(c, cAt, inside);
    if (rows == 3) {
      return;
    }
    cAt += ldc;
    DoubleVector r3 = c3.mul(alpha);
    if (beta != 0) {
      r3 = DoubleVector.fromArray(V, c, cAt, inside).mul(beta).add(r3);
    }
    r3.intoArray(c, cAt, inside);
  }
}
