package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import java.util.List;

/**
 * The way that a product takes, by its shape. Where one way ends and the next begins was measured:
 * docs/design.md has the commands. System property {@code lanewise.gemm.without} names ways that
 * are not taken, with commas between them, to measure again.
 */
enum GemmPath {
  /** A small product of a vector's columns: everything is read and written where it lies. */
  SMALL,
  /**
   * A small one of floats with more columns: A alone is packed, and C written straight from
   * registers.
   */
  IN_PLACE,
  /** A small one of floats whose C is one vector wide: nothing is packed. */
  ONE_VECTOR,
  /** A few columns of C, and A stored along k: inner products, without packing A. */
  FEW_COLUMNS,
  /** A few rows of C, and B stored along k: inner products, without packing B. */
  FEW_ROWS_ALONG_K,
  /** A few rows of C and a large B: a few rows of B at a time are read from end to end. */
  FEW_ROWS,
  /** A short k: both operands are packed at once, and the rows of C are written from end to end. */
  SHORT_K,
  /** Too few rows of C for packing B to pay: it is read in place. */
  B_IN_PLACE,
  /** The five loops on packed panels; every product can take this way. */
  PACKED;

  /** Rows of B that {@link #FEW_ROWS} reads at a time. */
  static final int FEW_ROWS_KC = 16;

  /** m k up to which a product is small. */
  private static final int SMALL_UP_TO = 16 * 16;

  /** m n k up to which B and C are used in place: less than two threads share. */
  private static final int IN_PLACE_UP_TO = 96 * 96 * 96;

  /** Rows or columns of C up to which inner products are taken. */
  private static final int DOTS_UP_TO = 8;

  /** k from which on the sum over the lanes of an inner product does not count. */
  private static final int DOTS_FROM_K = 64;

  /** k up to which the few rows or columns are copied whole: 32 MB of floats at most. */
  private static final int DOTS_UP_TO_K = 1 << 20;

  /**
   * k up to which A is read in place for a C of one vector: rows that are multiples of 4 KB apart
   * share a set of the level 1 cache, which has fewer ways than the tile has rows. At 48 x 1024 x
   * 16 that costs what packing does, at 27 x 2048 x 16 a quarter more.
   */
  private static final int ONE_VECTOR_UP_TO_K = 1024;

  private static final int FEW_ROWS_UP_TO = 12;

  /** Elements of B from which on it does not stay in a level 2 cache. */
  private static final int FEW_ROWS_FROM_B = 1 << 18;

  /** k up to which most of the time goes into writing C; a block of A is at least as long. */
  static final int SHORT_UP_TO_K = 32;

  /** Rows of C up to which packing B does not pay: the same at 64, 12 % slower in place at 128. */
  private static final int B_IN_PLACE_UP_TO = 64;

  private final boolean taken;

  GemmPath() {
    taken = !Without.NAMES.contains(name());
  }

  /** Constants of an enum come before its static fields. */
  private static final class Without {
    static final List<String> NAMES =
        List.of(System.getProperty("lanewise.gemm.without", "").split(","));
  }

  /** The first way that a product can take and that is worth it. */
  static GemmPath of(Product product) {
    int m = product.m();
    int n = product.n();
    int k = product.k();
    boolean alongA = product.transA() == Transpose.NO;
    boolean alongB = product.transB() == Transpose.YES;
    boolean dots = k >= DOTS_FROM_K && k <= DOTS_UP_TO_K;
    boolean bInPlace = !alongB && !product.b().isNative();
    if (SMALL.taken && (long) m * k <= SMALL_UP_TO && n <= columns(product) && isPlain(product)) {
      return SMALL;
    }
    if (IN_PLACE.taken && (long) m * n * k <= IN_PLACE_UP_TO && isInPlace(product)) {
      return IN_PLACE;
    }
    if (ONE_VECTOR.taken && (long) m * n * k <= IN_PLACE_UP_TO && isOneVector(product)) {
      return ONE_VECTOR;
    }
    if (FEW_COLUMNS.taken && dots && alongA && n <= DOTS_UP_TO) {
      return FEW_COLUMNS;
    }
    if (FEW_ROWS_ALONG_K.taken && dots && alongB && m <= DOTS_UP_TO) {
      return FEW_ROWS_ALONG_K;
    }
    if (FEW_ROWS.taken && bInPlace && m <= FEW_ROWS_UP_TO && (long) n * k >= FEW_ROWS_FROM_B) {
      return FEW_ROWS;
    }
    if (SHORT_K.taken && k <= SHORT_UP_TO_K && m > B_IN_PLACE_UP_TO) {
      return SHORT_K;
    }
    return B_IN_PLACE.taken && bInPlace && m <= B_IN_PLACE_UP_TO ? B_IN_PLACE : PACKED;
  }

  /** Columns of a small product. */
  private static int columns(Product product) {
    return product.isSingle() ? SgemmSmall.COLUMNS : DgemmSmall.COLUMNS;
  }

  private static boolean isInPlace(Product product) {
    return product.isSingle()
        && product.alpha() == 1
        && product.beta() == 0
        && product.transA() == Transpose.NO
        && product.m() >= SgemmInPlace.LEAST_ROWS
        && product.n() > SgemmSmall.COLUMNS
        && product.k() <= SgemmInPlace.MOST_K
        && isPlain(product);
  }

  private static boolean isOneVector(Product product) {
    Epilogue epilogue = product.epilogue();
    return product.isSingle()
        && product.alpha() == 1
        && product.beta() == 0
        && product.m() >= SgemmOneVector.MR
        && product.k() <= ONE_VECTOR_UP_TO_K
        && product.n() == SgemmOneVector.COLUMNS
        && isInArrays(product)
        && epilogue.activation() == Activation.IDENTITY
        && epilogue.bias() != Epilogue.Bias.PER_COLUMN
        && !product.bias().isNative();
  }

  /** Whether all operands are arrays, B as it is stored, and there is no epilogue. */
  private static boolean isPlain(Product product) {
    return isInArrays(product) && product.epilogue().isNone();
  }

  /** Whether all operands are arrays, B as it is stored. */
  private static boolean isInArrays(Product product) {
    return product.transB() == Transpose.NO
        && !product.a().isNative()
        && !product.b().isNative()
        && !product.c().isNative();
  }
}
