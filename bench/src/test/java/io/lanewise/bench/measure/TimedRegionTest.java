package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Variant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimedRegionTest {

  @Test
  void hasWordsForEveryKernel() {
    List<String> names = new ArrayList<>();
    for (String backend : BackendCatalog.ids()) {
      if (BackendCatalog.unavailable(backend).isEmpty()) {
        try (Kernels kernels = BackendCatalog.require(backend).open(KernelOptions.defaults())) {
          for (Op op : Op.values()) {
            op.variants(kernels).stream().map(Variant::name).forEach(names::add);
          }
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(5).allMatch(TimedRegion::knows);
  }

  @Test
  void saysWhatElseIsInTheCall() {
    KernelCase gemm = KernelCase.of(Op.GEMM, null, "f32", "8x8:8x8", "nn").on("openblas", "best");
    assertThat(TimedRegion.of(gemm.withEpilogue("bias-relu"), "openblas/gemm", "heap"))
        .contains("library's own packing", "copies of the arrays", "the epilogue bias-relu");
    assertThat(TimedRegion.of(gemm, "openblas/gemm", "native"))
        .doesNotContain("copies", "epilogue");
    KernelCase conv = KernelCase.of(Op.CONV2D, "bwd_w", "f32", "ic1ih8oc1kh3", "lanes");
    assertThat(TimedRegion.of(conv.on("vector", "best"), "vector/conv2d-lanes", "heap"))
        .contains("gradient of the bias", "packed into the layout lanes before");
    assertThat(TimedRegion.of(gemm.on("ejml", "best"), "ejml", "heap")).contains("own storage");
  }
}
