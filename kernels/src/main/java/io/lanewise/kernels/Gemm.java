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

  private final Product product = new Product();

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
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc);
      place(a, b, c, float[].class, Float.BYTES);
      multiplyFloats();
    } finally {
      product.clear();
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
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc);
      place(a, aOffset, b, bOffset, c, cOffset);
      multiplyFloats();
    } finally {
      product.clear();
    }
  }

  /** Computes what {@code sgemm} promises; arguments are checked, m, n, k &gt; 0, alpha not 0. */
  protected abstract void computeSgemm(Product product);

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
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc);
      place(a, b, c, double[].class, Double.BYTES);
      multiplyDoubles();
    } finally {
      product.clear();
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
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc);
      place(a, aOffset, b, bOffset, c, cOffset);
      multiplyDoubles();
    } finally {
      product.clear();
    }
  }

  /** Computes what {@code dgemm} promises; arguments are checked, m, n, k &gt; 0, alpha not 0. */
  protected abstract void computeDgemm(Product product);

  /** Lets another one that this owns compute a double-precision product that this was asked for. */
  protected static void computeDgemm(Gemm gemm, Product product) {
    gemm.computeDgemm(product);
  }

  private void multiplyFloats() {
    if (product.m() == 0 || product.n() == 0) {
      return;
    }
    if (product.k() == 0 || product.alpha() == 0) {
      scaleFloats();
    } else {
      computeSgemm(product);
    }
  }

  private void multiplyDoubles() {
    if (product.m() == 0 || product.n() == 0) {
      return;
    }
    if (product.k() == 0 || product.alpha() == 0) {
      scaleDoubles();
    } else {
      computeDgemm(product);
    }
  }

  /** C &lt;- beta C. */
  private void scaleFloats() {
    MemorySegment c = product.c().slice();
    float beta = (float) product.beta();
    for (int i = 0; i < product.m(); i++) {
      for (int j = 0; j < product.n(); j++) {
        long at = (long) i * product.c().ld() + j;
        float value = beta == 0 ? 0 : beta * c.getAtIndex(ValueLayout.JAVA_FLOAT, at);
        c.setAtIndex(ValueLayout.JAVA_FLOAT, at, value);
      }
    }
  }

  /** C &lt;- beta C. */
  private void scaleDoubles() {
    MemorySegment c = product.c().slice();
    double beta = product.beta();
    for (int i = 0; i < product.m(); i++) {
      for (int j = 0; j < product.n(); j++) {
        long at = (long) i * product.c().ld() + j;
        double value = beta == 0 ? 0 : beta * c.getAtIndex(ValueLayout.JAVA_DOUBLE, at);
        c.setAtIndex(ValueLayout.JAVA_DOUBLE, at, value);
      }
    }
  }

  /** Checks what is not an operand and sets the product to it. */
  private void set(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      int lda,
      int ldb,
      double beta,
      int ldc) {
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
    product.set(transA, transB, m, n, k, alpha, beta);
    product.lead(lda, ldb, ldc);
  }

  private void place(
      MemorySegment a, MemorySegment b, MemorySegment c, Class<?> array, int elementBytes) {
    Operands.requireReadable("a", a, array, elementBytes, product.a().extent());
    Operands.requireReadable("b", b, array, elementBytes, product.b().extent());
    Operands.requireWritable("c", c, array, elementBytes, product.c().extent());
    product.a().place(a, elementBytes);
    product.b().place(b, elementBytes);
    product.c().place(c, elementBytes);
    requireDisjoint();
  }

  private void place(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
    Operands.requireFloats("a", a, aOffset, product.a().extent());
    Operands.requireFloats("b", b, bOffset, product.b().extent());
    Operands.requireFloats("c", c, cOffset, product.c().extent());
    product.a().place(a, aOffset);
    product.b().place(b, bOffset);
    product.c().place(c, cOffset);
    requireDisjoint();
  }

  private void place(double[] a, int aOffset, double[] b, int bOffset, double[] c, int cOffset) {
    Operands.requireDoubles("a", a, aOffset, product.a().extent());
    Operands.requireDoubles("b", b, bOffset, product.b().extent());
    Operands.requireDoubles("c", c, cOffset, product.c().extent());
    product.a().place(a, aOffset);
    product.b().place(b, bOffset);
    product.c().place(c, cOffset);
    requireDisjoint();
  }

  private void requireDisjoint() {
    Matrix c = product.c();
    Operands.requireDisjoint("c", c, c.extent(), "a", product.a(), product.a().extent());
    Operands.requireDisjoint("c", c, c.extent(), "b", product.b(), product.b().extent());
  }
}
