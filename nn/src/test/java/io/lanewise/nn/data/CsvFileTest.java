package io.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("data.csv");
  }

  private Path written(String text) throws IOException {
    return Files.writeString(file, text);
  }

  @Test
  void readsNumbersAndMissingValues() throws IOException {
    Table table =
        CsvFile.read(
            written(
                """
                age, "income, net" ,x
                1,2.5,-3e-2

                 4 ,"5",+.5
                ,NA,nan
                NaN,?,1E3
                """));
    assertThat(table.names()).containsExactly("age", "income, net", "x");
    assertThat(table.labelled()).isFalse();
    float nan = Float.NaN;
    assertThat(table.values())
        .containsExactly(1, 2.5f, -0.03f, 4, 5, 0.5f, nan, nan, nan, nan, nan, 1000);
  }

  @Test
  void readsOtherLineEndsAndAByteOrderMark() throws IOException {
    Table table = CsvFile.read(written("\ufeffa,b\r\n1,2\r\n3,4"));
    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void classesAreSortedByName() throws IOException {
    Table table =
        CsvFile.read(written("a,kind,b\n1,pear,2\n3,\"apple, red\",4\n5, pear,6\n"), "kind");
    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(table.classNames()).containsExactly("apple, red", "pear");
    assertThat(table.labels()).containsExactly(1, 0, 1);
  }

  @Test
  void integersAsClassesAreSortedByValue() throws IOException {
    Table table = CsvFile.read(written("y,a\n10,1\n9,1\n-1,1\n10,1\n"), "y");
    assertThat(table.classNames()).containsExactly("-1", "9", "10");
    assertThat(table.labels()).containsExactly(2, 1, 0, 2);
  }

  @Test
  void knownClassesKeepTheirNumbers() throws IOException {
    Path test = written("a,y\n1,no\n2,no\n");
    assertThat(CsvFile.read(test, "y", List.of("yes", "no")).labels()).containsExactly(1, 1);
    assertThatThrownBy(() -> CsvFile.read(test, "y", List.of("yes")))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " line 2, column \"y\" has \"no\", expected one of [yes]");
  }

  /** Every float is read back from its shortest decimal form. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomTablesAreReadBack(long seed) throws IOException {
    Random random = new Random(seed);
    int rows = 1 + random.nextInt(2000);
    float[] values = new float[3 * rows];
    StringBuilder text = new StringBuilder("x,y,z\n");
    for (int i = 0; i < values.length; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      values[i] = Float.isFinite(value) ? value : Float.NaN;
      text.append(Float.isNaN(values[i]) ? "" : values[i]).append(i % 3 == 2 ? '\n' : ',');
    }
    assertThat(CsvFile.read(written(text.toString())).values()).isEqualTo(values);
  }

  static Stream<Arguments> badFiles() {
    String number = "\", expected a decimal number, or nothing, NA, NaN or ? where it is missing";
    return Stream.of(
        Arguments.of("", " has no rows, expected a line with the names of the columns and rows"),
        Arguments.of("a,b,y\n", " has no rows, expected a line with the names"),
        Arguments.of("a,,y\n1,2,3\n", " line 1 has column name \"\", expected names, all"),
        Arguments.of("a,a,y\n1,2,3\n", " line 1 has column name \"a\", expected names, all"),
        Arguments.of("a,b\n1,2\n", " line 1 has no column \"y\" for the labels, expected it among"),
        Arguments.of("y\n1\n", " line 1 has no column but the labels, expected one of numbers"),
        Arguments.of("a,y\n1,x\n2\n", " line 3 has 1 cells, expected 2, one for each column"),
        Arguments.of("a,y\n1,x,2", " line 2 has 3 cells, expected 2, one for each column"),
        Arguments.of("a,y\n1,x\n\ntwo,x\n", " line 4, column \"a\" has \"two" + number),
        Arguments.of("a,y\n1f,x", " line 2, column \"a\" has \"1f" + number),
        Arguments.of("a,y\n0x1p3,x", " line 2, column \"a\" has \"0x1p3" + number),
        Arguments.of("a,y\nInfinity,x", " line 2, column \"a\" has \"Infinity" + number),
        Arguments.of("a,y\n1e39,x", " line 2, column \"a\" has \"1e39" + number),
        Arguments.of("a,y\n1e,x", " line 2, column \"a\" has \"1e" + number),
        Arguments.of("a,y\n\"1,5\",x", " line 2, column \"a\" has \"1,5" + number),
        Arguments.of("a,y\n" + "z".repeat(999) + ",x", "\"" + "z".repeat(40) + "..." + number),
        Arguments.of("a,y\n1,x\n2,\n", " line 3, column \"y\" has \"\", expected a label"),
        Arguments.of("a,y\n1,x\n2,NA\n", " line 3, column \"y\" has \"NA\", expected a label"),
        Arguments.of("a,y\n1,\"x\n2,x\n", " is not comma-separated values: "),
        Arguments.of("a,y\n1,\"x\"z\n", " is not comma-separated values: "));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void badFilesAreRefusedByLineAndColumn(String text, String message) throws IOException {
    written(text);
    assertThatThrownBy(() -> CsvFile.read(file, "y"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(message);
  }

  @Test
  void anotherEncodingIsRefused() throws IOException {
    Files.write(file, "a,y\n1,käse\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> CsvFile.read(file, "y"))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " is not UTF-8, expected text in UTF-8");
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    assertThatThrownBy(() -> CsvFile.read(file))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(file + " does not exist, expected a CSV file");
    assertThatThrownBy(() -> CsvFile.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is a folder, expected a CSV file");
  }
}
