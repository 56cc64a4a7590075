package io.lanewise.bench.jmh;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Kernels;
import org.openjdk.jmh.annotations.Param;

/** A convolution in one direction, with bias (forward) and its gradient (backward by weights). */
public class Conv2dBenchmark extends KernelBenchmark {

  private static final ElementType F32 = ElementType.F32;

  /** benchdnn's problem string. */
  @Param("mb128ic1ih28oc6oh28kh5ph2n\"lenet5:conv1\"")
  public String shape = "";

  /** fwd, bwd_d or bwd_w. */
  @Param("fwd")
  public String dir = "";

  @Override
  Work prepare(Kernels kernels) {
    Conv2dShape sizes = Conv2dShape.parse(shape);
    Conv2d conv =
        kernel.equals(BEST) ? kernels.conv2d(sizes) : named(kernels.conv2dVariants(), sizes);
    Conv2dReference reference = new Conv2dReference(sizes);
    return switch (dir) {
      case "fwd" -> forward(conv, sizes, reference);
      case "bwd_d" -> backwardData(conv, sizes, reference);
      case "bwd_w" -> backwardWeights(conv, sizes, reference);
      default ->
          throw new IllegalArgumentException(
              "dir is \"" + dir + "\", expected fwd, bwd_d or bwd_w");
    };
  }

  private Work forward(Conv2d conv, Conv2dShape sizes, Conv2dReference reference) {
    Operand src = random(F32, sizes.srcElements(), 1);
    Operand weights = random(F32, sizes.weightElements(), 2);
    Operand bias = random(F32, sizes.oc(), 3);
    Operand dst = zeros(F32, sizes.dstElements());
    long terms = (long) sizes.ic() / sizes.groups() * sizes.kh() * sizes.kw();
    return work(
        conv,
        sizes,
        () -> conv.forward(src.segment(), weights.segment(), bias.segment(), dst.segment()),
        () ->
            Accuracy.of(
                dst, terms, F32.gamma(terms), at -> reference.forward(src, weights, bias, at)));
  }

  private Work backwardData(Conv2d conv, Conv2dShape sizes, Conv2dReference reference) {
    Operand diffDst = random(F32, sizes.dstElements(), 1);
    Operand weights = random(F32, sizes.weightElements(), 2);
    Operand diffSrc = zeros(F32, sizes.srcElements());
    long terms = (long) sizes.oc() / sizes.groups() * sizes.kh() * sizes.kw();
    return work(
        conv,
        sizes,
        () -> conv.backwardData(diffDst.segment(), weights.segment(), diffSrc.segment()),
        () ->
            Accuracy.of(
                diffSrc,
                terms,
                F32.gamma(terms),
                at -> reference.backwardData(diffDst, weights, at)));
  }

  private Work backwardWeights(Conv2d conv, Conv2dShape sizes, Conv2dReference reference) {
    Operand src = random(F32, sizes.srcElements(), 1);
    Operand diffDst = random(F32, sizes.dstElements(), 2);
    Operand diffWeights = zeros(F32, sizes.weightElements());
    Operand diffBias = zeros(F32, sizes.oc());
    long terms = (long) sizes.mb() * sizes.oh() * sizes.ow();
    double bound = F32.gamma(terms);
    return work(
        conv,
        sizes,
        () ->
            conv.backwardWeights(
                src.segment(), diffDst.segment(), diffWeights.segment(), diffBias.segment()),
        () ->
            Accuracy.of(
                    diffWeights, terms, bound, at -> reference.backwardWeights(src, diffDst, at))
                .or(
                    Accuracy.of(
                        diffBias, terms, bound, at -> reference.backwardBias(diffDst, at))));
  }

  private Work work(
      Conv2d conv, Conv2dShape sizes, Runnable run, java.util.function.Supplier<Accuracy> check) {
    long elements = sizes.srcElements() + sizes.weightElements() + sizes.dstElements();
    return work(conv, run, check, (double) sizes.flops(), (double) F32.bytes() * elements);
  }
}
