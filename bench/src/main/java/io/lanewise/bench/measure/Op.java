package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.Conv2dBenchmark;
import io.lanewise.bench.jmh.GemmBenchmark;
import io.lanewise.bench.jmh.KernelBenchmark;
import io.lanewise.bench.jmh.Pool2dBenchmark;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** An operation that is measured. */
public enum Op {
  /** Matrix multiplication. */
  GEMM(GemmBenchmark.class, List.of()) {
    @Override
    public Shape parse(String problem) {
      return GemmShape.parse(problem);
    }

    @Override
    public Map<String, Boolean> kernels(Kernels kernels, String problem) {
      return supported(kernels.gemmVariants(), GemmShape.parse(problem));
    }
  },
  /** 2-D convolution. */
  CONV2D(Conv2dBenchmark.class, List.of("fwd", "bwd_d", "bwd_w")) {
    @Override
    public Shape parse(String problem) {
      return Conv2dShape.parse(problem);
    }

    @Override
    public Map<String, Boolean> kernels(Kernels kernels, String problem) {
      return supported(kernels.conv2dVariants(), Conv2dShape.parse(problem));
    }
  },
  /** 2-D pooling. */
  POOL2D(Pool2dBenchmark.class, List.of("fwd", "bwd")) {
    @Override
    public Shape parse(String problem) {
      return Pool2dShape.parse(problem);
    }

    @Override
    public Map<String, Boolean> kernels(Kernels kernels, String problem) {
      return supported(kernels.pool2dVariants(), Pool2dShape.parse(problem));
    }
  };

  private final Class<? extends KernelBenchmark> benchmark;
  private final List<String> directions;

  Op(Class<? extends KernelBenchmark> benchmark, List<String> directions) {
    this.benchmark = benchmark;
    this.directions = directions;
  }

  /** Reads a problem in benchdnn's syntax. */
  public abstract Shape parse(String problem);

  /** Every kernel by name, and whether it computes the problem; the best first. */
  public abstract Map<String, Boolean> kernels(Kernels kernels, String problem);

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

  private static <S extends Shape, K extends Operation> Map<String, Boolean> supported(
      List<Variant<S, K>> variants, S shape) {
    Map<String, Boolean> supported = new java.util.LinkedHashMap<>();
    Stream<Variant<S, K>> stream = variants.stream();
    stream.forEach(variant -> supported.put(variant.name(), variant.supports().test(shape)));
    return supported;
  }
}
