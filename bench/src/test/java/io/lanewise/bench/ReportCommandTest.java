package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.SampleResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportCommandTest {

  @TempDir private Path folder;

  private String file;

  @BeforeEach
  void write() throws IOException {
    Path results = folder.resolve("results.json");
    Files.writeString(results, SampleResults.results().toJson());
    file = results.toString();
  }

  @Test
  void writesThePage() throws IOException {
    CommandRun run = CommandRun.of("report", file, "--out", folder.toString());
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("report.html");
    assertThat(Files.readString(folder.resolve("report.html"))).contains("<h1>Lanewise on CPU");
  }

  @Test
  void printsTheTableOfAReadme() {
    CommandRun run = CommandRun.of("report", file, "--format", "markdown");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("| op | problem | vector |")
        .contains("FMA peak 100.0 GFLOP/s");
  }

  @Test
  void printsARowForEachKernel() {
    CommandRun run = CommandRun.of("report", file, "--format", "csv");
    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).hasSize(1 + SampleResults.results().rows().size());
    assertThat(run.out()).startsWith("op,dir,type,shape,");
  }

  @Test
  void printsTheFileAsItIs() {
    CommandRun run = CommandRun.of("report", file, "--format", "json");
    assertThat(run.out()).isEqualTo(SampleResults.results().toJson());
  }
}
