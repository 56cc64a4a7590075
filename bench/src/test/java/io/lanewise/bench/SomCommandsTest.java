package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.data.IdxFixture;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.nn.som.SomFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SomCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SMALL =
      " --backend scalar --rows 6 --columns 4 --epochs 5 --threads 1";

  @TempDir private Path folder;

  @Test
  void trainingGivesARowTheMapAndPictures() throws Exception {
    CommandRun run = run("train som --format json --out " + folder + SMALL);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    JsonNode row = JSON.readTree(run.out()).get(0);
    assertThat(row.get("data").asText()).isEqualTo("customers");
    assertThat(row.get("grid").asText()).isEqualTo("6x4 rectangular");
    assertThat(row.get("epochs").asInt()).isEqualTo(5);
    assertThat(row.get("secondsPerEpoch").asDouble()).isPositive();
    // A map of one unit has the error of the mean, about the root of the 10 variables.
    assertThat(row.get("quantisationError").asDouble()).isBetween(0.5, 2.5);
    assertThat(row.get("topographicError").asDouble()).isBetween(0.0, 0.5);
    assertThat(row.get("distortion").asDouble()).isPositive();
    assertThat(folder.resolve("train-som.json")).hasContent(run.out());
    SomFile file = SomFile.read(folder.resolve("map.safetensors"));
    assertThat(file.som().grid().units()).isEqualTo(24);
    assertThat(file.names()).hasSize(10).startsWith("age");
    assertThat(file.standardization()).isPresent();
    for (String picture : new String[] {"u-matrix", "hits", "component-1-age", "labels"}) {
      assertIsPicture(folder.resolve(picture));
    }
    assertThat(run.err()).contains("epoch 5/5", "wrote ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--grid hexagonal --toroidal",
        "--neighbourhood bubble",
        "--neighbourhood triangle --radius 3",
        "--neighbourhood mexican-hat",
        "--training online --epochs 1 --rate 0.3",
        "--initialization random --seed 3",
        "--initialization sample",
        "--distance cosine",
        "--distance manhattan",
        "--raw",
        "--data generated:300x7",
      })
  void everyOptionGivesAnotherMap(String options) throws IOException {
    Path plain = folder.resolve("plain");
    Path other = folder.resolve("other");
    assertThat(run("train som --out " + plain + SMALL).status()).isZero();

    CommandRun run =
        run(
            "train som --format json --out "
                + other
                + SMALL.replace("--epochs 5", "")
                + " "
                + (options.contains("--epochs") ? options : "--epochs 5 " + options));

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertThat(SomFile.read(other.resolve("map.safetensors")).som().weights())
        .isNotEqualTo(SomFile.read(plain.resolve("map.safetensors")).som().weights());
    assertThat(JSON.readTree(run.out()).get(0).get("quantisationError").asDouble()).isPositive();
  }

  @Test
  void imagesHaveAMapOfTheirClassesAndNoPlanes() throws Exception {
    Path noise = IdxFixture.write(folder.resolve("noise"), 60, 10);

    CommandRun run = run("train som --data " + noise + " --out " + folder + SMALL);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertIsPicture(folder.resolve("labels"));
    assertThat(run.err()).doesNotContain("component");
  }

  @Test
  void clusteringFindsTheSegmentsOfTheCustomers() throws Exception {
    CommandRun run =
        run(
            "som cluster --backend scalar --rows 10 --columns 10 --epochs 8 --clusters 5"
                + (" --format json --out " + folder));

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    JsonNode report = JSON.readTree(run.out());
    assertThat(report.at("/summary/clusters").asInt()).isEqualTo(5);
    assertThat(report.at("/summary/silhouette").asDouble()).isBetween(0.2, 1.0);
    // Families are the largest segment, 0.30 of all, and gourmets the smallest, 0.11.
    assertThat(report.at("/clusters/0/share").asDouble()).isBetween(0.25, 0.35);
    assertThat(report.at("/clusters/4/share").asDouble()).isBetween(0.06, 0.16);
    JsonNode income = report.at("/personas/1");
    assertThat(income.get("variable").asText()).isEqualTo("income");
    assertThat(income.get("mean 4").asDouble()).isBetween(70.0, 130.0);
    assertThat(income.get("z 4").asDouble()).isGreaterThan(1);
    assertIsPicture(folder.resolve("clusters"));
    assertThat(Files.readAllLines(folder.resolve("samples.csv"))).hasSize(5001);
    assertThat(folder.resolve("som-cluster.json")).hasContent(run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ward", "k-means", "kmeans"})
  void aMapFromAFileIsClusteredWithItsData(String method) throws IOException {
    assertThat(run("train som --out " + folder + SMALL).status()).isZero();
    String map = " " + folder.resolve("map.safetensors");

    CommandRun run = run("som cluster --backend scalar --format json --method " + method + map);

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertThat(run.err()).doesNotContain("epoch");
    JsonNode report = JSON.readTree(run.out());
    assertThat(report.at("/summary/grid").asText()).isEqualTo("6x4 rectangular");
    assertThat(report.at("/summary/clusters").asInt()).isBetween(2, 10);
    assertThat(report.at("/personas/0/mean 0").asDouble()).isBetween(18.0, 95.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "csv", "markdown"})
  void bothAnswerInEveryFormat(String format) {
    assertThat(run("train som --format " + format + SMALL).out()).contains("quantisationError");
    assertThat(run("som cluster --clusters 3 --format " + format + SMALL).out())
        .contains("income", "silhouette", "z 2");
  }

  @Test
  void aTableWithMissingValuesAndClassesIsTaken() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(',').append(i % 7 == 0 ? "NA" : "" + i % 5).append(",k" + i % 2 + "\n");
    }
    Path table = Files.writeString(folder.resolve("t.csv"), csv);

    CommandRun run =
        run("train som --label kind --data " + table + " --out " + folder.resolve("o") + SMALL);
    CommandRun cluster =
        run(
            "som cluster --label kind --backend scalar --clusters 2 "
                + folder.resolve("o/map.safetensors"));

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertThat(folder.resolve("o/labels.svg")).exists();
    assertThat(cluster.status()).as(cluster.err()).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void wrongFilesAreSentences() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.csv"), "a,b\n1,2\n,\n");
    assertThat(run("train som --out " + folder + SMALL).status()).isZero();
    Path map = folder.resolve("map.safetensors");
    Path cut = folder.resolve("cut.safetensors");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(map), 900));
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n3,5\n");

    assertFails(2, "train som --data " + empty + SMALL, "row 1", "no value");
    assertFails(4, "train som --data " + folder.resolve("no.csv") + SMALL, "no.csv");
    assertFails(4, "som cluster " + cut, "cut.safetensors");
    assertFails(4, "som cluster " + folder.resolve("no.safetensors"), "no.safetensors");
    assertFails(2, "som cluster " + map + " --data " + other, "age");
    assertFails(2, "som cluster --clusters 25" + SMALL, "25");
    assertFails(4, "evaluate " + map, "map.safetensors", "expected a network");
  }

  private static void assertIsPicture(Path plain) throws Exception {
    Path svg = plain.resolveSibling(plain.getFileName() + ".svg");
    Path png = plain.resolveSibling(plain.getFileName() + ".png");
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(svg.toFile())
                .getDocumentElement()
                .getTagName())
        .isEqualTo("svg");
    assertThat(ImageIO.read(png.toFile()).getWidth()).isGreaterThan(10);
  }

  private static void assertFails(int status, String line, String... parts) {
    CommandRun run = run(line);
    assertThat(run.status()).as(line + ": " + run.err()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("lanewise: ")
        .contains(parts)
        .doesNotContain("\tat ", "internal");
  }

  private static CommandRun run(String line) {
    return CommandRun.of(line.split(" +"));
  }
}
