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
