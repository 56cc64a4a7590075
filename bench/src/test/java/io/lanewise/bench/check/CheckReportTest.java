package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.Printer;
import io.lanewise.bench.results.Environment;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

final class CheckReportTest {

  private static CheckRow row(String level, String kernel, CheckStatus status) {
    boolean ok = status == CheckStatus.OK;
    return new CheckRow(
        "vector",
        level,
        kernel,
        status,
        ok ? null : "why <&>\u0001",
        "AVX",
        3,
        1,
        ok ? null : "./lanewise");
  }

  private final List<CheckRow> rows =
      List.of(
          row("machine", "vector/gemm", CheckStatus.OK),
          row("machine", "vector/pool2d", CheckStatus.WRONG),
          row("avx2", "vector/gemm", CheckStatus.SLOW),
          row("avx2", "vector/pool2d", CheckStatus.CRASHED),
          row("avx", CheckRow.EVERY_KERNEL, CheckStatus.SKIPPED));

  @Test
  void kernelsByLevels() {
    Environment environment =
        new Environment(
            "CPU", 1, 1, List.of(), "OS", "JVM", List.of(), "1", null, null, List.of(), List.of());
    CheckReport report =
        new CheckReport("s", "now", "check", environment, "cpu", null, 0, rows, List.of());

    assertThat(Printer.print(report.tables(), Format.TABLE))
        .contains(
            "kernel         machine  avx2     avx\n"
                + "vector/gemm    ok       slow     skipped\n"
                + "vector/pool2d  wrong    crashed  skipped\n")
        .contains("vector at avx");
    assertThat(Printer.print(report, Format.JSON)).contains("\"status\" : \"crashed\"");
    assertThat(Printer.print(report.tables(), Format.MARKDOWN)).contains("| vector/gemm | ok |");
  }

  @Test
  void junitKnowsFailuresErrorsAndSkips() throws Exception {
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(JUnitXml.of(rows, "2026-11-21T12:00:00Z"))));
    Element all = xml.getDocumentElement();

    assertThat(all.getAttribute("tests")).isEqualTo("5");
    assertThat(all.getAttribute("failures")).isEqualTo("2");
    assertThat(all.getAttribute("errors")).isEqualTo("1");
    assertThat(all.getAttribute("skipped")).isEqualTo("1");
    assertThat(all.getElementsByTagName("testsuite").getLength()).isEqualTo(3);
    Element wrong = (Element) all.getElementsByTagName("failure").item(0);
    assertThat(wrong.getAttribute("message")).isEqualTo("wrong: why <&>?");
    assertThat(wrong.getTextContent()).isEqualTo("./lanewise");
  }

  @ParameterizedTest
  @CsvSource({
    "OK,      false, 0",
    "OK,      true,  4",
    "SKIPPED, false, 4",
    "NOISY,   false, 3",
    "NOISY,   true,  3",
    "WRONG,   true,  1",
    "GONE,    false, 1",
    "SLOW,    false, 1",
    "CRASHED, false, 1",
    "HUNG,    false, 1",
    "WRONG_LEVEL, false, 1"
  })
  void exitStatuses(CheckStatus status, boolean lacksBaseline, int expected) {
    CheckFindings findings =
        new CheckFindings(List.of(row("avx", "vector/gemm", status)), List.of(), List.of());
    assertThat(findings.exitStatus(lacksBaseline)).isEqualTo(expected);
  }
}
