package io.lanewise.bench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lanewise.bench.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        {"schema": "lanewise-results-1", "date": "", "commandLine": "",
         "environment": {"cpu": "CPU", "cores": 1, "processors": 1, "caches": [], "os": "OS",
           "jvm": "JVM", "jvmFlags": [], "version": "1", "commit": null, "dirty": null,
           "backends": [{"id": "vector", "status": "ok", "library": null, "isa": null,
             "threads": 1, "details": {}}]},
         "peak": [], "rows": [],
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

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
  void saysThatAFileIsCutOff(double share) throws IOException {
    String json = SampleResults.results().toJson();
    refuses(json.substring(0, (int) (share * json.length())), "is cut off at line");
  }

  @Test
  void saysThatAFileIsOfALaterVersion() throws IOException {
    refuses(
        "{\"schema\": \"lanewise-results-2\", \"rows\": 7}",
        "has schema lanewise-results-2, this version of Lanewise reads up to lanewise-results-1");
  }

  @Test
  void readsFilesOfEarlierVersions() throws IOException {
    ObjectNode json = tree();
    json.remove(List.of("conditions", "warnings"));
    ((ObjectNode) json.get("environment")).remove("facts");
    for (JsonNode row : json.get("rows")) {
      ((ObjectNode) row)
          .remove(List.of("forkGflops", "spread", "flopFormula", "timedRegion", "gflopsLow"));
    }
    Path file = folder.resolve("early.json");
    Files.writeString(file, json.toString());
    Results results = Results.read(file);
    assertThat(results.conditions()).isNull();
    assertThat(results.warnings()).isEmpty();
    assertThat(results.environment().facts()).isEmpty();
    assertThat(results.rows().get(0).forkGflops()).isEmpty();
    assertThat(results.rows().get(0).gflops()).isEqualTo(50);
  }

  @Test
  void whatIsMissingHasAName() throws IOException {
    ObjectNode json = tree();
    ((ObjectNode) json.get("rows").get(2)).putNull("backend");
    refuses(json.toString(), "rows[2].backend is missing");
    json = tree();
    json.remove("environment");
    refuses(json.toString(), "environment is missing");
    json = tree();
    ((ArrayNode) json.get("rows")).addNull();
    refuses(json.toString(), "rows[4] is missing");
    json = tree();
    ((ObjectNode) json.get("rows").get(0)).put("gflops", "NaN");
    refuses(json.toString(), "rows[0].gflops is NaN, expected a finite number");
    json = tree();
    ((ObjectNode) json.get("rows").get(0)).put("gflops", "fast");
    refuses(json.toString(), "fast");
  }

  @Test
  void whatWasMeasuredHasASpeed() throws IOException {
    ObjectNode json = tree();
    ((ObjectNode) json.get("rows").get(1)).putNull("gflops");
    refuses(json.toString(), "rows[1].gflops is null, expected a positive number");
    json = tree();
    ((ObjectNode) json.get("rows").get(0)).put("flopsPerByte", 0);
    refuses(json.toString(), "rows[0].flopsPerByte is 0.0, expected a positive number");
    json = tree();
    ((ObjectNode) json.get("rows").get(2)).put("op", "pool2d").put("status", "ok").put("gflops", 1);
    refuses(json.toString(), "rows[2].gbPerSecond is null, expected a positive number");
    json = tree();
    ((ObjectNode) json.get("training").get(0)).put("imagesPerSecond", -1);
    refuses(json.toString(), "training[0].imagesPerSecond is -1.0, expected a positive number");
    json = tree();
    ((ObjectNode) json.get("peak").get(1)).put("gbPerSecond", 0);
    refuses(json.toString(), "peak[1].gbPerSecond is 0.0, expected a positive number");
    json = tree();
    ((ObjectNode) json.get("rows").get(0)).putArray("forkGflops").add(1).add(-1);
    refuses(json.toString(), "rows[0].forkGflops[1] is -1.0, expected a positive number");
  }

  @Test
  void whatAFileSaysDoesNotMoveTheCursor() throws IOException {
    refuses("{\"schema\": \"\\u001b[2J\\r\\nlanewise: all is well\"}", "schema is \"?[2J");
    refuses("{\"schema\": \"" + "x".repeat(10_000) + "\"}", "xxx...");
    refuses("[".repeat(100_000), "not a results.json");
  }

  private ObjectNode tree() throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(SampleResults.results().toJson());
  }

  private void refuses(String text, String sentence) throws IOException {
    Path file = folder.resolve("given.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> Results.read(file))
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessageContaining("given.json")
        .hasMessageContaining(sentence)
        .satisfies(
            e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\n", "\u001b"));
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> Results.read(folder.resolve("none.json")))
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(4));
  }
}
