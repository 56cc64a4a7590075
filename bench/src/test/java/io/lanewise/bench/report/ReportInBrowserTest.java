package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.SampleResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report as a browser shows it, from a file and without a network. */
final class ReportInBrowserTest {

  private static final String HOSTILE = "<img src=x onerror=document.title=1>";
  private static final int PHONE = 390;
  private static final int DESKTOP = 1400;
  private static final int HEIGHT = 900;

  @TempDir private static Path folder;

  private static Path page;
  private static Chromium browser;

  @BeforeAll
  static void open() throws Exception {
    Optional<Path> program = Chromium.installed();
    assumeTrue(
        program.isPresent(),
        "no Chromium on PATH, so that the report is not tested in a browser; Debian: apt-get install chromium");
    page = folder.resolve("report.html");
    Files.writeString(
        page, HtmlReport.render(List.of(everyChart(), SampleResults.results(), highChart())));
    browser = new Chromium(program.get(), Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"390, dark", "390, light", "1400, dark", "1400, light"})
  void showsEveryChartAndAsksForNothing(int width, String scheme) throws Exception {
    browser.open(page, width, HEIGHT, scheme);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).isEmpty();
    assertThat(
            browser
                .evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .asInt())
        .isZero();
    int charts = browser.evaluate("document.querySelectorAll('.chart').length").asInt();
    assertThat(charts).isGreaterThanOrEqualTo(9);
    assertThat(browser.evaluate("document.querySelectorAll('.chart svg path').length").asInt())
        .isGreaterThan(charts);
  }

  @Test
  void showsARunOfTheGate() throws Exception {
    Path check = folder.resolve("check.html");
    Files.writeString(check, CheckPage.render(CheckPageTest.sample()));
    browser.open(check, PHONE, HEIGHT, "dark");
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.evaluate("document.querySelector('.chart svg').textContent").asText())
        .contains("FMA peak", "machine", "avx2", "vector/", "gemm-12x2");
    assertThat(
            browser
                .evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .asInt())
        .isZero();
  }

  /** A label that begins or ends outside of its drawing is cut off. */
  @ParameterizedTest
  @CsvSource({"390", "1400"})
  void cutsNoLabelOff(int width) throws Exception {
    browser.open(page, width, HEIGHT, "light");
    List<String> cut =
        strings(
            """
            [...document.querySelectorAll('.chart')].flatMap(chart => {
              const box = chart.getBoundingClientRect();
              return [...chart.querySelectorAll('svg text')].filter(text => {
                const own = text.getBoundingClientRect();
                return own.left < box.left - 1 || own.right > box.right + 1
                    || own.top < box.top - 1 || own.bottom > box.bottom + 1;
              }).map(text => chart.getAttribute('aria-label') + ': ' + text.textContent);
            })
            """);
    assertThat(cut).isEmpty();
  }

  @Test
  void sortsATableByItsNumbersAndBack() throws Exception {
    browser.open(page, DESKTOP, HEIGHT, "light");
    String column =
        """
        (table => {
          const at = [...table.tHead.rows[0].cells].findIndex(cell => cell.textContent === 'GFLOP/s');
          return [...table.tBodies[0].rows].map(row => row.cells[at].textContent);
        })(document.querySelector('table'))
        """;
    List<String> before = strings(column);
    String head =
        "[...document.querySelectorAll('table')[0].tHead.rows[0].cells]"
            + ".find(cell => cell.textContent === 'GFLOP/s').firstChild";
    browser.click(head);
    List<String> descending = strings(column);
    browser.click(head);
    List<String> ascending = strings(column);
    assertThat(descending)
        .isNotEqualTo(before)
        .containsExactly("150.0", "120.0", "90.0", "80.0", "60.0", "9.0", "4.0", "3.0", "–");
    assertThat(ascending)
        .containsExactly("3.0", "4.0", "9.0", "60.0", "80.0", "90.0", "120.0", "150.0", "–");
    assertThat(browser.evaluate("document.querySelector('[aria-sort]').ariaSort").asText())
        .isEqualTo("ascending");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void switchesABackendOffAndOn() throws Exception {
    browser.open(page, DESKTOP, HEIGHT, "light");
    String marks = "document.querySelector('.chart').innerHTML.split('var(--c0)').length - 1";
    String legend =
        "[...document.querySelectorAll('.chart')[0].querySelectorAll('svg text')]"
            + ".find(text => text.textContent === 'scalar')";
    int shown = browser.evaluate(marks).asInt();
    assertThat(shown).isGreaterThan(0);
    browser.click(legend);
    browser.await(marks + " === 0");
    browser.click(legend);
    browser.await(marks + " === " + shown);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void savesAChartAsAFileOfItsOwn() throws Exception {
    browser.open(page, DESKTOP, HEIGHT, "dark");
    String svg =
        browser
            .evaluate(
                """
                new Promise(saved => {
                  URL.createObjectURL = blob => {
                    blob.text().then(saved);
                    return '#';
                  };
                  document.querySelector('.save').click();
                })
                """)
            .asText();
    // Blue as on a light page, and nothing that only this page knows.
    assertThat(svg).startsWith("<svg").contains("FMA peak", "#0072b2").doesNotContain("var(");
  }

  @Test
  void aHostileNameIsText() throws Exception {
    browser.open(page, DESKTOP, HEIGHT, "light");
    String chart =
        "[...document.querySelectorAll('.chart')].find(chart => chart.textContent.includes('<img'))";
    assertThat(browser.evaluate("!!" + chart).asBoolean()).isTrue();
    // The legend is drawn last, the hostile problem's mark before it.
    browser.click("[..." + chart + ".querySelectorAll('svg path[fill=\"var(--c1)\"]')].at(-2)");
    browser.await(
        chart
            + ".querySelector(':scope > div:last-child').textContent.includes('"
            + HOSTILE
            + "')");
    assertThat(browser.evaluate("document.querySelectorAll('img').length").asInt()).isZero();
    assertThat(browser.evaluate("document.querySelectorAll('script').length").asInt()).isEqualTo(3);
    assertThat(browser.evaluate("document.title").asText()).startsWith("Lanewise on ");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void itsTablesNeedNoScript() throws Exception {
    browser.runScripts(false);
    try {
      browser.load(page, DESKTOP, HEIGHT, "light");
      assertThat(browser.evaluate("document.querySelectorAll('svg, button').length").asInt())
          .isZero();
      assertThat(browser.evaluate("document.querySelector('table').innerText").asText())
          .contains("256x256:256x256", "150.0");
      assertThat(browser.evaluate("document.querySelector('main').innerText").asText())
          .contains("The charts need a script");
    } finally {
      browser.runScripts(true);
    }
  }

  @Test
  void fitsOnPaper() throws Exception {
    browser.open(page, DESKTOP, HEIGHT, "dark");
    String widest =
        "Math.max(...[...document.querySelectorAll('svg')].map(svg => svg.getBoundingClientRect().width))";
    browser.evaluate("dispatchEvent(new Event('beforeprint'))");
    double printed = browser.evaluate(widest).asDouble();
    String highest = widest.replace(".width", ".height");
    double printedHeight = browser.evaluate(highest).asDouble();
    browser.evaluate("dispatchEvent(new Event('afterprint'))");
    // A sheet of Letter on its side is 255 mm wide without the margins, 964 CSS pixels; A4 has
    // 1032.
    assertThat(printed).isLessThanOrEqualTo(964);
    assertThat(browser.evaluate(widest).asDouble()).isGreaterThan(1000);
    // A4 on its side has 703 for a chart with its caption and command, and no chart is cut in two.
    assertThat(printedHeight).isLessThanOrEqualTo(600);
    assertThat(browser.evaluate(highest).asDouble()).isGreaterThan(700);
  }

  private static List<String> strings(String expression) throws Exception {
    JsonNode array = browser.evaluate(expression);
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asText()));
    return strings;
  }

  /** A result with a chart that is higher than a sheet of paper. */
  private static Results highChart() {
    SampleReport report = new SampleReport();
    for (int k = 1; k <= 12; k++) {
      for (String backend : List.of("scalar", "vector", "openblas", "onednn")) {
        report.row("8x%d:%dx9".formatted(k, k), backend, 10 * k);
      }
    }
    return report.results();
  }

  /** A result with every kind of chart. */
  private static Results everyChart() {
    Map<String, Object> jvms =
        Map.of("flopsPerByte", 20.0, "forkGflops", List.of(79.0, 80.0, 82.0));
    Map<String, Object> convolution =
        Map.of("op", "conv2d", "dir", "bwd_w", "layout", "nchw", "flopsPerByte", 9.0);
    Map<String, Object> training =
        Map.of(
            "targetAccuracy",
            0.98,
            "imagesPerSecondOfForks",
            List.of(900.0, 1000.0, 1100.0),
            "course",
            List.of(new EpochRow(1, 0.1, 0.97, 2, 3), new EpochRow(2, 0.05, 0.99, 40, 60)),
            "layers",
            List.of(new LayerRow("conv1", 2e-6, 3e-6, 0.5), new LayerRow("loss", 1e-6, 0, 0.1)));
    return new SampleReport()
        .row("64x64:64x64", "vector", 80, jvms)
        .row("64x64:64x64", "scalar", 3, jvms)
        .row("128x128:128x128", "vector", 120, jvms)
        .row("256x256:256x256", "vector", 150, jvms)
        .row("256x256:256x256", "scalar", 4, jvms)
        .row("256x256:256x256", "onednn", 90, jvms)
        .row(
            "1x2048:2048x2048n\"a-name-that-is-as-long-as-names-can-become:row\"",
            "vector",
            9,
            jvms)
        .row("8x8:8x8n\"" + HOSTILE + "\"", "vector", 60)
        .failed("8x8:8x8n\"" + HOSTILE + "\"", "onednn", "failed: " + HOSTILE)
        .row("mb1ic1ih8oc1oh8kh1ph0n\"lenet5:conv1\"", "vector", 199, convolution)
        .pooling("mb1ic1ih8oh4kh2sh2ph0n\"lenet5:pool1\"", "vector", 12)
        .training("vector", 1000, training)
        .training("scalar", 30, training)
        .results();
  }
}
