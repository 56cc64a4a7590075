package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.SampleResults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MarkdownReportTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Test
  void isATableWithMachineDateAndCommand() {
    Results results =
        new SampleReport()
            .by("LANEWISE_DATA=data ./lanewise compare --quick")
            .row("64x64:64x64", "vector", 100)
            .row("64x64:64x64", "onednn", 50)
            .pooling("mb1ic1ih8oh4kh2sh2ph0n\"lenet5:pool1\"", "vector", 25.6)
            .training("vector", 28_657, Map.of("testAccuracy", 0.893))
            .results();
    assertThat(MarkdownReport.of(results))
        .isEqualTo(
            """
            | op | problem | vector | onednn |
            | --- | --- | ---: | ---: |
            | gemm | `64x64:64x64` | 100.0 (50 %) | 50.0 (25 %) |
            | pool2d fwd | `mb1ic1ih8oh4kh2sh2ph0n"lenet5:pool1"` | 25.6 GB/s | – |
            | training | lenet5, 2 epochs of 60,000 images of mnist, batch 64, 1 thread, test accuracy | 28,657 images/s, 89.3 % | – |

            GFLOP/s and share of the FMA peak, for pooling GB/s. Machine: CPU, 2 processors, Linux; JVM 25; vector: AVX-512. 2026-11-20T00:00:00Z, commit `0123456789`, 1 thread, 3 forks for each row, medians:

                LANEWISE_DATA=data ./lanewise compare --quick

            FMA peak 200.0 GFLOP/s (190.0 to 210.0), triad 10.0 GB/s.
            """);
  }

  @Test
  void theFastestOfABackendsRowsStandsForIt() {
    Map<String, Object> lanes = Map.of("op", "conv2d", "dir", "fwd", "layout", "lanes");
    Map<String, Object> nchw = Map.of("op", "conv2d", "dir", "fwd", "layout", "nchw");
    Results results =
        new SampleReport()
            .row("mb1ic1ih8oc1oh8kh1ph0", "vector", 10, nchw)
            .row("mb1ic1ih8oc1oh8kh1ph0", "vector", 30, lanes)
            .results();
    assertThat(MarkdownReport.of(results)).contains("| 30.0 (15 %) lanes |");
  }

  @Test
  void saysWhoseKernelRan() {
    Results results =
        new SampleReport()
            .row("8x8:8x8", "openblas", 10, Map.of("kernel", "vector/pool2d-rows"))
            .results();
    assertThat(MarkdownReport.of(results)).contains("| 10.0 (5 %) by `vector/pool2d-rows` |");
  }

  @Test
  void whatWasNotMeasuredIsListedWithItsReason() {
    Results results =
        new SampleReport()
            .row("8x8:8x8", "vector", 10)
            .failed("8x8:8x8", "onednn", "unavailable: no library")
            .results();
    assertThat(MarkdownReport.of(results))
        .contains("| 10.0 (5 %) | unavailable |", "- onednn, gemm: unavailable: no library");
  }

  @Test
  void aTrainingIsALineWhateverBecameOfItsBackends() {
    Results results =
        new SampleReport()
            .training("scalar", 30, Map.of("epochs", 0, "testAccuracy", JSON.nullNode()))
            .training("vector", 1000, Map.of())
            .training("onednn", 1, Map.of("status", "unavailable: no library", "epochs", 7))
            .results();
    assertThat(MarkdownReport.of(results))
        .contains(
            "| training | lenet5, 2 epochs of 60,000 images of mnist, batch 64, 1 thread, test"
                + " accuracy | 30 images/s | 1,000 images/s, 98.0 % | unavailable |")
        .doesNotContain("GFLOP/s and share");
  }

  @Test
  void threadsAreToldWhereTheyDiffer() {
    Results results =
        new SampleReport()
            .row("8x8:8x8", "vector", 10)
            .row("8x8:8x8", "vector", 20, Map.of("threads", 2))
            .results();
    assertThat(MarkdownReport.of(results))
        .contains("| gemm, 1 thread | `8x8:8x8` | 10.0", "| gemm, 2 threads | `8x8:8x8` | 20.0");
  }

  @Test
  void ofManyProblemsThoseThatBelongTogetherShareARow() {
    SampleReport report = new SampleReport().row("7x5:5x3", "vector", 7);
    for (int n = 1; n <= 9; n++) {
      report.row("%1$dx%1$d:%1$dx%1$d".formatted(n), "vector", n == 1 ? 10 : 40);
    }
    for (int n = 1; n <= 4; n++) {
      String shape = "8x8:8x8n\"lenet5:fc%d\"".formatted(n);
      report.row(shape, "vector", 10 * n);
      if (n < 4) {
        report.row(shape, "onednn", 20 * n);
      }
    }
    String text =
        MarkdownReport.of(report.failed("8x8:8x8n\"lenet5:fc4\"", "onednn", "failed: x").results());
    // exp(mean(ln 10, 8 ln 40)) = 34.3; of the layers that both computed, 10 times the cube root of
    // 6.
    assertThat(text)
        .contains(
            "| gemm | `7x5:5x3` | 7.0 (4 %) | – |",
            "| gemm | 9 squares, `1x1:1x1` to `9x9:9x9` | 34.3 (17 %) | – |",
            "| gemm | `lenet5`, 4 problems, mean over 3 | 18.2 (9 %) | 36.3 (18 %) |",
            "; of several problems the geometric mean. Machine",
            "- onednn, gemm: failed: x");
  }

  /** Nothing in a name makes a column, a line, a tag or the end of a code span. */
  @Test
  void aHostileNameIsText() {
    String text =
        MarkdownReport.of(
            new SampleReport()
                .named("a|b\n# c <b>*d*")
                .row("8x8:8x8n\"`|`\n<script>\"", "vector", 10)
                .results());
    assertThat(MarkdownReport.of(new SampleReport().named("\u001b[2J\u009b2J").results()))
        .contains("Machine: ?\\[2J?2J,");
    assertThat(text).contains("a\\|b \\# c &lt;b&gt;\\*d\\*", "``8x8:8x8n\"`\\|` <script>\"``");
    List<String> lines = MarkdownReport.of(SampleResults.results()).lines().toList();
    assertThat(lines.stream().filter(line -> line.startsWith("|")))
        .allSatisfy(line -> assertThat(line.split("(?<!\\\\)\\|", -1)).hasSize(7));
  }
}
