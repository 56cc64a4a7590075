package io.lanewise.bench.jmh;

import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Transpose;
import org.jspecify.annotations.Nullable;

/**
 * The elements of f(op(A) op(B) + bias), matrices without gaps, row by row.
 *
 * @param sizes m, n, k
 * @param transA whether A is stored transposed
 * @param transB whether B is stored transposed
 * @param a A
 * @param b B
 * @param bias n elements, one for each column, then max(0, x); null for neither
 */
record ProductReference(
    GemmShape sizes,
    Transpose transA,
    Transpose transB,
    Operand a,
    Operand b,
    @Nullable Operand bias) {

  static int lda(GemmShape sizes, Transpose transA) {
    return Math.max(1, transA == Transpose.NO ? sizes.k() : sizes.m());
  }

  static int ldb(GemmShape sizes, Transpose transB) {
    return Math.max(1, transB == Transpose.NO ? sizes.n() : sizes.k());
  }

  /** Bytes of the three matrices. */
  static double bytes(GemmShape sizes, ElementType type) {
    long m = sizes.m();
    long n = sizes.n();
    long k = sizes.k();
    return (double) type.bytes() * (m * k + k * n + m * n);
  }

  /** {@code n} or {@code t}. */
  static Transpose transpose(char letter) {
    return letter == 't' ? Transpose.YES : Transpose.NO;
  }

  /** Compares as many times the usual sample of C. */
  Accuracy of(int times, Operand c) {
    int terms = sizes.k() + (bias == null ? 0 : 1);
    return Accuracy.of(times, c, terms, c.type().gamma(terms), this::element);
  }

  private ReferenceSum element(long index) {
    long i = index / sizes.n();
    long j = index % sizes.n();
    long lda = lda(sizes, transA);
    long ldb = ldb(sizes, transB);
    ReferenceSum sum = new ReferenceSum();
    for (int p = 0; p < sizes.k(); p++) {
      sum.add(
          a.get(transA == Transpose.NO ? i * lda + p : p * lda + i),
          b.get(transB == Transpose.NO ? p * ldb + j : j * ldb + p));
    }
    if (bias != null) {
      sum.add(bias.get(j), 1);
      sum.cutOff();
    }
    return sum;
  }
}
