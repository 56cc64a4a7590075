package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.verdict.Criteria;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReplayLineTest {

  private static final Level AVX2 = new Level("vector", "avx2", List.of(), Map.of(), "", null);

  @Test
  void theShapeOfAFailure() {
    assertThat(
            ReplayLine.shapeIn(
                "[replay: backend vector, kernel vector/gemm-12x2 (asked for automatic), sgemm NT"
                    + " 13x7:7x17 alpha 1.0 beta 0.0, ld wider by 3, seed 2017, threads 1]"))
        .contains("13x7:7x17");
    assertThat(
            ReplayLine.shapeIn(
                "kernel x, g2mb2ic6ih7iw6oc4oh7ow6kh3kw3ph1pw1n\"two groups\" with bias, RELU"))
        .contains("g2mb2ic6ih7iw6oc4oh7ow6kh3kw3ph1pw1");
    assertThat(
            ReplayLine.shapeIn(
                "kernel x, --alg=avg_np mb1ic2ih9iw10oh5ow4kh1kw1sh2sw3ph0pw0, heap"))
        .contains("--alg=avg_np mb1ic2ih9iw10oh5ow4kh1kw1sh2sw3ph0pw0");
    assertThat(ReplayLine.shapeIn("activate RELU n 17, heap")).isEmpty();
  }

  @Test
  void theCommand() {
    assertThat(ReplayLine.ofContract(AVX2, "vector/gemm-12x1", 42, "13x7:7x17"))
        .isEqualTo(
            "./lanewise check --backends vector --level avx2 --only 'vector/gemm-12x1' --seed 42"
                + " --shape '13x7:7x17'");
    assertThat(ReplayLine.ofContract(AVX2, "vector/elementwise", 0, null)).endsWith(" --no-speed");
    assertThat(ReplayLine.ofSpeed(AVX2, "vector/gemm-12x1", request(1, 0.1, "baselines")))
        .endsWith("--only 'vector/gemm-12x1' --no-contract");
    assertThat(ReplayLine.ofSpeed(AVX2, "vector/gemm-12x1", request(2, 0.05, "ci/all of them")))
        .endsWith(
            "--only 'vector/gemm-12x1' --threads 2 --threshold 0.05"
                + " --baselines 'ci/all of them' --no-contract");
    assertThat(ReplayLine.ofSpeeds(AVX2, request(2, 0.1, "baselines")))
        .isEqualTo("./lanewise check --backends vector --level avx2 --threads 2 --no-contract");
  }

  private static CheckRequest request(int threads, double threshold, String baselines) {
    return new CheckRequest(
        List.of("vector"),
        List.of(),
        "*",
        true,
        0,
        null,
        threads,
        true,
        true,
        1,
        Criteria.DEFAULT.withThreshold(threshold),
        Path.of(baselines));
  }

  @Test
  void theKernelsOfAShape() {
    assertThat(ReplayLine.kernelsFor("13x7:7x17")).isEqualTo("*/gemm*");
    assertThat(ReplayLine.kernelsFor("mb1ic1ih4oc1kh2")).isEqualTo("*/conv2d*");
    assertThat(ReplayLine.kernelsFor("mb1ic1ih4kh2")).isEqualTo("*/pool2d*");
    assertThat(ReplayLine.canonical("nonsense")).isEmpty();
    assertThat(KernelNames.matching("vector/gemm-*, */pool2d").test("vector/gemm-12x2")).isTrue();
    assertThat(KernelNames.matching("vector/gemm-*").test("vector/gemm")).isFalse();
    assertThat(KernelNames.matching("vector/gemm").test("vector/gemm-12x2")).isFalse();
  }
}
