package io.lanewise.kernels.vector;

import io.lanewise.kernels.Product;
import jdk.incubator.vector.FloatVector;

/**
 * Products so small that A alone is packed, a micro-panel at a time: B is read and C is written
 * where they lie, with no masks, which takes more columns than a vector's. The last tile of a row
 * or a column begins earlier and computes again, to the same bits, what it has in common with the
 * one before.
 */
final class SgemmInPlace {

  /** Rows of C at least: the lowest tile's. */
  static final int LEAST_ROWS = SgemmInPlace4x2.MR;

  /** Steps along k at most: a micro-panel of A's. */
  static final int MOST_K = GemmBlocking.kcSetting();

  private static final int MR = SgemmInPlace12x2.MR;
  private static final int VL = FloatVector.SPECIES_PREFERRED.length();
  private static final int NR = Sgemm.NR;

  private final boolean wide;
  private final FloatPanelsA panelA = new FloatPanelsA();

  /**
   * Makes a kernel.
   *
   * @param wide whether tiles are 12 x 2 vectors, for which 32 registers are needed, else 12 x 1
   */
  SgemmInPlace(boolean wide) {
    this.wide = wide;
  }

  long bytes() {
    return panelA.bytes();
  }

  /** C &lt;- A B, everything in arrays as it is stored; k is at most {@link #MOST_K}. */
  void multiply(Product product) {
    int m = product.m();
    int n = product.n();
    int k = product.k();
    float[] a = product.a().floats();
    int aAt = (int) product.a().offset();
    int lda = product.a().ld();
    float[] b = product.b().floats();
    int bAt = (int) product.b().offset();
    int ldb = product.b().ld();
    float[] c = product.c().floats();
    int cAt = (int) product.c().offset();
    int ldc = product.c().ld();
    panelA.reserve(MR);
    for (int i = 0; i < m; ) {
      int height = Math.min(height(m - i), m / LEAST_ROWS * LEAST_ROWS);
      i = Math.min(i, m - height);
      panelA.interleave(a, aAt + i * lda, lda, height, k);
      tiles(height, n, k, panelA.array(), b, bAt, ldb, c, cAt + i * ldc, ldc);
      i += height;
    }
  }

  /**
   * Rows of the next tile where so many are left: 12, but two of 8 for 13 to 16, 8 or 4 at the end.
   */
  private static int height(int left) {
    if (left <= SgemmInPlace8x2.MR) {
      return GemmBlocking.roundUp(left, LEAST_ROWS);
    }
    return left > MR && left <= 2 * SgemmInPlace8x2.MR ? SgemmInPlace8x2.MR : MR;
  }

  /** Rows of C from cAt on, as many as a tile has. */
  private void tiles(
      int height,
      int n,
      int k,
      float[] panel,
      float[] b,
      int bAt,
      int ldb,
      float[] c,
      int cAt,
      int ldc) {
    for (int j = 0; j < n; j += NR) {
      int left = Math.min(NR, n - j);
      int columns = left > VL ? left : height == MR ? VL : NR;
      int at = Math.min(j, n - columns);
      tile(height, columns, k, panel, 0, b, bAt + at, ldb, c, cAt + at, ldc);
    }
  }

  private void tile(
      int height,
      int columns,
      int k,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int ldb,
      float[] c,
      int cAt,
      int ldc) {
    int right = columns - VL;
    if (height == SgemmInPlace4x2.MR) {
      SgemmInPlace4x2.multiply(k, a, aAt, b, bAt, ldb, right, c, cAt, ldc);
    } else if (height == SgemmInPlace8x2.MR && wide) {
      SgemmInPlace8x2.multiply(k, a, aAt, b, bAt, ldb, right, c, cAt, ldc);
    } else if (height == SgemmInPlace8x2.MR) {
      int lower = cAt + SgemmInPlace4x2.MR * ldc;
      SgemmInPlace4x2.multiply(k, a, aAt, b, bAt, ldb, right, c, cAt, ldc);
      SgemmInPlace4x2.multiply(k, a, aAt + FloatPanelsA.GROUP, b, bAt, ldb, right, c, lower, ldc);
    } else if (wide && columns > VL) {
      SgemmInPlace12x2.multiply(k, a, aAt, b, bAt, ldb, right, c, cAt, ldc);
    } else {
      SgemmInPlace12x1.multiply(k, a, aAt, b, bAt, ldb, c, cAt, ldc);
      if (columns > VL) {
        SgemmInPlace12x1.multiply(k, a, aAt, b, bAt + right, ldb, c, cAt + right, ldc);
      }
    }
  }
}
