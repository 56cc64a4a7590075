package io.lanewise.bench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SelfTestTest {

  @Test
  void aKernelAtItsSpeedIsOk() {
    SelfTestRow row = SelfTest.judge(row("vector/gemm-12x2", 0.9, "C2", "C2"));
    assertThat(row.verdict()).isEqualTo("ok");
    assertThat(row.failed()).isFalse();
    assertThat(row.expected()).isEqualTo(0.4);
  }

  @Test
  void aSlowOneSaysWhetherItIsStuck() {
    assertThat(SelfTest.judge(row("vector/gemm-12x2", 0.005, "C1, tier 2", "C2")))
        .satisfies(row -> assertThat(row.failed()).isTrue())
        .extracting(SelfTestRow::verdict)
        .asString()
        .startsWith("slow: 0.005 of the FMA peak, expected at least 0.400; C1, tier 2: stuck");
    assertThat(SelfTest.judge(row("openblas/gemm", 0.2, "native", "C2")).verdict())
        .startsWith("slow: 0.200")
        .contains("native: not stuck in C1");
    assertThat(SelfTest.judge(row("openblas/gemm", 0.2, null, "C2")).verdict())
        .contains("not sampled");
  }

  @Test
  void nothingIsJudgedByAPeakThatIsStuckItself() {
    assertThat(SelfTest.judge(row("vector/gemm-12x2", 0.9, "C1, tier 1", "C1, tier 1")).verdict())
        .startsWith("slow: C2 has not compiled the FMA peak itself (C1, tier 1)");
  }

  @Test
  void aStrangersKernelIsJudgedByItsCompilerAlone() {
    assertThat(SelfTest.judge(row("mine/gemm", 0.0001, "C2", "C2")).verdict()).isEqualTo("ok");
    assertThat(SelfTest.judge(row("mine/gemm", 0.0001, "native", "C2")).verdict()).isEqualTo("ok");
    assertThat(SelfTest.judge(row("mine/gemm", 0.9, "C1, tier 2", "C2")).verdict())
        .startsWith("slow: C1, tier 2: stuck below C2");
    assertThat(SelfTest.judge(row("mine/gemm", 2.6, "C1, tier 1", "C1, tier 1")).verdict())
        .startsWith("slow: C2 has not compiled the FMA peak itself");
  }

  @Test
  void aMissingBackendIsARowAndNoFailure() {
    List<SelfTestRow> rows =
        new SelfTest(List.of()).run(List.of(BackendCheck.look("no-such-backend", 1)));
    assertThat(rows)
        .hasSize(SelfTestCase.values().length)
        .allSatisfy(row -> assertThat(row.verdict()).startsWith("unavailable: no provider"))
        .noneMatch(SelfTestRow::failed);
  }

  /** In a real JVM in which one method is never compiled, as if a compiler had given up on it. */
  @Test
  void findsAKernelThatIsStuck() {
    List<String> flags =
        List.of(
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=exclude,io.lanewise.kernels.scalar.ScalarGemm::*");
    List<SelfTestRow> rows = new SelfTest(flags).run(List.of(BackendCheck.look("scalar", 1)));
    assertThat(rows)
        .filteredOn(row -> row.problem().equals(SelfTestCase.GEMM.problem()))
        .singleElement()
        .satisfies(row -> assertThat(row.compiled()).isEqualTo("interpreter"))
        .satisfies(row -> assertThat(row.peakCompiled()).isEqualTo("C2"))
        .satisfies(row -> assertThat(row.verdict()).startsWith("slow").contains("stuck below C2"));
  }

  private static SelfTestRow row(
      String kernel, double fraction, String compiled, String peakCompiled) {
    return new SelfTestRow(
        kernel.substring(0, kernel.indexOf('/')),
        kernel,
        "8x8:8x8",
        100 * fraction,
        100.0,
        fraction,
        null,
        compiled,
        peakCompiled,
        "ok");
  }
}
