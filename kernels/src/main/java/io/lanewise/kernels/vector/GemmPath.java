package io.lanewise.kernels.vector;

import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;

/** The way that a product takes, by its shape. */
enum GemmPath {
  /** A small product of a vector's columns: everything is read and written where it lies. */
  SMALL,
  /** A few columns of C, and A stored along k: inner products, without packing A. */
  FEW_COLUMNS,
  /** A few rows of C, and B stored along k: inner products, without packing B. */
  FEW_ROWS_ALONG_K,
  /** A few rows of C: a few rows of B at a time are read from end to end, in place. */
  FEW_ROWS,
  /** A short k: both operands are packed at once, and the rows of C are written from end to end. */
  SHORT_K,
  /** Too few rows of C for packing B to pay: it is read in place. */
  B_IN_PLACE,
  /** The five loops on packed panels. */
  PACKED;

  /** Rows or columns of C up to which inner products are faster. */
  static final int DOTS_UP_TO = 8;

  /** k from which on the sums at the end of an inner product do not count. */
  static final int DOTS_FROM_K = 64;

  /** Rows up to which B is read from end to end, so many of its rows at a time. */
  static final int FEW_ROWS_UP_TO = 12;

  static final int FEW_ROWS_KC = 16;

  /** Elements of B from which on it does not stay in a level 2 cache. */
  static final int FEW_ROWS_FROM_B = 1 << 18;

  /** k up to which most of the time goes into writing C. */
  static final int SHORT_UP_TO_K = 32;

  /** Rows up to which B is not packed. */
  static final int IN_PLACE_UP_TO = 128;

  /** m k up to which nothing is copied. */
  static final int SMALL_UP_TO = 16 * 16;

  static GemmPath of(Product product) {
    int m = product.m();
    int n = product.n();
    int k = product.k();
    if (n <= columns(product) && (long) m * k <= SMALL_UP_TO && isSmall(product)) {
      return SMALL;
    }
    if (k >= DOTS_FROM_K && n <= DOTS_UP_TO && product.transA() == Transpose.NO) {
      return FEW_COLUMNS;
    }
    if (k >= DOTS_FROM_K && m <= DOTS_UP_TO && product.transB() == Transpose.YES) {
      return FEW_ROWS_ALONG_K;
    }
    boolean readable = product.transB() == Transpose.NO && !product.b().isNative();
    if (readable && m <= FEW_ROWS_UP_TO && (long) n * k >= FEW_ROWS_FROM_B) {
      return FEW_ROWS;
    }
    if (k <= SHORT_UP_TO_K && m > IN_PLACE_UP_TO) {
      return SHORT_K;
    }
    return readable && m <= IN_PLACE_UP_TO ? B_IN_PLACE : PACKED;
  }

  private static boolean isSmall(Product product) {
    return product.transB() == Transpose.NO
        && !product.a().isNative()
        && !product.b().isNative()
        && !product.c().isNative()
        && product.epilogue().isNone();
  }

  private static int columns(Product product) {
    return product.isSingle() ? SgemmSmall.COLUMNS : DgemmSmall.COLUMNS;
  }
}
