package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.Conv2dBenchmark;
import io.lanewise.bench.jmh.GemmBenchmark;
import io.lanewise.bench.jmh.KernelBenchmark;
import io.lanewise.bench.jmh.Pool2dBenchmark;
import io.lanewise.bench.jmh.Selection;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** An operation that is measured. */
public enum Op {
  /** Matrix multiplication. */
  GEMM(
      "2 m n k",
      GemmBenchmark.class,
      List.of(),
      new Family<>(GemmShape::parse, Kernels::gemmVariants)),
  /** 2-D convolution. */
  CONV2D(
      "2 mb oc (ic / g) taps; taps: pairs of an output position and a kernel element inside the image",
      Conv2dBenchmark.class,
      List.of("fwd", "bwd_d", "bwd_w"),
      new Family<>(Conv2dShape::parse, Kernels::conv2dVariants)),
  /** 2-D pooling. */
  POOL2D(
      "mb ic taps; taps: pairs of an output position and a window element inside the image",
      Pool2dBenchmark.class,
      List.of("fwd", "bwd"),
      new Family<>(Pool2dShape::parse, Kernels::pool2dVariants));

  private final String flopFormula;
  private final Class<? extends KernelBenchmark> benchmark;
  private final List<String> directions;
  private final Family<?, ?> family;

  Op(
      String flopFormula,
      Class<? extends KernelBenchmark> benchmark,
      List<String> directions,
      Family<?, ?> family) {
    this.flopFormula = flopFormula;
    this.benchmark = benchmark;
    this.directions = directions;
    this.family = family;
  }

  /** The shapes and the kernels of one operation, whose types belong together. */
  private record Family<S extends Shape, K extends Operation>(
      Function<String, S> parser, Function<Kernels, List<Variant<S, K>>> variants) {

    Optional<String> obstacle(Kernels kernels, String shape, String kernel, Layout layout) {
      return new Selection<>(variants.apply(kernels), kernel, layout).obstacle(parser.apply(shape));
    }
  }

  /** Reads a problem in benchdnn's syntax. */
  public Shape parse(String problem) {
    return family.parser.apply(problem);
  }

  /** A backend's kernels, best first. */
  List<? extends Variant<?, ?>> variants(Kernels kernels) {
    return family.variants.apply(kernels);
  }

  /** Why a backend cannot compute a problem, if so. */
  Optional<String> obstacle(Kernels kernels, String shape, String kernel, Layout layout) {
    return family.obstacle(kernels, shape, kernel, layout);
  }

  /** The directions that it has; none for GEMM. */
  public List<String> directions() {
    return directions;
  }

  /** How many floating-point operations a row's speed counts. */
  String flopFormula() {
    return flopFormula;
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
