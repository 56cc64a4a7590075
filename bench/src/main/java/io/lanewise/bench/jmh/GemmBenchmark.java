package io.lanewise.bench.jmh;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Transpose;
import org.openjdk.jmh.annotations.Param;

/** C &lt;- op(A) op(B), or with an epilogue f(op(A) op(B) + bias); matrices without gaps. */
public class GemmBenchmark extends KernelBenchmark {

  /** Value of {@link #epilogue} for a bias of each column, then max(0, x). */
  public static final String BIAS_RELU = "bias-relu";

  /** Sizes as MxK:KxN. */
  @Param("256x256:256x256")
  public String shape = "";

  /** f32 or f64. */
  @Param("f32")
  public String type = "";

  /** Whether A and B are stored transposed: nn, nt, tn or tt. */
  @Param("nn")
  public String trans = "";

  /** none or bias-relu. */
  @Param("none")
  public String epilogue = "";

  @Override
  Work prepare(Kernels kernels) {
    GemmShape sizes = GemmShape.parse(shape);
    ElementType elements = ElementType.parse(type);
    Transpose transA = ProductReference.transpose(trans.charAt(0));
    Transpose transB = ProductReference.transpose(trans.charAt(1));
    int m = sizes.m();
    int n = sizes.n();
    int k = sizes.k();
    int lda = ProductReference.lda(sizes, transA);
    int ldb = ProductReference.ldb(sizes, transB);
    int ldc = Math.max(1, n);
    Operand a = random(elements, (long) m * k, 1);
    Operand b = random(elements, (long) k * n, 2);
    Operand c = zeros(elements, (long) m * n);
    Operand bias = epilogue.equals(BIAS_RELU) ? random(elements, n, 3) : null;
    Epilogue end =
        bias == null ? Epilogue.NONE : Epilogue.perColumn(bias.segment(), Activation.RELU);
    Gemm gemm =
        select(new Selection<>(kernels.gemmVariants(), kernel, Layout.NCHW), sizes, kernels::gemm);
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
                    ldc,
                    end)
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
                    ldc,
                    end);
    ProductReference reference = new ProductReference(sizes, transA, transB, a, b, bias);
    return work(
        gemm,
        run,
        times -> reference.of(times, c),
        (double) sizes.flops(),
        ProductReference.bytes(sizes, elements));
  }
}
