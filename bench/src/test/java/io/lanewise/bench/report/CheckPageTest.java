package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.check.CheckReport;
import io.lanewise.bench.check.CheckRow;
import io.lanewise.bench.check.CheckStatus;
import io.lanewise.bench.check.SpeedCase;
import io.lanewise.bench.check.SpeedRow;
import io.lanewise.bench.check.SpeedRow.Judgement;
import io.lanewise.bench.results.SampleResults;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CheckPageTest {

  /** A run of the gate with something of everything; not measured. */
  static CheckReport sample() {
    return new CheckReport(
        CheckReport.SCHEMA,
        "2026-11-21T00:00:00Z",
        "./lanewise check --quick --threads 2",
        SampleResults.results().environment(),
        "cpu",
        "baselines/cpu/25/1.json",
        7,
        List.of(
            row("machine", "vector/gemm-12x2", CheckStatus.OK, null),
            row("machine", "vector/pool2d-rows", CheckStatus.WRONG, SampleResults.HOSTILE),
            row("avx2", "vector/gemm-12x2", CheckStatus.SLOW, "0.7 times the baseline"),
            row("avx", CheckRow.EVERY_KERNEL, CheckStatus.SKIPPED, "is the machine")),
        List.of(
            speed("machine", 0.75, Judgement.AS_BEFORE),
            speed("avx2", 0.6, Judgement.SLOW),
            new SpeedRow(
                new SpeedCase(
                    "vector", "machine", "vector/pool2d-rows", "pool2d", "fwd", "f32", "mb1"),
                "",
                List.of(),
                null,
                null,
                null,
                null,
                null,
                Judgement.FAILED,
                "wrong")));
  }

  private static CheckRow row(
      String level, String kernel, CheckStatus status, @Nullable String reason) {
    return new CheckRow(
        "vector",
        level,
        kernel,
        status,
        reason,
        "AVX",
        3,
        1,
        reason == null ? null : "./lanewise check --only x");
  }

  private static SpeedRow speed(String level, double share, Judgement judgement) {
    return new SpeedRow(
        new SpeedCase("vector", level, "vector/gemm-12x2", "gemm", null, "f32", "8x8:8x8"),
        "fma",
        List.of(share - 0.125, share, share + 0.125),
        share,
        100.0,
        0.7,
        0.6,
        0.8,
        judgement,
        null);
  }

  @Test
  void saysFirstWhatIsNotOk() {
    String page = CheckPage.render(sample());
    assertThat(page)
        .containsSubsequence(
            "Of 4 rows: 1 wrong, 1 slow, 1 ok, 1 skipped.",
            "3 of 3 speeds were held against the baseline.",
            "<h2>Not ok</h2>",
            "vector/pool2d-rows",
            "<td class=\"bad\">wrong</td>",
            "./lanewise check --only x",
            "<td class=\"bad\">slow</td>",
            "<td class=\"\">skipped</td>",
            "<h2>vector</h2>")
        .doesNotContain(SampleResults.HOSTILE);
  }

  /** A row for each kernel, a column for each level; what a level as a whole is, is each kernel. */
  @Test
  void hasKernelsByLevels() {
    assertThat(CheckPage.render(sample()).replaceAll("\\s*\\R\\s*", ""))
        .contains(
            "<td class=\"\">vector/gemm-12x2</td><td class=\"\">ok</td><td class=\"bad\">slow</td>"
                + "<td class=\"\">skipped</td>",
            "<td class=\"\">vector/pool2d-rows</td><td class=\"bad\">wrong</td><td class=\"\">–</td>"
                + "<td class=\"\">skipped</td>");
  }

  @Test
  void drawsSharesOfThePeakOfEachLevel() {
    assertThat(CheckPage.render(sample()))
        .contains(
            "vector/gemm*: share of the FMA peak at each level",
            "\"name\":\"machine\",\"colour\":0",
            "\"name\":\"avx2\",\"colour\":1",
            "\"x\":75.0,\"y\":0.0,\"low\":62.5,\"high\":87.5")
        .contains("--only", "vector/gemm*", "--threads</span> 2");
  }
}
