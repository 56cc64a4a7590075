package io.lanewise.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.data.DataCoding.TableCoding;
import io.lanewise.nn.data.Standardization;
import io.lanewise.nn.data.Table;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCodingTest {

  private static final DataCoding CODING =
      new DataCoding(
          List.of("a, \"b\"", "c\nd"),
          Optional.of(
              new TableCoding(
                  "kind",
                  new Standardization(
                      List.of("x", "y"), new double[] {1, 1e-300}, new double[] {2, 0.1}))));

  @Test
  void notesAreReadBack() throws IOException {
    DataCoding read = DataCoding.of(CODING.notes(), 2);

    assertThat(read.classNames()).isEqualTo(CODING.classNames());
    Standardization columns = read.table().orElseThrow().standardization();
    assertThat(read.table().orElseThrow().label()).isEqualTo("kind");
    assertThat(columns.names()).containsExactly("x", "y");
    assertThat(columns.means()).containsExactly(1, 1e-300);
    assertThat(columns.deviations()).containsExactly(2, 0.1);
  }

  @Test
  void withoutNotesClassesAreNumbered() throws IOException {
    DataCoding read = DataCoding.of(Map.of(), 3);

    assertThat(read.classNames()).containsExactly("0", "1", "2");
    assertThat(read.table()).isEmpty();
  }

  @Test
  void samplesAreWhatTheNetworkLearnedFrom() {
    float[] sample = new float[2];

    CODING
        .samples(Table.of(List.of("y", "other", "x"), new float[] {7, 8, 9, 1, 2, 3}))
        .fill(MemorySegment.ofArray(sample), new int[] {1}, 0, 1);

    assertThat(sample).containsExactly((3 - 1) / 2f, (float) (1 / 0.1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data.classes | ["one"]
          data.classes | [1
          data.classes | null
          data.table   | {}
          data.table   | {"label":"l","columns":["x"],"means":[1,2],"deviations":[1]}
          data.table   | {"label":"l","columns":["x"],"means":[1],"deviations":[0]}
          """)
  void damagedNotesAreRefused(String name, String text) {
    Map<String, String> notes = new HashMap<>(CODING.notes());
    notes.put(name, text);

    assertThatThrownBy(() -> DataCoding.of(notes, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }
}
