package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.report.HtmlReport;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.SampleResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultFilesTest {

  @Test
  void aRunLeavesWhatPeopleReadAndWhatProgramsRead(@TempDir Path folder) throws IOException {
    Results results = SampleResults.results();
    assertThat(ResultFiles.write(folder, results, "[]"))
        .isEqualTo(folder.resolve("results.json") + " and " + folder.resolve("report.html"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("results.json", "report.html", "environment.json", "jmh.json");
    }
    assertThat(Results.read(folder.resolve("results.json"))).isEqualTo(results);
    assertThat(folder.resolve("report.html"))
        .content()
        .isEqualTo(HtmlReport.render(List.of(results)));
    assertThat(folder.resolve("jmh.json")).content().isEqualTo("[]");
  }
}
