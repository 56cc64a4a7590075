package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.measure.KernelChoice.Kernel;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelChoiceTest {

  private static final List<String> BEST = List.of(KernelChoice.BEST);
  private static final List<String> ALL = List.of(KernelChoice.ALL);

  @Test
  void theBestIsThatForEachLayout() {
    assertThat(of(Op.GEMM, BEST, List.of())).containsExactly(new Kernel("best", ""));
    assertThat(of(Op.CONV2D, BEST, List.of())).containsExactly(new Kernel("best", "nchw"));
    assertThat(of(Op.CONV2D, BEST, List.of("lanes", "nchw")))
        .containsExactly(new Kernel("best", "lanes"), new Kernel("best", "nchw"));
    assertThat(of(Op.CONV2D, BEST, ALL)).contains(new Kernel("best", "nchw"));
  }

  @Test
  void everyKernelBringsItsLayout() {
    try (Kernels kernels = BackendCatalog.require("scalar").open(KernelOptions.defaults())) {
      List<Kernel> all =
          kernels.conv2dVariants().stream()
              .map(variant -> new Kernel(variant.name(), variant.layout().toString()))
              .toList();
      assertThat(of(Op.CONV2D, ALL, List.of())).isEqualTo(all).isNotEmpty();
      assertThat(of(Op.CONV2D, ALL, ALL)).isEqualTo(all);
      assertThat(of(Op.CONV2D, ALL, List.of("resident")))
          .isEqualTo(all.stream().filter(one -> one.layout().equals("resident")).toList());
      assertThat(of(Op.CONV2D, List.of(all.get(0).name()), List.of("resident")))
          .containsExactly(all.get(0));
    }
  }

  private static List<Kernel> of(Op op, List<String> kernels, List<String> layouts) {
    return new KernelChoice(op, kernels, layouts).of("scalar");
  }
}
