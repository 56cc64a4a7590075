package io.lanewise.bench.jmh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel in its own layout gives what the reference gives; a benchmark says so. */
final class WindowedBenchmarkTest {

  private static final String CONV = "g3mb19ic3ih7iw6oc6oh4ow6kh3kw2sh2sw1ph1pw1";
  private static final String POOL = "--alg=avg_np mb19ic3ih7oh4kh3sh2ph1";

  static Stream<Arguments> convolutions() {
    return kernels(Conv2dShape.parse(CONV), Kernels::conv2dVariants);
  }

  static Stream<Arguments> poolings() {
    return kernels(Pool2dShape.parse(POOL), Kernels::pool2dVariants);
  }

  private static <S extends Shape, V extends Variant<S, ?>> Stream<Arguments> kernels(
      S shape, Function<Kernels, List<V>> variants) {
    return BackendCatalog.ids().stream()
        .filter(backend -> BackendCatalog.unavailable(backend).isEmpty())
        .flatMap(
            backend -> {
              try (Kernels kernels =
                  BackendCatalog.require(backend).open(KernelOptions.defaults())) {
                return variants.apply(kernels).stream()
                    .filter(variant -> variant.supports().test(shape))
                    .map(v -> Arguments.of(backend, v.name(), v.layout().toString()))
                    .toList()
                    .stream();
              }
            });
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolves(String backend, String kernel, String layout) {
    for (String dir : List.of("fwd", "bwd_d", "bwd_w")) {
      runs(
          () -> {
            Conv2dBenchmark benchmark = new Conv2dBenchmark();
            benchmark.shape = CONV;
            benchmark.dir = dir;
            return benchmark;
          },
          backend,
          kernel,
          layout);
    }
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void pools(String backend, String kernel, String layout) {
    for (String dir : List.of("fwd", "bwd")) {
      runs(
          () -> {
            Pool2dBenchmark benchmark = new Pool2dBenchmark();
            benchmark.shape = POOL;
            benchmark.dir = dir;
            return benchmark;
          },
          backend,
          kernel,
          layout);
    }
  }

  /** By its name, and as the best of its layout; a wrong result would throw. */
  private static void runs(
      Supplier<WindowedBenchmark> benchmarks, String backend, String kernel, String layout) {
    for (String residence : List.of("heap", "native")) {
      for (String name : List.of(kernel, Selection.BEST)) {
        WindowedBenchmark benchmark = benchmarks.get();
        benchmark.backend = backend;
        benchmark.threads = 1;
        benchmark.residence = residence;
        benchmark.kernel = name;
        benchmark.layout = name.equals(kernel) ? "nchw" : layout;
        benchmark.checkAgain = true;
        benchmark.open();
        benchmark.run();
        benchmark.close();
      }
    }
  }

  @Test
  void aLayoutThatABackendLacksIsUnsupported() {
    Conv2dBenchmark benchmark = new Conv2dBenchmark();
    benchmark.backend = "scalar";
    benchmark.threads = 1;
    benchmark.residence = "heap";
    benchmark.kernel = Selection.BEST;
    benchmark.layout = "resident";
    benchmark.shape = CONV;
    benchmark.dir = "fwd";
    assertThatThrownBy(benchmark::open)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the backend has no kernel for layout resident");
  }
}
