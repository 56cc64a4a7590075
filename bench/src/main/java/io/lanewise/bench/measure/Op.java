package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.Conv2dBenchmark;
import io.lanewise.bench.jmh.GemmBenchmark;
import io.lanewise.bench.jmh.KernelBenchmark;
import io.lanewise.bench.jmh.Pool2dBenchmark;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** An operation that is measured. */
public enum Op {
  /** Matrix multiplication. */
  GEMM(GemmBenchmark.class, List.of(), GemmShape::parse, Kernels::gemmVariants),
  /** 2-D convolution. */
  CONV2D(
      Conv2dBenchmark.class,
      List.of("fwd", "bwd_d", "bwd_w"),
      Conv2dShape::parse,
      Kernels::conv2dVariants),
  /** 2-D pooling. */
  POOL2D(Pool2dBenchmark.class, List.of("fwd", "bwd"), Pool2dShape::parse, Kernels::pool2dVariants);

  private final Class<? extends KernelBenchmark> benchmark;
  private final List<String> directions;
  private final Function<String, Shape> parser;
  private final Function<Kernels, List<? extends Variant<?, ?>>> variants;

  Op(
      Class<? extends KernelBenchmark> benchmark,
      List<String> directions,
      Function<String, Shape> parser,
      Function<Kernels, List<? extends Variant<?, ?>>> variants) {
    this.benchmark = benchmark;
    this.directions = directions;
    this.parser = parser;
    this.variants = variants;
  }

  /** Reads a problem in benchdnn's syntax. */
  public Shape parse(String problem) {
    return parser.apply(problem);
  }

  /** The names of a backend's kernels, best first. */
  public List<String> kernels(Kernels kernels) {
    return variants.apply(kernels).stream().map(variant -> (String) variant.name()).toList();
  }

  /** The directions that it has; none for GEMM. */
  public List<String> directions() {
    return directions;
  }

  Class<? extends KernelBenchmark> benchmark() {
    return benchmark;
  }

  /** gemm, conv2d or pool2d. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
