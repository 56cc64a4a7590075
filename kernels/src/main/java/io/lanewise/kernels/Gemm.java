package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * General matrix multiplication, C &lt;- alpha op(A) op(B) + beta C, all matrices row-major.
 *
 * <p><b>Shapes.</b> op(A) is m x k, op(B) is k x n, C is m x n. A is stored as m rows of k elements
 * ({@link Transpose#NO}) or as k rows of m ({@link Transpose#YES}); B as k rows of n or n rows of
 * k. Row i of a matrix starts at element i ld of its operand; the leading dimension ld is at least
 * the length of a row, and at least 1.
 *
 * <p><b>Special values.</b> Where beta is 0, C is written without being read, so that it may hold
 * NaN. Where alpha is 0 or k is 0, A and B are not read and C becomes beta C. Where m or n is 0,
 * nothing is done; m, n and k may all be 0. Infinities and NaN of A and B otherwise propagate as in
 * the sum of products.
 *
 * <p><b>Aliasing.</b> C may not overlap A or B. A and B may be the same memory.
 *
 * <p><b>Error bound.</b> Element by element, |error| &lt;= gamma (|alpha| |op(A)| |op(B)| + |beta|
 * |C|) with gamma = (k + 2) u / (1 - (k + 2) u), u = 2^-24 in single and 2^-53 in double precision,
 * whatever the order of summation. Source: N. J. Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd edition, section 3.5.
 *
 * <p><b>Cost.</b> 2 m n k floating-point operations.
 *
 * <p><b>Threads and scratch.</b> One thread at a time uses an instance; the instance owns its
 * scratch memory. Results are the same from call to call for equal operands, backend, vector width
 * and thread count.
 *
 * <p>Source: the interface of the BLAS, level 3: J. Dongarra et al., A Set of Level 3 Basic Linear
 * Algebra Subprograms, ACM TOMS 16 (1990).
 */
public abstract non-sealed class Gemm extends Operation {

  /** Names the operation, see {@link Operation#kernel()}. */
  protected Gemm(String kernel) {
    super(kernel);
  }

  /**
   * Multiplies in single precision, operands in segments. The class comment is the contract.
   *
   * @param transA whether A is stored transposed
   * @param transB whether B is stored transposed
   * @param m rows of C
   * @param n columns of C
   * @param k columns of op(A)
   * @param alpha factor of the product
   * @param a matrix A
   * @param lda leading dimension of A in elements
   * @param b matrix B
   * @param ldb leading dimension of B in elements
   * @param beta factor of the old C
   * @param c matrix C, read (unless beta is 0) and written
   * @param ldc leading dimension of C in elements
   * @throws NullPointerException if an operand is null
   * @throws IllegalArgumentException if a size is negative, a leading dimension or an operand is
   *     too small, a heap operand is not a {@code float[]} or C overlaps A or B
   * @throws IllegalStateException if this is closed or an operand's arena is
   */
  public final void sgemm(
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
    requireSizes(transA, transB, m, n, k, lda, ldb, ldc);
    long aElements = stored(transA, m, k, lda);
    long bElements = stored(transB, k, n, ldb);
    long cElements = extent(m, n, ldc);
    Operands.requireReadable("a", a, float[].class, Float.BYTES, aElements);
    Operands.requireReadable("b", b, float[].class, Float.BYTES, bElements);
    Operands.requireWritable("c", c, float[].class, Float.BYTES, cElements);
    Operands.requireDisjoint("c", c, cElements, "a", a, aElements, Float.BYTES);
    Operands.requireDisjoint("c", c, cElements, "b", b, bElements, Float.BYTES);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || alpha == 0) {
      scale(m, n, beta, c, ldc);
    } else {
      computeSgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
  }

  /**
   * Multiplies in single precision, operands in arrays from an offset on. As {@link
   * #sgemm(Transpose, Transpose, int, int, int, float, MemorySegment, int, MemorySegment, int,
   * float, MemorySegment, int)} otherwise.
   */
  public final void sgemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    requireSizes(transA, transB, m, n, k, lda, ldb, ldc);
    long aElements = stored(transA, m, k, lda);
    long bElements = stored(transB, k, n, ldb);
    long cElements = extent(m, n, ldc);
    Operands.requireFloats("a", a, aOffset, aElements);
    Operands.requireFloats("b", b, bOffset, bElements);
    Operands.requireFloats("c", c, cOffset, cElements);
    Operands.requireDisjoint("c", c, cOffset, cElements, "a", a, aOffset, aElements);
    Operands.requireDisjoint("c", c, cOffset, cElements, "b", b, bOffset, bElements);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || alpha == 0) {
      scale(m, n, beta, Operands.slice(c, cOffset, cElements), ldc);
    } else {
      computeSgemm(
          transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
    }
  }

  /** Computes what {@code sgemm} promises; arguments are checked, m, n, k &gt; 0, alpha not 0. */
  protected abstract void computeSgemm(
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
      int ldc);

  /** Computes the same on arrays. Unless overridden, wraps them into segments. */
  protected void computeSgemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    computeSgemm(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        Operands.slice(a, aOffset, stored(transA, m, k, lda)),
        lda,
        Operands.slice(b, bOffset, stored(transB, k, n, ldb)),
        ldb,
        beta,
        Operands.slice(c, cOffset, extent(m, n, ldc)),
        ldc);
  }

  /**
   * Multiplies in double precision, operands in segments. The class comment is the contract.
   *
   * @param transA whether A is stored transposed
   * @param transB whether B is stored transposed
   * @param m rows of C
   * @param n columns of C
   * @param k columns of op(A)
   * @param alpha factor of the product
   * @param a matrix A
   * @param lda leading dimension of A in elements
   * @param b matrix B
   * @param ldb leading dimension of B in elements
   * @param beta factor of the old C
   * @param c matrix C, read (unless beta is 0) and written
   * @param ldc leading dimension of C in elements
   * @throws NullPointerException if an operand is null
   * @throws IllegalArgumentException if a size is negative, a leading dimension or an operand is
   *     too small, a heap operand is not a {@code double[]} or C overlaps A or B
   * @throws IllegalStateException if this is closed or an operand's arena is
   */
  public final void dgemm(
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
    requireSizes(transA, transB, m, n, k, lda, ldb, ldc);
    long aElements = stored(transA, m, k, lda);
    long bElements = stored(transB, k, n, ldb);
    long cElements = extent(m, n, ldc);
    Operands.requireReadable("a", a, double[].class, Double.BYTES, aElements);
    Operands.requireReadable("b", b, double[].class, Double.BYTES, bElements);
    Operands.requireWritable("c", c, double[].class, Double.BYTES, cElements);
    Operands.requireDisjoint("c", c, cElements, "a", a, aElements, Double.BYTES);
    Operands.requireDisjoint("c", c, cElements, "b", b, bElements, Double.BYTES);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || alpha == 0) {
      scale(m, n, beta, c, ldc);
    } else {
      computeDgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }
  }

  /**
   * Multiplies in double precision, operands in arrays from an offset on. As {@link
   * #dgemm(Transpose, Transpose, int, int, int, double, MemorySegment, int, MemorySegment, int,
   * double, MemorySegment, int)} otherwise.
   */
  public final void dgemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double beta,
      double[] c,
      int cOffset,
      int ldc) {
    requireSizes(transA, transB, m, n, k, lda, ldb, ldc);
    long aElements = stored(transA, m, k, lda);
    long bElements = stored(transB, k, n, ldb);
    long cElements = extent(m, n, ldc);
    Operands.requireDoubles("a", a, aOffset, aElements);
    Operands.requireDoubles("b", b, bOffset, bElements);
    Operands.requireDoubles("c", c, cOffset, cElements);
    Operands.requireDisjoint("c", c, cOffset, cElements, "a", a, aOffset, aElements);
    Operands.requireDisjoint("c", c, cOffset, cElements, "b", b, bOffset, bElements);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0 || alpha == 0) {
      scale(m, n, beta, Operands.slice(c, cOffset, cElements), ldc);
    } else {
      computeDgemm(
          transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
    }
  }

  /** Computes what {@code dgemm} promises; arguments are checked, m, n, k &gt; 0, alpha not 0. */
  protected abstract void computeDgemm(
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
      int ldc);

  /** Computes the same on arrays. Unless overridden, wraps them into segments. */
  protected void computeDgemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double beta,
      double[] c,
      int cOffset,
      int ldc) {
    computeDgemm(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        Operands.slice(a, aOffset, stored(transA, m, k, lda)),
        lda,
        Operands.slice(b, bOffset, stored(transB, k, n, ldb)),
        ldb,
        beta,
        Operands.slice(c, cOffset, extent(m, n, ldc)),
        ldc);
  }

  private static void scale(int m, int n, float beta, MemorySegment c, int ldc) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        long at = (long) i * ldc + j;
        float value = beta == 0 ? 0 : beta * c.getAtIndex(ValueLayout.JAVA_FLOAT, at);
        c.setAtIndex(ValueLayout.JAVA_FLOAT, at, value);
      }
    }
  }

  private static void scale(int m, int n, double beta, MemorySegment c, int ldc) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        long at = (long) i * ldc + j;
        double value = beta == 0 ? 0 : beta * c.getAtIndex(ValueLayout.JAVA_DOUBLE, at);
        c.setAtIndex(ValueLayout.JAVA_DOUBLE, at, value);
      }
    }
  }

  private void requireSizes(
      Transpose transA, Transpose transB, int m, int n, int k, int lda, int ldb, int ldc) {
    requireOpen();
    if (transA == null || transB == null) {
      throw new NullPointerException(
          (transA == null ? "transA" : "transB") + " is null, expected NO or YES");
    }
    Sizes.requireAtLeast("m", m, 0);
    Sizes.requireAtLeast("n", n, 0);
    Sizes.requireAtLeast("k", k, 0);
    Sizes.requireAtLeast("lda", lda, Math.max(1, transA == Transpose.NO ? k : m));
    Sizes.requireAtLeast("ldb", ldb, Math.max(1, transB == Transpose.NO ? n : k));
    Sizes.requireAtLeast("ldc", ldc, Math.max(1, n));
  }

  private static long stored(Transpose trans, int rows, int columns, int ld) {
    return trans == Transpose.NO ? extent(rows, columns, ld) : extent(columns, rows, ld);
  }

  /** Elements from the first to the last of a matrix, both included. */
  private static long extent(int rows, int columns, int ld) {
    return rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
  }
}
