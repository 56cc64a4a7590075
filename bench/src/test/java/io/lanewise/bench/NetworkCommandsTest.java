package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.output.ExitStatus;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands evaluate and predict, on networks that train has saved. */
class NetworkCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path flowers;

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("width,kind,length\n");
    for (int i = 0; i < 90; i++) {
      String kind = i % 3 == 0 ? "rose" : i % 3 == 1 ? "aster" : "lily";
      double width = 1000 * (i % 3) + 100 * random.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.2f,%s,%.4f%n", width, kind, i % 3 - 1 + 0.0));
    }
    flowers = Files.writeString(folder.resolve("flowers.csv"), csv);
  }

  private Path trained() {
    Path file = folder.resolve("flowers.st");
    CommandRun run =
        run(
            "train mlp --backend scalar --hidden 8 --epochs 20 --rate 0.02 --batch 8 --label kind"
                + (" --data " + flowers + " --save " + file));
    assertThat(run.status()).as(run.err()).isZero();
    return file;
  }

  @Test
  void evaluateFindsWhatTheClassesAre() throws IOException {
    CommandRun run = run("evaluate " + trained() + " --format json --data " + flowers);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    JsonNode report = JSON.readTree(run.out());
    assertThat(report.at("/summary/samples").asInt()).isEqualTo(90);
    assertThat(report.at("/summary/accuracy").asDouble()).isEqualTo(1);
    assertThat(report.at("/summary/error").asDouble()).isZero();
    assertThat(report.at("/summary/loss").asDouble()).isBetween(0.0, 0.5);
    assertThat(report.at("/averages/2/name").asText()).isEqualTo("weighted");
    assertThat(report.at("/classes/0/name").asText()).isEqualTo("aster");
    assertThat(report.at("/classes/0/samples").asInt()).isEqualTo(30);
    assertThat(report.at("/confusion/1/actual").asText()).isEqualTo("lily");
    assertThat(report.at("/confusion/1/as lily").asInt()).isEqualTo(30);
  }

  @Test
  void evaluateCountsWhatIsWrong() throws IOException {
    Path network = trained();
    String text = Files.readString(flowers);
    Path wrong = Files.writeString(folder.resolve("wrong.csv"), text.replaceFirst("rose", "lily"));

    JsonNode report =
        JSON.readTree(run("evaluate " + network + " --format json --data " + wrong).out());

    assertThat(report.at("/summary/accuracy").asDouble()).isCloseTo(89 / 90.0, within(1e-12));
    assertThat(report.at("/classes/1/recall").asDouble()).isCloseTo(30 / 31.0, within(1e-12));
    assertThat(report.at("/classes/2/precision").asDouble()).isCloseTo(29 / 30.0, within(1e-12));
    assertThat(report.at("/confusion/1/as rose").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "csv", "markdown"})
  void bothAnswerInEveryFormatAndWriteIt(String format) {
    Path network = trained();
    String form = " --format " + format + " --out " + folder.resolve("out");

    CommandRun evaluated = run("evaluate " + network + form + " --data " + flowers);
    CommandRun predicted = run("predict " + network + " " + flowers + form);

    String end = format.equals("table") ? ".txt" : format.equals("markdown") ? ".md" : "." + format;
    assertThat(evaluated.out()).contains("aster", "macro", "recall");
    assertThat(predicted.out()).contains("aster", "rose", "lily");
    assertThat(folder.resolve("out/evaluate" + end)).hasContent(evaluated.out());
    assertThat(folder.resolve("out/predict" + end)).hasContent(predicted.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          width,kind,length\\n0,?,-1\\n2000,rose,1\\n | rose,lily
          length,width\\n0,1000\\n | aster
          other,length,width\\n7,1,2000\\n | lily
          """)
  void predictFindsTheColumnsByTheirNames(String csv, String classes) throws IOException {
    Path network = trained();
    Path asked =
        Files.writeString(
            folder.resolve("asked.csv"), csv.replace("\\n", "\n").replace("?", "aster"));

    CommandRun run = run("predict " + network + " " + asked + " --format json");

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    JsonNode rows = JSON.readTree(run.out());
    String[] expected = classes.split(",");
    assertThat(rows).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      JsonNode row = rows.get(i);
      assertThat(row.get("class").asText()).isEqualTo(expected[i]);
      assertThat(row.get("probability")).isEqualTo(row.get("p(" + expected[i] + ")"));
      double sum =
          row.get("p(rose)").asDouble()
              + row.get("p(aster)").asDouble()
              + row.get("p(lily)").asDouble();
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"lenet5", "mlp"})
  void predictReadsImagesOfAnySizeAndInvertsThem(String model) throws IOException {
    Path network = folder.resolve("network.st");
    CommandRun trained =
        run("train " + model + " --backend scalar --limit 64 --epochs 1 --save " + network);
    assertThat(trained.status()).as(trained.err()).isZero();
    String light = image("light.png", 28, 0xffffff, 0).toString();
    String dark = image("dark.png", 84, 0, 0xffffff).toString();

    JsonNode plain =
        JSON.readTree(run("predict " + network + " " + light + " --format json").out());
    CommandRun inverted = run("predict " + network + " --invert " + dark + " --format json");
    CommandRun both = run("predict " + network + " " + light + " " + dark + " --format json");

    assertThat(inverted.status()).as(inverted.err()).isEqualTo(ExitStatus.DONE);
    for (int c = 0; c < 10; c++) {
      assertThat(JSON.readTree(inverted.out()).get(0).get("p(" + c + ")").asDouble())
          .isCloseTo(plain.get(0).get("p(" + c + ")").asDouble(), within(1e-3));
    }
    assertThat(JSON.readTree(both.out())).hasSize(2);
    assertThat(JSON.readTree(both.out()).get(1).get("p(3)")).isNotEqualTo(plain.get(0).get("p(3)"));
  }

  @Test
  void wrongFilesAreSentences() throws IOException {
    String network = trained().toString();
    String text = Files.writeString(folder.resolve("text.png"), "text").toString();
    String missing =
        Files.writeString(folder.resolve("gap.csv"), "width,length\n1,2\n,2\n").toString();
    String columns = Files.writeString(folder.resolve("c.csv"), "width\n1\n").toString();
    String other =
        Files.writeString(folder.resolve("o.csv"), "width,length,kind\n1,2,tulip\n").toString();
    String none = folder.resolve("none").toString();

    assertFails(2, "predict " + network + " " + text, "text.png is an image");
    assertFails(2, "predict " + network + " " + missing, "row 1", "width", "missing");
    assertFails(2, "predict " + network + " " + columns, "length");
    assertFails(4, "predict " + network + " " + none + ".csv", "none.csv");
    assertFails(4, "predict " + none + " " + columns, "none");
    assertFails(4, "predict " + text + " " + columns, "text.png");
    assertFails(4, "evaluate " + network + " --data " + other, "tulip", "aster");
    assertFails(4, "evaluate " + network + " --data " + columns, "kind");
    assertFails(2, "evaluate " + network + " --data glyphs", "1x28x28", "dense1");
    assertFails(2, "evaluate " + network + " --batch 0 --data " + flowers, "batch is 0");
  }

  @Test
  void aTableWithoutAValueIsNotLearned() throws IOException {
    Path gap = folder.resolve("gap.csv");
    Files.writeString(gap, Files.readString(flowers) + ",rose,1\n");

    assertFails(2, "train softmax --label kind --backend scalar --data " + gap, "width", "missing");
  }

  private Path image(String name, int side, int ink, int paper) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean isInk = x * 28 / side > 12 && x * 28 / side < 16;
        image.setRGB(x, y, isInk ? ink : paper);
      }
    }
    File file = folder.resolve(name).toFile();
    ImageIO.write(image, "png", file);
    return file.toPath();
  }

  private static void assertFails(int status, String line, String... parts) {
    CommandRun run = run(line);
    assertThat(run.status()).as(line + ": " + run.err()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("lanewise: ")
        .contains(parts)
        .doesNotContain("\tat ", "Exception", "internal");
  }

  private static CommandRun run(String line) {
    return CommandRun.of(line.split(" "));
  }
}
