package io.lanewise.bench.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {

  private final Results results = SampleResults.results();
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("over/time.csv");
  }

  @Test
  void aRunIsALineForEachRowUnderOneHeader() throws IOException {
    new History(file).append(results);
    new History(file).append(results);
    List<CSVRecord> records = read();
    int rows = results.rows().size() + results.training().size();
    assertThat(records).hasSize(2 * rows);
    assertThat(records).filteredOn(record -> record.get("date").equals("date")).isEmpty();
    CSVRecord first = records.get(0);
    KernelRow row = results.rows().get(0);
    assertThat(first.get("cpu")).isEqualTo(results.environment().cpu());
    assertThat(first.get("shape")).isEqualTo(row.shape());
    assertThat(Double.parseDouble(first.get("gflops"))).isEqualTo(row.gflops());
    assertThat(Double.parseDouble(first.get("fractionOfPeak"))).isEqualTo(row.fractionOfPeak());
    assertThat(first.get("warnings")).isEqualTo("1");
    assertThat(first.get("status")).isEqualTo("ok");
    assertThat(records).extracting(record -> record.get("status")).contains("failed: wrong");
    CSVRecord training = records.get(results.rows().size());
    assertThat(training.get("op")).isEqualTo("train");
    assertThat(Double.parseDouble(training.get("imagesPerSecond"))).isPositive();
  }

  @Test
  void anotherFileIsLeftAlone() throws IOException {
    Path other = folder.resolve("other.csv");
    for (String text : new String[] {"date,gflops\n1,2\n", "x", "\n"}) {
      Files.writeString(other, text);
      assertThatThrownBy(() -> new History(other))
          .isInstanceOfSatisfying(
              CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
          .hasMessageContaining("other columns");
      assertThat(other).hasContent(text);
    }
  }

  @Test
  void aLineWithoutAnEndIsNotContinued() throws IOException {
    new History(file).append(results);
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 3));
    assertThatThrownBy(() -> new History(file)).hasMessageContaining("last line has no end");
  }

  @Test
  void aFileThatBecameAnotherMeanwhileIsLeftAlone() throws IOException {
    History history = new History(file);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "something else\n");
    assertThatThrownBy(() -> history.append(results)).isInstanceOf(CommandFailure.class);
    assertThat(file).hasContent("something else\n");
  }

  @Test
  void aFolderIsNoHistory() {
    assertThatThrownBy(() -> new History(folder))
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(4));
  }

  private List<CSVRecord> read() throws IOException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(Files.newBufferedReader(file))
        .getRecords();
  }
}
