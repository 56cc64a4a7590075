package io.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That convolution and pooling leave next to nothing to the collector once they are compiled, on
 * arrays, where a segment must not be made anew for each operand of each call.
 */
class AllocationTest {

  private static final int CALLS = 200;

  /**
   * A slice is 40 bytes, a lambda 24; in one JVM of 40 a call left 96, likely six {@code Optional}
   * of a segment's array. The segments of three arrays would be 216.
   */
  private static final long BYTES_PER_CALL = 128;

  /** Far more than HotSpot needs to compile a kernel that is called on small images. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> CONVOLUTIONS =
      List.of("mb2ic6ih9oc8oh9kh3ph1", "g8mb2ic8ih9oc8oh9kh3ph1");

  private static final List<String> POOLINGS =
      List.of("mb2ic4ih8oh4kh2sh2", "mb2ic4ih9oh4kh3sh2ph0", "mb2ic4ih9oh9kh3sh1ph1");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A kernel of a backend by its name. */
  record Named(String backend, String kernel) {}

  static List<Named> conv2d() {
    return kernels(Kernels::conv2dVariants);
  }

  static List<Named> pool2d() {
    return kernels(Kernels::pool2dVariants);
  }

  private static <S extends Shape, K extends Operation> List<Named> kernels(
      Function<Kernels, List<Variant<S, K>>> variants) {
    List<Named> kernels = new ArrayList<>();
    for (String backend : List.of("scalar", "vector")) {
      try (Kernels open = open(backend)) {
        variants.apply(open).forEach(v -> kernels.add(new Named(backend, v.name())));
      }
    }
    return kernels;
  }

  @ParameterizedTest
  @MethodSource
  void conv2d(Named named) {
    try (Kernels kernels = open(named.backend())) {
      var variant = named(kernels.conv2dVariants(), named);
      for (String problem : CONVOLUTIONS) {
        Conv2dShape shape = Conv2dShape.parse(problem);
        if (variant.supports().test(shape)) {
          try (Conv2d conv = variant.open(shape)) {
            float[] src = new float[(int) conv.elements(Tensor.SRC)];
            float[] weights = new float[(int) conv.elements(Tensor.WEIGHTS)];
            float[] bias = new float[shape.oc()];
            float[] dst = new float[(int) conv.elements(Tensor.DST)];
            allocatesLittle(
                problem + " forward", () -> conv.forward(src, 0, weights, 0, bias, 0, dst, 0));
            allocatesLittle(
                problem + " backwardData", () -> conv.backwardData(dst, 0, weights, 0, src, 0));
            allocatesLittle(
                problem + " backwardWeights",
                () -> conv.backwardWeights(src, 0, dst, 0, weights, 0, bias, 0));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void pool2d(Named named) {
    try (Kernels kernels = open(named.backend())) {
      var variant = named(kernels.pool2dVariants(), named);
      for (String problem : POOLINGS) {
        Pool2dShape shape = Pool2dShape.parse(problem);
        if (variant.supports().test(shape)) {
          try (Pool2d pool = variant.open(shape)) {
            float[] src = new float[(int) pool.elements(Tensor.SRC)];
            float[] dst = new float[(int) pool.elements(Tensor.DST)];
            allocatesLittle(problem + " forward", () -> pool.forward(src, 0, dst, 0));
            allocatesLittle(problem + " backward", () -> pool.backward(dst, 0, src, 0));
          }
        }
      }
    }
  }

  private static Kernels open(String backend) {
    return Backends.require(backend).open(new KernelOptions(1));
  }

  private static <S extends Shape, K extends Operation> Variant<S, K> named(
      List<Variant<S, K>> variants, Named named) {
    return variants.stream().filter(v -> v.name().equals(named.kernel())).findFirst().orElseThrow();
  }

  /** Waits for calls that allocate little: code that is not compiled yet boxes its vectors. */
  private static void allocatesLittle(String what, Runnable call) {
    long thread = Thread.currentThread().threadId();
    long end = System.nanoTime() + PATIENCE.toNanos();
    long least = Long.MAX_VALUE;
    while (least > BYTES_PER_CALL * CALLS && System.nanoTime() < end) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least)
        .as("%s: bytes in %d calls", what, CALLS)
        .isLessThanOrEqualTo(BYTES_PER_CALL * CALLS);
  }
}
