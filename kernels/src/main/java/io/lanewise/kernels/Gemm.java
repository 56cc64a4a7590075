package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * General matrix multiplication, C &lt;- alpha op(A) op(B) + beta C, all matrices row-major; with
 * an {@link Epilogue}, C &lt;- f(alpha op(A) op(B) + beta C + bias); and in strided batches, C_i
 * &lt;- alpha op(A_i) op(B_i) + beta C_i.
 *
 * <p><b>Shapes.</b> op(A) is m x k, op(B) is k x n, C is m x n. A is stored as m rows of k elements
 * ({@link Transpose#NO}) or as k rows of m ({@link Transpose#YES}); B as k rows of n or n rows of
 * k. Row i of a matrix starts at element i ld of its operand; the leading dimension ld is at least
 * the length of a row, and at least 1.
 *
 * <p><b>Special values.</b> Where beta is 0, C is written without being read, so that it may hold
 * NaN. Where alpha is 0 or k is 0, A and B are not read and C becomes beta C, or f(beta C + bias).
 * Where m or n is 0, nothing is done; m, n and k may all be 0. Infinities and NaN of A and B
 * otherwise propagate as in the sum of products, and through f as {@link Elementwise#activate}
 * says.
 *
 * <p><b>Strided batch.</b> A_i starts at element i strideA of its operand, i &lt; batch, B_i and
 * C_i likewise. A stride of A or B may be 0: one matrix for all products. The C_i may not overlap:
 * where batch is over 1, strideC is at least the elements from C_i's first to its last, (m - 1) ldc
 * + n. The products do not depend on each other.
 *
 * <p><b>Aliasing.</b> C may not overlap A, B or the bias; in a batch, from the first element of C_0
 * to the last of the last one. A and B may be the same memory.
 *
 * <p><b>Error bound.</b> Element by element, |error| &lt;= gamma (|alpha| |op(A)| |op(B)| + |beta|
 * |C|) with gamma = (k + 2) u / (1 - (k + 2) u), u = 2^-24 in single and 2^-53 in double precision,
 * whatever the order of summation. Source: N. J. Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd edition, section 3.5. With an epilogue, k + 3 in place of k + 2 and |bias| in the
 * sum; TANH and SIGMOID, whose derivatives are at most 1, add 4 units in the last place of C, or
 * 2^-126 in single and 2^-1022 in double precision where that is larger.
 *
 * <p><b>Cost.</b> 2 m n k floating-point operations for each product.
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
  private final Elementwise elementwise;
  private final EpilogueLoop epilogueLoop;

  /**
   * Makes the operation.
   *
   * @param kernel see {@link Operation#kernel()}
   * @param elementwise computes the activations of floats in {@link #applyEpilogue}; owned and
   *     closed by this
   */
  protected Gemm(String kernel, Elementwise elementwise) {
    super(kernel);
    this.elementwise = elementwise;
    epilogueLoop = new EpilogueLoop(elementwise);
  }

  @Override
  public long workspaceBytes() {
    return epilogueLoop.bytes();
  }

  @Override
  protected void release() {
    elementwise.close();
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
    sgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, Epilogue.NONE);
  }

  /**
   * Multiplies in single precision, operands in segments, with an epilogue. As {@link
   * #sgemm(Transpose, Transpose, int, int, int, float, MemorySegment, int, MemorySegment, int,
   * float, MemorySegment, int)} otherwise.
   *
   * @param epilogue bias and activation; a heap bias is a {@code float[]}
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
      int ldc,
      Epilogue epilogue) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, epilogue);
      place(a, b, c, float[].class, Float.BYTES, 1, 0, 0, 0);
      multiplyFloats(1, 0, 0, 0);
    } finally {
      product.clear();
    }
  }

  /**
   * Multiplies in single precision with alpha 1, operands so many elements into segments that have
   * been checked: without the slices that a caller of many products would have to make.
   */
  final void sgemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb,
      float beta,
      MemorySegment c,
      long cOffset,
      int ldc,
      Epilogue epilogue) {
    try {
      set(transA, transB, m, n, k, 1, lda, ldb, beta, ldc, epilogue);
      product.a().place(a, Float.BYTES);
      product.b().place(b, Float.BYTES);
      product.c().place(c, Float.BYTES);
      placeBias(float[].class, Float.BYTES);
      product.a().advance(aOffset);
      product.b().advance(bOffset);
      product.c().advance(cOffset);
      multiplyFloats(1, 0, 0, 0);
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
    sgemm(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        a,
        aOffset,
        lda,
        b,
        bOffset,
        ldb,
        beta,
        c,
        cOffset,
        ldc,
        Epilogue.NONE);
  }

  /**
   * Multiplies in single precision, operands in arrays from an offset on, with an epilogue. As
   * {@link #sgemm(Transpose, Transpose, int, int, int, float, MemorySegment, int, MemorySegment,
   * int, float, MemorySegment, int, Epilogue)} otherwise.
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
      int ldc,
      Epilogue epilogue) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, epilogue);
      place(a, aOffset, b, bOffset, c, cOffset, 1, 0, 0, 0);
      multiplyFloats(1, 0, 0, 0);
    } finally {
      product.clear();
    }
  }

  /**
   * Multiplies a strided batch in single precision, operands in segments. The class comment is the
   * contract.
   *
   * @param transA whether the A_i are stored transposed
   * @param transB whether the B_i are stored transposed
   * @param m rows of each C_i
   * @param n columns of each C_i
   * @param k columns of each op(A_i)
   * @param alpha factor of the products
   * @param a matrices A_i
   * @param lda leading dimension of each A_i in elements
   * @param strideA elements from an A_i to the next, at least 0
   * @param b matrices B_i
   * @param ldb leading dimension of each B_i in elements
   * @param strideB elements from a B_i to the next, at least 0
   * @param beta factor of the old C_i
   * @param c matrices C_i, read (unless beta is 0) and written
   * @param ldc leading dimension of each C_i in elements
   * @param strideC elements from a C_i to the next, so many that they do not overlap
   * @param batch number of products, at least 0
   * @throws NullPointerException if an operand is null
   * @throws IllegalArgumentException if a size or a stride is negative, a leading dimension,
   *     strideC or an operand is too small, a heap operand is not a {@code float[]} or C overlaps A
   *     or B
   * @throws IllegalStateException if this is closed or an operand's arena is
   */
  public final void sgemmBatchStrided(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      int lda,
      long strideA,
      MemorySegment b,
      int ldb,
      long strideB,
      float beta,
      MemorySegment c,
      int ldc,
      long strideC,
      int batch) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, Epilogue.NONE);
      requireBatch(batch, strideA, strideB, strideC);
      place(a, b, c, float[].class, Float.BYTES, batch, strideA, strideB, strideC);
      multiplyFloats(batch, strideA, strideB, strideC);
    } finally {
      product.clear();
    }
  }

  /**
   * Multiplies a strided batch in single precision, operands in arrays from an offset on. As {@link
   * #sgemmBatchStrided(Transpose, Transpose, int, int, int, float, MemorySegment, int, long,
   * MemorySegment, int, long, float, MemorySegment, int, long, int)} otherwise.
   */
  public final void sgemmBatchStrided(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      long strideA,
      float[] b,
      int bOffset,
      int ldb,
      long strideB,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      long strideC,
      int batch) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, Epilogue.NONE);
      requireBatch(batch, strideA, strideB, strideC);
      place(a, aOffset, b, bOffset, c, cOffset, batch, strideA, strideB, strideC);
      multiplyFloats(batch, strideA, strideB, strideC);
    } finally {
      product.clear();
    }
  }

  /**
   * Computes what {@code sgemm} promises, the epilogue included, which {@link #applyEpilogue} does
   * where a kernel does not fuse it. Arguments are checked, m, n, k &gt; 0, alpha not 0.
   */
  protected abstract void computeSgemm(Product product);

  /**
   * Computes what {@code sgemmBatchStrided} promises; arguments are checked, m, n, k &gt; 0, batch
   * &gt; 1, alpha not 0, no epilogue. Unless overridden, one product after the other.
   *
   * @param product the first of the products
   * @param batch number of products
   * @param strideA elements from one A to the next
   * @param strideB elements from one B to the next
   * @param strideC elements from one C to the next
   */
  protected void computeSgemmBatchStrided(
      Product product, int batch, long strideA, long strideB, long strideC) {
    for (int i = 0; i < batch; i++) {
      computeSgemm(product);
      product.advance(strideA, strideB, strideC);
    }
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
    dgemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, Epilogue.NONE);
  }

  /**
   * Multiplies in double precision, operands in segments, with an epilogue. As {@link
   * #dgemm(Transpose, Transpose, int, int, int, double, MemorySegment, int, MemorySegment, int,
   * double, MemorySegment, int)} otherwise.
   *
   * @param epilogue bias and activation; a heap bias is a {@code double[]}
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
      int ldc,
      Epilogue epilogue) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, epilogue);
      place(a, b, c, double[].class, Double.BYTES, 1, 0, 0, 0);
      multiplyDoubles(1, 0, 0, 0);
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
    dgemm(
        transA,
        transB,
        m,
        n,
        k,
        alpha,
        a,
        aOffset,
        lda,
        b,
        bOffset,
        ldb,
        beta,
        c,
        cOffset,
        ldc,
        Epilogue.NONE);
  }

  /**
   * Multiplies in double precision, operands in arrays from an offset on, with an epilogue. As
   * {@link #dgemm(Transpose, Transpose, int, int, int, double, MemorySegment, int, MemorySegment,
   * int, double, MemorySegment, int, Epilogue)} otherwise.
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
      int ldc,
      Epilogue epilogue) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, epilogue);
      place(a, aOffset, b, bOffset, c, cOffset, 1, 0, 0, 0);
      multiplyDoubles(1, 0, 0, 0);
    } finally {
      product.clear();
    }
  }

  /**
   * Multiplies a strided batch in double precision, operands in segments. The class comment is the
   * contract.
   *
   * @param transA whether the A_i are stored transposed
   * @param transB whether the B_i are stored transposed
   * @param m rows of each C_i
   * @param n columns of each C_i
   * @param k columns of each op(A_i)
   * @param alpha factor of the products
   * @param a matrices A_i
   * @param lda leading dimension of each A_i in elements
   * @param strideA elements from an A_i to the next, at least 0
   * @param b matrices B_i
   * @param ldb leading dimension of each B_i in elements
   * @param strideB elements from a B_i to the next, at least 0
   * @param beta factor of the old C_i
   * @param c matrices C_i, read (unless beta is 0) and written
   * @param ldc leading dimension of each C_i in elements
   * @param strideC elements from a C_i to the next, so many that they do not overlap
   * @param batch number of products, at least 0
   * @throws NullPointerException if an operand is null
   * @throws IllegalArgumentException if a size or a stride is negative, a leading dimension,
   *     strideC or an operand is too small, a heap operand is not a {@code double[]} or C overlaps
   *     A or B
   * @throws IllegalStateException if this is closed or an operand's arena is
   */
  public final void dgemmBatchStrided(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      int lda,
      long strideA,
      MemorySegment b,
      int ldb,
      long strideB,
      double beta,
      MemorySegment c,
      int ldc,
      long strideC,
      int batch) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, Epilogue.NONE);
      requireBatch(batch, strideA, strideB, strideC);
      place(a, b, c, double[].class, Double.BYTES, batch, strideA, strideB, strideC);
      multiplyDoubles(batch, strideA, strideB, strideC);
    } finally {
      product.clear();
    }
  }

  /**
   * Multiplies a strided batch in double precision, operands in arrays from an offset on. As {@link
   * #dgemmBatchStrided(Transpose, Transpose, int, int, int, double, MemorySegment, int, long,
   * MemorySegment, int, long, double, MemorySegment, int, long, int)} otherwise.
   */
  public final void dgemmBatchStrided(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int lda,
      long strideA,
      double[] b,
      int bOffset,
      int ldb,
      long strideB,
      double beta,
      double[] c,
      int cOffset,
      int ldc,
      long strideC,
      int batch) {
    try {
      set(transA, transB, m, n, k, alpha, lda, ldb, beta, ldc, Epilogue.NONE);
      requireBatch(batch, strideA, strideB, strideC);
      place(a, aOffset, b, bOffset, c, cOffset, batch, strideA, strideB, strideC);
      multiplyDoubles(batch, strideA, strideB, strideC);
    } finally {
      product.clear();
    }
  }

  /**
   * Computes what {@code dgemm} promises, the epilogue included, which {@link #applyEpilogue} does
   * where a kernel does not fuse it. Arguments are checked, m, n, k &gt; 0, alpha not 0.
   */
  protected abstract void computeDgemm(Product product);

  /**
   * Computes what {@code dgemmBatchStrided} promises; arguments are checked, m, n, k &gt; 0, batch
   * &gt; 1, alpha not 0, no epilogue. Unless overridden, one product after the other.
   *
   * @param product the first of the products
   * @param batch number of products
   * @param strideA elements from one A to the next
   * @param strideB elements from one B to the next
   * @param strideC elements from one C to the next
   */
  protected void computeDgemmBatchStrided(
      Product product, int batch, long strideA, long strideB, long strideC) {
    for (int i = 0; i < batch; i++) {
      computeDgemm(product);
      product.advance(strideA, strideB, strideC);
    }
  }

  /** C &lt;- f(C + bias), for a kernel that has computed the rest: a pass over C of its own. */
  protected final void applyEpilogue(Product product) {
    if (product.epilogue().isNone()) {
      return;
    }
    if (product.isSingle()) {
      epilogueLoop.applyToFloats(product);
    } else {
      epilogueLoop.applyToDoubles(product);
    }
  }

  /** Lets another one that this owns compute a double-precision product that this was asked for. */
  protected static void computeDgemm(Gemm gemm, Product product) {
    gemm.computeDgemm(product);
  }

  private void multiplyFloats(int batch, long strideA, long strideB, long strideC) {
    if (product.m() == 0 || product.n() == 0 || batch == 0) {
      return;
    }
    if (product.k() == 0 || product.alpha() == 0) {
      for (int i = 0; i < batch; i++) {
        scaleFloats();
        applyEpilogue(product);
        product.advance(strideA, strideB, strideC);
      }
    } else if (batch == 1) {
      computeSgemm(product);
    } else {
      computeSgemmBatchStrided(product, batch, strideA, strideB, strideC);
    }
  }

  private void multiplyDoubles(int batch, long strideA, long strideB, long strideC) {
    if (product.m() == 0 || product.n() == 0 || batch == 0) {
      return;
    }
    if (product.k() == 0 || product.alpha() == 0) {
      for (int i = 0; i < batch; i++) {
        scaleDoubles();
        applyEpilogue(product);
        product.advance(strideA, strideB, strideC);
      }
    } else if (batch == 1) {
      computeDgemm(product);
    } else {
      computeDgemmBatchStrided(product, batch, strideA, strideB, strideC);
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
      int ldc,
      Epilogue epilogue) {
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
    if (epilogue == null) {
      throw new NullPointerException("epilogue is null, expected one, or Epilogue.NONE");
    }
    product.set(transA, transB, m, n, k, alpha, beta, epilogue);
    product.lead(lda, ldb, ldc);
  }

  private void requireBatch(int batch, long strideA, long strideB, long strideC) {
    Sizes.requireAtLeast("batch", batch, 0);
    Sizes.requireAtLeast("strideA", strideA, 0);
    Sizes.requireAtLeast("strideB", strideB, 0);
    Sizes.requireAtLeast("strideC", strideC, batch > 1 ? product.c().extent() : 0);
  }

  private void place(
      MemorySegment a,
      MemorySegment b,
      MemorySegment c,
      Class<?> array,
      int elementBytes,
      int batch,
      long strideA,
      long strideB,
      long strideC) {
    Operands.requireReadable("a", a, array, elementBytes, product.a().extent(batch, strideA));
    Operands.requireReadable("b", b, array, elementBytes, product.b().extent(batch, strideB));
    Operands.requireWritable("c", c, array, elementBytes, product.c().extent(batch, strideC));
    product.a().place(a, elementBytes);
    product.b().place(b, elementBytes);
    product.c().place(c, elementBytes);
    placeBias(array, elementBytes);
    requireDisjoint(batch, strideA, strideB, strideC);
  }

  private void place(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int batch,
      long strideA,
      long strideB,
      long strideC) {
    Operands.requireFloats("a", a, aOffset, product.a().extent(batch, strideA));
    Operands.requireFloats("b", b, bOffset, product.b().extent(batch, strideB));
    Operands.requireFloats("c", c, cOffset, product.c().extent(batch, strideC));
    product.a().place(a, aOffset);
    product.b().place(b, bOffset);
    product.c().place(c, cOffset);
    placeBias(float[].class, Float.BYTES);
    requireDisjoint(batch, strideA, strideB, strideC);
  }

  private void place(
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset,
      int batch,
      long strideA,
      long strideB,
      long strideC) {
    Operands.requireDoubles("a", a, aOffset, product.a().extent(batch, strideA));
    Operands.requireDoubles("b", b, bOffset, product.b().extent(batch, strideB));
    Operands.requireDoubles("c", c, cOffset, product.c().extent(batch, strideC));
    product.a().place(a, aOffset);
    product.b().place(b, bOffset);
    product.c().place(c, cOffset);
    placeBias(double[].class, Double.BYTES);
    requireDisjoint(batch, strideA, strideB, strideC);
  }

  private void placeBias(Class<?> array, int elementBytes) {
    MemorySegment bias = product.epilogue().elements();
    if (bias != null) {
      Operands.requireReadable("bias", bias, array, elementBytes, product.bias().extent());
      product.bias().place(bias, elementBytes);
    }
  }

  private void requireDisjoint(int batch, long strideA, long strideB, long strideC) {
    Matrix a = product.a();
    Matrix b = product.b();
    Matrix c = product.c();
    Matrix bias = product.bias();
    long elements = c.extent(batch, strideC);
    Operands.requireDisjoint("c", c, elements, "a", a, a.extent(batch, strideA));
    Operands.requireDisjoint("c", c, elements, "b", b, b.extent(batch, strideB));
    Operands.requireDisjoint("c", c, elements, "bias", bias, bias.extent());
  }
}
