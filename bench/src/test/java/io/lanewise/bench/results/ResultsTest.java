package io.lanewise.bench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultsTest {

  @TempDir private Path folder;

  @Test
  void comesBackFromItsFile() throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, SampleResults.results().toJson());
    assertThat(Results.read(file)).isEqualTo(SampleResults.results());
  }

  @Test
  void trainingsOfEarlierVersionsStayReadable() throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(
        file,
        """
        {"schema": "lanewise-results-1", "date": "", "commandLine": "", "peak": [], "rows": [],
         "training": [{"model": "lenet5", "data": "mnist", "backend": "vector", "threads": 1,
           "threadsInEffect": 1, "batch": 64, "images": 4096, "imagesPerSecond": 6254.0,
           "imagesPerSecondMin": 5908.0, "imagesPerSecondMax": 6330.0, "epochs": 2,
           "targetAccuracy": 0.9, "secondsToAccuracy": null, "testAccuracy": 0.893,
           "trainLoss": 0.2731, "lossAfter100Steps": null, "seed": 1, "status": "ok"}]}
        """);
    TrainingRow row = Results.read(file).training().get(0);
    assertThat(row.imagesPerSecond()).isEqualTo(6254);
    assertThat(row.targetAccuracy()).isEqualTo(0.9);
    assertThat(row.forks()).isNull();
    assertThat(row.course()).isNull();
  }

  @Test
  void refusesAnotherFile() throws IOException {
    Path file = folder.resolve("other.json");
    for (String text : new String[] {"", "null", "[]", "{\"schema\": \"other\"}", "{"}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> Results.read(file))
          .as(text)
          .isInstanceOfSatisfying(
              CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
          .hasMessageContaining("other.json");
    }
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> Results.read(folder.resolve("none.json")))
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(4));
  }
}
