package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Residence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the backend says about itself, and its thread counts. */
@ExtendWith(RequireOpenBlas.class)
class OpenBlasKernelsTest {

  private static Kernels open(int threads) {
    return Backends.require("openblas").open(new KernelOptions(threads));
  }

  @Test
  void describesTheLibraryInEffect() {
    try (Kernels kernels = open(1)) {
      Description description = kernels.describe();
      assertThat(description.backend()).isEqualTo("openblas");
      assertThat(description.library()).matches("OpenBLAS \\d+\\.\\d+.*");
      assertThat(description.isa()).contains(description.details().get("core type in effect"));
      assertThat(description.details().get("config")).startsWith(description.library());
      assertThat(description.details().get("SHA-256")).matches("[0-9a-f]{64}");
      assertThat(description.details().get("library file")).contains("libopenblas");
      assertThat(description.details())
          .containsKeys("core type requested", "threading", "pooling and element-wise operations");
    }
  }

  @Test
  void namesWhoseKernelsRun() {
    try (Kernels kernels = open(1);
        Gemm gemm = kernels.gemm();
        Conv2d conv2d = kernels.conv2d(Conv2dShape.parse("mb1ic1ih8oc2oh6kh3ph0"));
        Elementwise elementwise = kernels.elementwise()) {
      String other = kernels.describe().details().get("pooling and element-wise operations");
      assertThat(gemm.kernel()).isEqualTo("openblas/gemm");
      assertThat(conv2d.kernel()).isEqualTo("openblas/conv2d-im2col");
      assertThat(elementwise.kernel()).startsWith(other + "/");
      assertThat(kernels.pool2dVariants())
          .allSatisfy(variant -> assertThat(variant.name()).startsWith(other + "/"));
      assertThat(kernels.residence()).isEqualTo(Residence.NATIVE);
    }
  }

  @Test
  void everyOneThatIsOpenHasItsOwnThreads() {
    try (Kernels one = open(1);
        Kernels two = open(2)) {
      for (int i = 0; i < 3; i++) {
        assertThat(one.describe().threads()).isEqualTo(1);
        assertThat(two.describe().threads()).isEqualTo(2);
      }
    }
  }

  @Test
  void threadsAreReadBackFromTheLibrary() {
    // More than any build of the library has: it says what it really uses. Not through a backend,
    // for the one that it composes would start as many threads.
    assertThat(ThreadCount.readBack(1_000_000)).isBetween(1, 100_000);
  }

  @Test
  void threadCountsHoldWhenCallsCompete() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int threads = t % 2 + 1;
        Callable<Boolean> task = () -> holds(threads);
        all.add(pool.submit(task));
      }
      for (Future<Boolean> held : all) {
        assertThat(held.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean holds(int threads) {
    for (int i = 0; i < 500; i++) {
      if (ThreadCount.readBack(threads) != threads) {
        return false;
      }
    }
    return true;
  }
}
