package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.data.IdxFixture;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.train.Model;
import io.lanewise.nn.NetworkFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrainCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private String data;

  @BeforeEach
  void write() throws IOException {
    // Threads divide the sums of gradients: equal bits take an equal number of them.
    data =
        " --backend scalar --threads 1 --data " + IdxFixture.write(folder.resolve("noise"), 96, 32);
  }

  @ParameterizedTest
  @EnumSource
  void everyModelTrainsByItsOwnRecipe(Model model) throws IOException {
    Path file = folder.resolve("network.st");

    CommandRun run = run("train " + model.id() + " --epochs 1 --format json --save " + file + data);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    JsonNode row = JSON.readTree(run.out()).get(0);
    assertThat(row.get("model").asText()).isEqualTo(model.id());
    assertThat(row.get("testAccuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(NetworkFile.read(file).network().outputs()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"mlp,407050", "mlp --hidden 100,79510", "'mlp --hidden 20,16',16206", "softmax,7850"})
  void denseNetworksTakeTheirSizesFromData(String model, int parameters) throws IOException {
    Path file = folder.resolve("network.st");

    assertThat(run("train " + model + " --epochs 1 --save " + file + data).status()).isZero();

    assertThat(NetworkFile.read(file).network().parameterCount()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"})
  void everyOptimizerLearns(String optimizer) throws IOException {
    CommandRun run =
        run(
            "train softmax --epochs 12 --batch 16 --schedule constant --format json --optimizer "
                + (optimizer + data));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out()).get(0).get("trainLoss").asDouble())
        .isLessThan(firstLoss(run));
  }

  @ParameterizedTest
  @CsvSource({
    "constant, 0.05, 0.05",
    "step, 0.05, 0.0005",
    "exponential, 0.05, 0.041",
    "cosine, 0.05, 0.00038",
    "inverse-time, 0.05, 0.0130",
    "linear, 0.05, 0.003",
    "lecun1998, 0.05, 0.02",
  })
  void everyScheduleBeginsAtTheRateAndEndsAsItSays(String schedule, double rate, double end)
      throws IOException {
    Path log = folder.resolve("log.csv");

    CommandRun run =
        run(
            "train softmax --epochs 3 --batch 16 --optimizer sgd --rate "
                + rate
                + " --log "
                + log
                + (" --schedule " + schedule + data));

    assertThat(run.status()).as(run.err()).isZero();
    String[] last = Files.readAllLines(log).get(3).split(",");
    assertThat(Double.parseDouble(last[1])).isBetween(0.9 * end, 1.1 * end);
  }

  @Test
  void weightDecayAndClippingAndMomentumChangeTheWeights() throws IOException {
    String line = "train softmax --epochs 2 --batch 16 --optimizer momentum" + data;
    Path file = folder.resolve("network.st");
    float[][] trained = new float[4][];
    String[] options = {"", " --weight-decay 0.1", " --clip-norm 0.01", " --momentum 0.5"};
    for (int i = 0; i < options.length; i++) {
      assertThat(run(line + options[i] + " --save " + file).status()).isZero();
      trained[i] = NetworkFile.read(file).network().parameters();
    }

    assertThat(Arrays.stream(trained).map(Arrays::hashCode)).doesNotHaveDuplicates();
  }

  @Test
  void layerTimesAddUpToOne() throws IOException {
    CommandRun run = run("train lenet5 --epochs 1 --layer-times --format json" + data);

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode report = JSON.readTree(run.out());
    assertThat(report.at("/training/0/model").asText()).isEqualTo("lenet5");
    double shares = 0;
    for (JsonNode layer : report.get("layers")) {
      shares += layer.get("share").asDouble();
    }
    assertThat(report.at("/layers/0/layer").asText()).isEqualTo("conv1");
    assertThat(shares).isBetween(0.999, 1.001);
  }

  @Test
  void earlyStoppingEndsWithTheBestEpochAndTestsOnce() throws IOException {
    Path log = folder.resolve("log.csv");
    CommandRun run =
        run(
            "train mlp --hidden 8 --epochs 40 --patience 2 --rate 0.01 --schedule constant"
                + (" --format json --log " + log + data));

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode row = JSON.readTree(run.out()).get(0);
    double[] losses =
        Files.readAllLines(log).stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.split(",")[5]))
            .toArray();
    assertThat(row.get("epochs").asInt()).isEqualTo(losses.length).isLessThan(40);
    double best = Arrays.stream(losses).min().orElseThrow();
    assertThat(losses[losses.length - 3]).isEqualTo(best);
    assertThat(run.err()).contains("validation accuracy").doesNotContain("test accuracy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train mlp --hidden 8 --epochs 5 --batch 16",
        "train mlp --hidden 8 --epochs 9 --batch 16 --optimizer nesterov --patience 3",
        "train lenet5 --epochs 3 --batch 32",
        "train cnn-fashion --epochs 4 --batch 32",
      })
  void aTrainingThatWasInterruptedGoesOnAsIfItHadNot(String line) throws IOException {
    Path whole = folder.resolve("whole.st");
    Path resumed = folder.resolve("resumed.st");
    Path checkpoint = folder.resolve("checkpoint.st");
    assertThat(run(line + data + " --save " + whole).status()).isZero();

    interruptedBefore("epoch 3", line + data + " --checkpoint " + checkpoint);
    int done = NetworkFile.read(checkpoint).state().orElseThrow().epochs().size();
    CommandRun run =
        run(
            line
                + data
                + " --checkpoint "
                + checkpoint
                + " --resume "
                + checkpoint
                + " --save "
                + resumed);

    assertThat(done).isEqualTo(2);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("epoch 3").doesNotContain("epoch 2");
    assertThat(resumed).hasSameBinaryContentAs(whole);
  }

  @Test
  void aTrainingThatIsDoneIsNotTrainedFurther() throws IOException {
    Path checkpoint = folder.resolve("checkpoint.st");
    String line = "train softmax --epochs 2 --checkpoint " + checkpoint + data;
    CommandRun first = run(line + " --format json");

    CommandRun again = run(line + " --format json --resume " + checkpoint);

    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("epoch");
    assertThat(JSON.readTree(again.out()).get(0).get("testAccuracy"))
        .isEqualTo(JSON.readTree(first.out()).get(0).get("testAccuracy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train softmax --epochs 3 --seed 2",
        "train softmax --epochs 3 --batch 8",
        "train softmax --epochs 3 --rate 0.5",
        "train softmax --epochs 3 --optimizer sgd",
        "train softmax --epochs 3 --limit 16",
        "train mlp --epochs 3",
      })
  void anotherTrainingIsNotResumed(String line) throws IOException {
    Path checkpoint = folder.resolve("checkpoint.st");
    assertThat(run("train softmax --epochs 1 --checkpoint " + checkpoint + data).status()).isZero();

    CommandRun run = run(line + " --resume " + checkpoint + data);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertIsSentence(run);
  }

  @Test
  void aFileWithoutTheStateOfATrainingIsNotResumed() throws IOException {
    Path file = folder.resolve("network.st");
    assertThat(run("train softmax --epochs 1 --save " + file + data).status()).isZero();

    CommandRun run = run("train softmax --epochs 2 --resume " + file + data);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("--checkpoint");
    assertIsSentence(run);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 100, -4})
  void aDamagedCheckpointIsRefused(int length) throws IOException {
    Path file = folder.resolve("checkpoint.st");
    assertThat(run("train softmax --epochs 1 --checkpoint " + file + data).status()).isZero();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));

    for (String line : new String[] {"train softmax --resume ", "evaluate "}) {
      CommandRun run = run(line + file + data);
      assertThat(run.status()).isEqualTo(ExitStatus.ENVIRONMENT);
      assertThat(run.err()).contains(file.toString());
      assertIsSentence(run);
    }
  }

  @Test
  void aTrainingThatFailsLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("network.st"), "old");

    CommandRun run = run("train lenet5 --rate 3e38 --batch 16 --save " + file + data);

    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(file).hasContent("old");
  }

  @Test
  void imagesOfAnotherSizeAreRefusedWithTheLayer() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), "a,b,c\n" + "1,2,x\n3,4,y\n".repeat(9));

    CommandRun run = run("train lenet5 --backend scalar --label c --data " + table);

    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("samples of 2", "1x28x28", "conv1");
    assertIsSentence(run);
  }

  private static double firstLoss(CommandRun run) {
    String line = run.err().lines().filter(l -> l.startsWith("epoch 1:")).findFirst().orElseThrow();
    return Double.parseDouble(line.replaceAll(".*/s, loss ([0-9.]+),.*", "$1"));
  }

  /** Runs a command, which is torn down when it is about to say this. */
  private static void interruptedBefore(String text, String line) {
    StringWriter interrupting =
        new StringWriter() {
          private boolean interrupted;

          @Override
          public void write(String written, int from, int count) {
            if (!interrupted && written.startsWith(text)) {
              interrupted = true;
              throw new IllegalStateException("interrupted by the test");
            }
            super.write(written, from, count);
          }
        };
    CommandLine command =
        Lanewise.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(interrupting));
    assertThat(command.execute(line.split(" "))).isEqualTo(ExitStatus.FAILED);
    assertThat(interrupting.toString()).contains("interrupted by the test");
  }

  private static void assertIsSentence(CommandRun run) {
    assertThat(run.err()).startsWith("lanewise: ").doesNotContain("\tat ", "Exception", "internal");
  }

  private static CommandRun run(String line) {
    return CommandRun.of(Stream.of(line.split(" ")).toArray(String[]::new));
  }
}
