package io.lanewise.bench.jmh;

import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Tensor;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Param;

/** A pooling in one direction; before the backward one runs one forward, for the maxima. */
public class Pool2dBenchmark extends WindowedBenchmark {

  /** What a problem string means that says nothing of it. */
  public static final String MAX = "max";

  /** What stands before it in a problem string. */
  public static final String ALG = "--alg=";

  private static final ElementType F32 = ElementType.F32;

  /** benchdnn's name of what is computed of a window: max, avg_np, ... */
  @Param(MAX)
  public String alg = MAX;

  /** benchdnn's problem string; without the option, as viewers of JMH's JSON split at spaces. */
  @Param("mb128ic6ih28oh14kh2sh2")
  public String shape = "";

  @Override
  Work prepare(Kernels kernels) {
    Pool2dShape sizes = Pool2dShape.parse(alg.equals(MAX) ? shape : ALG + alg + " " + shape);
    Pool2d pool =
        select(selection(kernels.pool2dVariants()), sizes, () -> kernels.pool2d(sizes, layout()));
    return switch (dir) {
      case "fwd" -> forward(pool, sizes);
      case "bwd" -> backward(pool, sizes);
      default -> throw new IllegalArgumentException("dir is \"" + dir + "\", expected fwd or bwd");
    };
  }

  private Work forward(Pool2d pool, Pool2dShape sizes) {
    Operand src = random(F32, sizes.srcElements(), 1);
    Operand packedSrc = packed(pool, Tensor.SRC, src);
    Operand dst = room(pool, Tensor.DST);
    Pool2dReference reference = new Pool2dReference(sizes, src);
    // A maximum is one of its operands: nothing is rounded.
    double bound = sizes.kind() == PoolKind.MAX ? 0 : bound(sizes);
    return work(
        pool,
        sizes,
        () -> pool.forward(packedSrc.segment(), dst.segment()),
        times ->
            Accuracy.of(
                times,
                unpacked(pool, Tensor.DST, dst, sizes.dstElements()),
                window(sizes),
                bound,
                reference::forward));
  }

  private Work backward(Pool2d pool, Pool2dShape sizes) {
    Operand src = random(F32, sizes.srcElements(), 1);
    Operand diffDst = random(F32, sizes.dstElements(), 2);
    Operand packedSrc = packed(pool, Tensor.SRC, src);
    Operand packedDiffDst = packed(pool, Tensor.DST, diffDst);
    Operand dst = room(pool, Tensor.DST);
    Operand diffSrc = room(pool, Tensor.SRC);
    Pool2dReference reference = new Pool2dReference(sizes, src);
    pool.forward(packedSrc.segment(), dst.segment());
    return work(
        pool,
        sizes,
        () -> pool.backward(packedDiffDst.segment(), diffSrc.segment()),
        times ->
            Accuracy.of(
                times,
                unpacked(pool, Tensor.SRC, diffSrc, sizes.srcElements()),
                (long) window(sizes) * window(sizes),
                bound(sizes),
                at -> reference.backward(diffDst, at)));
  }

  private Work work(Pool2d pool, Pool2dShape sizes, Runnable run, IntFunction<Accuracy> check) {
    return work(pool, run, check, (double) sizes.flops(), (double) sizes.bytes());
  }

  private static int window(Pool2dShape sizes) {
    return sizes.kh() * sizes.kw();
  }

  private static double bound(Pool2dShape sizes) {
    return (window(sizes) + 1) * 0x1p-24;
  }
}
