package io.lanewise.bench.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrinterTest {

  /** A row. */
  public record Row(String op, int n, Double gflops) {}

  /** A document. */
  public record Document(Row about, List<Row> rows) {}

  private static final List<Row> ROWS =
      Arrays.asList(
          new Row("gemm", 256, 123.456789), new Row("a|b, \"c\"", 7, null), new Row("x", 1, 1e-6));

  @Test
  void aTableIsAlignedAndRounded() {
    assertThat(Printer.print(ROWS, Format.TABLE))
        .isEqualTo(
            """
            op          n     gflops
            gemm      256      123.5
            a|b, "c"    7          -
            x           1  1.000e-06
            """);
  }

  @Test
  void jsonIsRaw() {
    assertThat(Printer.print(ROWS.subList(0, 1), Format.JSON))
        .isEqualToIgnoringWhitespace("[{\"op\":\"gemm\",\"n\":256,\"gflops\":123.456789}]");
  }

  @Test
  void csvIsRawAndQuoted() {
    assertThat(Printer.print(ROWS, Format.CSV))
        .isEqualTo("op,n,gflops\ngemm,256,123.456789\n\"a|b, \"\"c\"\"\",7,\nx,1,1.0E-6\n");
  }

  @Test
  void markdownEscapesBars() {
    assertThat(Printer.print(ROWS.subList(0, 2), Format.MARKDOWN))
        .isEqualTo(
            """
            | op | n | gflops |
            | --- | ---: | ---: |
            | gemm | 256 | 123.5 |
            | a\\|b, "c" | 7 | - |
            """);
  }

  @Test
  void aDocumentIsATablePerComponent() {
    String table = Printer.print(new Document(ROWS.get(0), ROWS.subList(0, 1)), Format.TABLE);

    assertThat(table)
        .isEqualTo(
            """
            about
            name    value
            op      gemm
            n       256
            gflops  123.5

            rows
            op      n  gflops
            gemm  256   123.5
            """);
  }

  @Test
  void aDocumentInCsvIsOneTable() {
    assertThat(Printer.print(new Document(ROWS.get(0), ROWS.subList(0, 1)), Format.CSV))
        .isEqualTo(
            """
            section,row,name,value
            about,0,op,gemm
            about,1,n,256
            about,2,gflops,123.456789
            rows,0,op,gemm
            rows,0,n,256
            rows,0,gflops,123.456789
            """);
  }

  @Test
  void noRowsAreNoLines() {
    assertThat(Printer.print(List.of(), Format.JSON)).isEqualToIgnoringWhitespace("[]");
    assertThat(Printer.print(List.of(), Format.CSV)).isBlank();
  }
}
