package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.data.IdxFixture;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.nn.LeNet5;
import io.lanewise.nn.NetworkFile;
import io.lanewise.nn.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  static Stream<List<String>> commands() {
    List<List<String>> paths = new ArrayList<>();
    collect(Lanewise.commandLine(), List.of(), paths);
    return paths.stream();
  }

  private static void collect(
      CommandLine command, List<String> path, List<List<String>> collected) {
    collected.add(path);
    command
        .getSubcommands()
        .forEach(
            (name, sub) ->
                collect(sub, Stream.concat(path.stream(), Stream.of(name)).toList(), collected));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpOfEveryCommandShowsAnExample(List<String> path) {
    CommandRun run =
        CommandRun.of(Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new));

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("Examples?:\\R\\s+\\./lanewise " + String.join(" ", path))
        .contains("Exit status");
  }

  @Test
  void versionIsOneLine() {
    assertThat(CommandRun.of("--version").out()).startsWith("lanewise ").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dcotor",
        "doctor --format xml",
        "doctor --threads 0",
        "doctor --threads many",
        "doctor extra",
        "train",
        "train lenet7",
        "train lenet5 --epochs 0",
        "train lenet5 --batch -1",
        "train lenet5 --rate 0",
        "train lenet5 --rate NaN",
        "train lenet5 --momentum 1",
        "train lenet5 --threads 0",
        "train lenet5 --limit 0",
        "train lenet5 --optimizer adem",
        "train lenet5 --schedule steps",
        "train lenet5 --optimizer sgd --momentum 0.5",
        "train lenet5 --optimizer adam --weight-decay 0.1",
        "train lenet5 --weight-decay -1",
        "train lenet5 --clip-norm 0",
        "train lenet5 --patience -1",
        "train lenet5 --validation-split 1",
        "train lenet5 --patience 2 --validation-split 0",
        "train lenet5 --hidden 10",
        "train lenet5 --label kind",
        "train mlp --hidden 0",
        "train mlp --data flowers.csv",
        "train som --rows 0",
        "train som --grid triangular",
        "train som --grid hexagonal --rows 5 --toroidal",
        "train som --neighbourhood mexican",
        "train som --training offline",
        "train som --rate 0.5",
        "train som --epochs 0",
        "train som --radius 0",
        "train som --distance chess",
        "train som --initialization zeros",
        "train som --data generated:0x3",
        "train som --label kind",
        "som",
        "som cluster --clusters 0",
        "som cluster --clusters some",
        "som cluster --method single",
        "evaluate",
        "predict",
        "predict network.st",
      })
  void wrongUsageIsOneSentenceAndStatus2(String line) {
    CommandRun run = CommandRun.of(words(line));

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.out()).isEmpty();
    assertIsSentence(run);
  }

  @Test
  void anUnknownModelIsAnsweredWithTheModels() {
    assertThat(CommandRun.of("train", "lenet7").err())
        .contains("model is \"lenet7\", expected one of lenet5");
  }

  @Test
  void anUnknownBackendIsAnsweredWithTheBackends() {
    CommandRun run = CommandRun.of("train", "lenet5", "--backend", "cuda");

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.err())
        .contains("backend is \"cuda\", expected one of scalar, vector, openblas, onednn");
    assertIsSentence(run);
  }

  @Test
  void unknownDataIsAnsweredWithTheNames() {
    CommandRun run = CommandRun.of("train", "lenet5", "--data", folder.resolve("no").toString());

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.err()).contains("glyphs, mnist, fashion-mnist or a folder");
    assertIsSentence(run);
  }

  @Test
  void anEmptyDataFolderIsAnsweredWithTheFilesThatBelongThere() {
    CommandRun run = CommandRun.of("train", "lenet5", "--data", folder.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.err()).contains("train-images-idx3-ubyte").contains(folder.toString());
    assertIsSentence(run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doctor --out %s",
        "train lenet5 --out %s",
        "train lenet5 --save %s/w.st",
        "train lenet5 --log %s/l.csv",
        "train som --out %s"
      })
  void aFolderThatCannotBeWrittenIsRefusedBeforeAnyWork(String line) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    CommandRun run = CommandRun.of(words(line.formatted(file.resolve("sub"))));

    assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("cannot write folder").doesNotContain("epoch");
    assertIsSentence(run);
  }

  @Test
  void doctorListsTheFourBackendsAsNothingButJson() throws IOException {
    CommandRun run = CommandRun.of("doctor", "--threads", "1", "--format", "json");

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    JsonNode found = JSON.readTree(run.out());
    List<String> ids = new ArrayList<>();
    for (JsonNode backend : found.get("backends")) {
      ids.add(backend.get("backend").asText());
      boolean available = backend.get("state").asText().equals("ok");
      assertThat(backend.get("reason").isNull()).isEqualTo(available);
      assertThat(backend.get("library").isNull()).isEqualTo(!available);
      assertThat(backend.get("gemm").isEmpty()).isEqualTo(!available);
    }
    assertThat(ids).startsWith("scalar", "vector", "openblas", "onednn");
    assertThat(found.at("/machine/processors").asInt()).isPositive();
    assertThat(found.at("/jvm/version").asText()).isEqualTo(Runtime.version().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "csv", "markdown", "TABLE"})
  void doctorAnswersInEveryFormat(String format) {
    CommandRun run = CommandRun.of("doctor", "--format", format);

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out()).contains("scalar", "vector", "openblas", "onednn");
  }

  @Test
  void trainingGivesARowAFileAndTheWeights() throws IOException {
    Path weights = folder.resolve("made/weights.st");
    String line =
        "train lenet5 --backend scalar --limit 128 --epochs 2 --batch 64 --seed 7 --format json"
            + (" --data " + IdxFixture.write(folder.resolve("noise"), 200, 20))
            + (" --out " + folder + " --save " + weights);

    CommandRun run = CommandRun.of(words(line));

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    JsonNode row = JSON.readTree(run.out()).get(0);
    assertThat(row.get("model").asText()).isEqualTo("lenet5");
    assertThat(row.get("data").asText()).isEqualTo("noise");
    assertThat(row.get("backend").asText()).isEqualTo("scalar");
    assertThat(row.get("epochs").asInt()).isEqualTo(2);
    assertThat(row.get("images").asInt()).isEqualTo(128);
    assertThat(row.get("targetAccuracy").asDouble()).isEqualTo(0.98);
    assertThat(row.get("seed").asLong()).isEqualTo(7);
    assertThat(row.get("imagesPerSecond").asDouble()).isPositive();
    assertThat(row.get("testAccuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(row.get("lossAfter100Steps").isNull()).isTrue();
    assertThat(row.get("status").asText()).isEqualTo("ok");
    assertThat(run.err()).containsSubsequence("epoch 1:", "epoch 2:");
    assertThat(folder.resolve("train-lenet5.json")).hasContent(run.out());
    Sequential network = NetworkFile.read(weights).network();
    assertThat(network.toString()).isEqualTo(LeNet5.padded32().toString());
    assertThat(network.parameters()).hasSize(61_706).doesNotContain(Float.NaN);
  }

  @Test
  void aTrainingThatDivergesFailsWithASentence() throws IOException {
    Path data = IdxFixture.write(folder.resolve("noise"), 64, 8);
    String line = "train lenet5 --backend scalar --batch 16 --rate 3e38 --data " + data;

    CommandRun run = CommandRun.of(words(line));

    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err()).contains("loss is");
    assertIsSentence(run);
  }

  private static void assertIsSentence(CommandRun run) {
    assertThat(run.err()).startsWith("lanewise: ").doesNotContain("\tat ", "Exception", "internal");
  }

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }
}
