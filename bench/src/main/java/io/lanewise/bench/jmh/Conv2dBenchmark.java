package io.lanewise.bench.jmh;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Tensor;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Param;

/** A convolution in one direction, with bias (forward) and its gradient (backward by weights). */
public class Conv2dBenchmark extends WindowedBenchmark {

  private static final ElementType F32 = ElementType.F32;

  /** benchdnn's problem string. */
  @Param("mb128ic1ih28oc6oh28kh5ph2n\"lenet5:conv1\"")
  public String shape = "";

  @Override
  Work prepare(Kernels kernels) {
    Conv2dShape sizes = Conv2dShape.parse(shape);
    Conv2d conv =
        select(selection(kernels.conv2dVariants()), sizes, () -> kernels.conv2d(sizes, layout()));
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
    Operand packedSrc = packed(conv, Tensor.SRC, src);
    Operand packedWeights = packed(conv, Tensor.WEIGHTS, weights);
    Operand dst = room(conv, Tensor.DST);
    long terms = (long) sizes.ic() / sizes.groups() * sizes.kh() * sizes.kw();
    return work(
        conv,
        sizes,
        () ->
            conv.forward(
                packedSrc.segment(), packedWeights.segment(), bias.segment(), dst.segment()),
        times ->
            Accuracy.of(
                times,
                unpacked(conv, Tensor.DST, dst, sizes.dstElements()),
                terms,
                F32.gamma(terms),
                at -> reference.forward(src, weights, bias, at)));
  }

  private Work backwardData(Conv2d conv, Conv2dShape sizes, Conv2dReference reference) {
    Operand diffDst = random(F32, sizes.dstElements(), 1);
    Operand weights = random(F32, sizes.weightElements(), 2);
    Operand packedDiffDst = packed(conv, Tensor.DST, diffDst);
    Operand packedWeights = packed(conv, Tensor.WEIGHTS, weights);
    Operand diffSrc = room(conv, Tensor.SRC);
    long terms = (long) sizes.oc() / sizes.groups() * sizes.kh() * sizes.kw();
    return work(
        conv,
        sizes,
        () ->
            conv.backwardData(packedDiffDst.segment(), packedWeights.segment(), diffSrc.segment()),
        times ->
            Accuracy.of(
                times,
                unpacked(conv, Tensor.SRC, diffSrc, sizes.srcElements()),
                terms,
                F32.gamma(terms),
                at -> reference.backwardData(diffDst, weights, at)));
  }

  private Work backwardWeights(Conv2d conv, Conv2dShape sizes, Conv2dReference reference) {
    Operand src = random(F32, sizes.srcElements(), 1);
    Operand diffDst = random(F32, sizes.dstElements(), 2);
    Operand packedSrc = packed(conv, Tensor.SRC, src);
    Operand packedDiffDst = packed(conv, Tensor.DST, diffDst);
    Operand diffWeights = room(conv, Tensor.WEIGHTS);
    Operand diffBias = zeros(F32, sizes.oc());
    long terms = (long) sizes.mb() * sizes.oh() * sizes.ow();
    double bound = F32.gamma(terms);
    return work(
        conv,
        sizes,
        () ->
            conv.backwardWeights(
                packedSrc.segment(),
                packedDiffDst.segment(),
                diffWeights.segment(),
                diffBias.segment()),
        times ->
            Accuracy.of(
                    times,
                    unpacked(conv, Tensor.WEIGHTS, diffWeights, sizes.weightElements()),
                    terms,
                    bound,
                    at -> reference.backwardWeights(src, diffDst, at))
                .or(
                    Accuracy.of(
                        times, diffBias, terms, bound, at -> reference.backwardBias(diffDst, at))));
  }

  private Work work(Conv2d conv, Conv2dShape sizes, Runnable run, IntFunction<Accuracy> check) {
    long elements = sizes.srcElements() + sizes.weightElements() + sizes.dstElements();
    return work(conv, run, check, (double) sizes.flops(), (double) F32.bytes() * elements);
  }
}
