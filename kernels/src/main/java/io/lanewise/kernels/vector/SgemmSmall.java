package io.lanewise.kernels.vector;

import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of at most a vector's columns, so small that whatever is done before and after the sums
 * counts: operands are read and C is written where they lie, 4 rows at a time, for each row of A
 * needs a register for its address.
 */
final class SgemmSmall {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  /** Columns of C at most. */
  static final int COLUMNS = VL;

  private SgemmSmall() {}

  /** C &lt;- alpha op(A) B + beta C, everything in arrays, n at most a vector's length. */
  static void multiply(Product product) {
    float[] a = product.a().floats();
    float[] b = product.b().floats();
    float[] c = product.c().floats();
    float alpha = (float) product.alpha();
    float beta = (float) product.beta();
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
      float alpha,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int ldb,
      float beta,
      float[] c,
      int cAt,
      int ldc) {
    VectorMask<Float> inside = V.indexInRange(0, columns);
    FloatVector c0 = FloatVector.zero(V);
    FloatVector c1 = FloatVector.zero(V);
    FloatVector c2 = FloatVector.zero(V);
    FloatVector c3 = FloatVector.zero(V);
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    for (int p = 0; p < k; p++) {
      FloatVector row = FloatVector.fromArray(V, b, bAt, inside);
      FloatVector x0 = FloatVector.broadcast(V, a[a0]);
      c0 = x0.fma(row, c0);
      a0 += aColumn;
      FloatVector x1 = FloatVector.broadcast(V, a[a1]);
      c1 = x1.fma(row, c1);
      a1 += aColumn;
      FloatVector x2 = FloatVector.broadcast(V, a[a2]);
      c2 = x2.fma(row, c2);
      a2 += aColumn;
      FloatVector x3 = FloatVector.broadcast(V, a[a3]);
      c3 = x3.fma(row, c3);
      a3 += aColumn;
      bAt += ldb;
    }
    FloatVector r0 = c0.mul(alpha);
    if (beta != 0) {
      r0 = FloatVector.fromArray(V, c, cAt, inside).mul(beta).add(r0);
    }
    r0.intoArray(c, cAt, inside);
    if (rows == 1) {
      return;
    }
    cAt += ldc;
    FloatVector r1 = c1.mul(alpha);
    if (beta != 0) {
      r1 = FloatVector.fromArray(V, c, cAt, inside).mul(beta).add(r1);
    }
    r1.intoArray(c, cAt, inside);
    if (rows == 2) {
      return;
    }
    cAt += ldc;
    FloatVector r2 = c2.mul(alpha);
    if (beta != 0) {
      r2 = FloatVector.fromArray(V, c, cAt, inside).mul(beta).add(r2);
    }
    r2.intoArray(c, cAt, inside);
    if (rows == 3) {
      return;
    }
    cAt += ldc;
    FloatVector r3 = c3.mul(alpha);
    if (beta != 0) {
      r3 = FloatVector.fromArray(V, c, cAt, inside).mul(beta).add(r3);
    }
    r3.intoArray(c, cAt, inside);
  }
}
