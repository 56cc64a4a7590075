package io.lanewise.kernels;

/**
 * One product of a {@link Gemm}, C &lt;- f(alpha op(A) op(B) + beta C + bias), with its arguments
 * checked. The Gemm owns it and sets it again for every call; who computes reads it and must not
 * keep it.
 */
public final class Product {

  private final Matrix a = new Matrix();
  private final Matrix b = new Matrix();
  private final Matrix c = new Matrix();
  private final Matrix bias = new Matrix();
  private Transpose transA;
  private Transpose transB;
  private int m;
  private int n;
  private int k;
  private double alpha;
  private double beta;
  private Epilogue epilogue = Epilogue.NONE;

  Product() {}

  /** Sets all but the leading dimensions and the memory of the operands. */
  void set(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      double beta,
      Epilogue epilogue) {
    this.transA = transA;
    this.transB = transB;
    this.m = m;
    this.n = n;
    this.k = k;
    this.alpha = alpha;
    this.beta = beta;
    this.epilogue = epilogue;
    int biasElements =
        switch (epilogue.bias()) {
          case NONE -> 0;
          case PER_ROW -> m;
          case PER_COLUMN -> n;
        };
    bias.size(1, biasElements, Math.max(1, biasElements));
  }

  /** Sets the leading dimensions, and with them the sizes of the operands as they are stored. */
  void lead(int lda, int ldb, int ldc) {
    a.size(transA == Transpose.NO ? m : k, transA == Transpose.NO ? k : m, lda);
    b.size(transB == Transpose.NO ? k : n, transB == Transpose.NO ? n : k, ldb);
    c.size(m, n, ldc);
  }

  /** Takes the product whose operands begin so many elements further on in the same memory. */
  void advance(long strideA, long strideB, long strideC) {
    a.advance(strideA);
    b.advance(strideB);
    c.advance(strideC);
  }

  /** Forgets the operands' memory, so that it can be collected. */
  void clear() {
    a.clear();
    b.clear();
    c.clear();
    bias.clear();
    epilogue = Epilogue.NONE;
  }

  /** Whether this is single precision, else double. */
  public boolean isSingle() {
    return c.isSingle();
  }

  /** Whether A is stored transposed. */
  public Transpose transA() {
    return transA;
  }

  /** Whether B is stored transposed. */
  public Transpose transB() {
    return transB;
  }

  /** Rows of C. */
  public int m() {
    return m;
  }

  /** Columns of C. */
  public int n() {
    return n;
  }

  /** Columns of op(A). */
  public int k() {
    return k;
  }

  /** Factor of the product; in single precision the value of a float. */
  public double alpha() {
    return alpha;
  }

  /** Factor of the old C; in single precision the value of a float. */
  public double beta() {
    return beta;
  }

  /** A as it is stored: m x k, or k x m if {@link #transA()} says so. */
  public Matrix a() {
    return a;
  }

  /** B as it is stored: k x n, or n x k if {@link #transB()} says so. */
  public Matrix b() {
    return b;
  }

  /** C, m x n. */
  public Matrix c() {
    return c;
  }

  /** What happens to C where it is written. */
  public Epilogue epilogue() {
    return epilogue;
  }

  /** The bias as one row: m elements, n elements or none, as {@link #epilogue()} says. */
  public Matrix bias() {
    return bias;
  }
}
