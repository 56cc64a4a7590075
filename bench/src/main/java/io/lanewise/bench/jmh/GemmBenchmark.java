package io.lanewise.bench.jmh;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Transpose;
import org.openjdk.jmh.annotations.Param;

/** C &lt;- op(A) op(B), matrices without gaps. */
public class GemmBenchmark extends KernelBenchmark {

  /** Sizes as MxK:KxN. */
  @Param("256x256:256x256")
  public String shape = "";

  /** f32 or f64. */
  @Param("f32")
  public String type = "";

  /** Whether A and B are stored transposed: nn, nt, tn or tt. */
  @Param("nn")
  public String trans = "";

  @Override
  Work prepare(Kernels kernels) {
    GemmShape sizes = GemmShape.parse(shape);
    ElementType elements = ElementType.parse(type);
    Transpose transA = transpose(trans.charAt(0));
    Transpose transB = transpose(trans.charAt(1));
    int m = sizes.m();
    int n = sizes.n();
    int k = sizes.k();
    int lda = Math.max(1, transA == Transpose.NO ? k : m);
    int ldb = Math.max(1, transB == Transpose.NO ? n : k);
    int ldc = Math.max(1, n);
    Operand a = random(elements, (long) m * k, 1);
    Operand b = random(elements, (long) k * n, 2);
    Operand c = zeros(elements, (long) m * n);
    Gemm gemm = kernel.equals(BEST) ? kernels.gemm() : named(kernels.gemmVariants(), sizes);
    Runnable run =
        elements == ElementType.F32
            ? () ->
                gemm.sgemm(
                    transA,
                    transB,
                    m,
                    n,
                    k,
                    1,
                    a.segment(),
                    lda,
                    b.segment(),
                    ldb,
                    0,
                    c.segment(),
                    ldc)
            : () ->
                gemm.dgemm(
                    transA,
                    transB,
                    m,
                    n,
                    k,
                    1,
                    a.segment(),
                    lda,
                    b.segment(),
                    ldb,
                    0,
                    c.segment(),
                    ldc);
    return new Work(
        gemm,
        run,
        () ->
            Accuracy.of(
                c,
                k,
                elements.gamma(k),
                index -> product(transA, transB, sizes, a, lda, b, ldb, index)),
        sizes.flops(),
        (double) elements.bytes() * ((long) m * k + (long) k * n + (long) m * n));
  }

  private static ReferenceSum product(
      Transpose transA,
      Transpose transB,
      GemmShape sizes,
      Operand a,
      long lda,
      Operand b,
      long ldb,
      long index) {
    long i = index / sizes.n();
    long j = index % sizes.n();
    ReferenceSum sum = new ReferenceSum();
    for (int p = 0; p < sizes.k(); p++) {
      sum.add(
          a.get(transA == Transpose.NO ? i * lda + p : p * lda + i),
          b.get(transB == Transpose.NO ? p * ldb + j : j * ldb + p));
    }
    return sum;
  }

  private static Transpose transpose(char letter) {
    return letter == 't' ? Transpose.YES : Transpose.NO;
  }
}
