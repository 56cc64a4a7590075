package io.lanewise.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.SampleResults;
import java.io.StringReader;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class HtmlReportTest {

  private static final Pattern SCRIPT = Pattern.compile("(?s)<script([^>]*)>(.*?)</script>");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Results results = SampleResults.results();

  @Test
  void isWellFormedAndHasEveryRow() throws Exception {
    List<String> rows = texts(parse(HtmlReport.render(List.of(results))), "tr");
    results
        .rows()
        .forEach(
            row ->
                assertThat(rows)
                    .anySatisfy(
                        text ->
                            assertThat(text).contains(row.shape(), row.kernel(), row.status())));
    results
        .training()
        .forEach(
            row ->
                assertThat(rows)
                    .anySatisfy(
                        text ->
                            assertThat(text).contains(row.model(), row.backend(), row.status())));
  }

  /** A winner among those that ran is not the fastest of all. */
  @Test
  void saysBesideTheWinnerWhoDidNotRun() throws Exception {
    Results run =
        new SampleReport()
            .row("8x8:8x8", "vector", 10)
            .row("9x9:9x9", "vector", 10)
            .row("9x9:9x9", "openblas", 5)
            .failed("8x8:8x8", "openblas", "failed: out of its bound")
            .failed("8x8:8x8", "onednn", "unavailable: no library")
            .training("vector", 1000, Map.of())
            .training("onednn", 1, Map.of("status", "unavailable: no library"))
            .results();
    Document page = parse(HtmlReport.render(List.of(run)));
    assertThat(texts(page, "li"))
        .anySatisfy(
            text ->
                assertThat(text)
                    .startsWith("gemm, f32, 1 thread: ")
                    .endsWith(" Not measured: onednn (unavailable)."))
        .anySatisfy(
            text ->
                assertThat(text)
                    .startsWith("training of lenet5")
                    .endsWith(" Not measured: onednn (unavailable)."));
    // The reason stands beside the name.
    assertThat(texts(page, "th").subList(0, 5))
        .containsExactly("problem", "backend", "kernel that ran", "status", "GFLOP/s");
  }

  @Test
  void aSingleResultIsWonByNobody() throws Exception {
    Document page =
        parse(
            HtmlReport.render(List.of(new SampleReport().row("8x8:8x8", "vector", 10).results())));
    assertThat(texts(page, "li"))
        .singleElement()
        .asString()
        .startsWith("gemm, f32, 1 thread: vector alone was measured. vector/kernel reaches 10.0");
    assertThat(texts(page, "th")).doesNotContain("geometric mean");
  }

  @Test
  void showsLayoutsWorkspacesAndRatios() throws Exception {
    List<KernelRow> rows =
        List.of(
            SampleResults.convolution("mb1ic1ih8oc1oh8kh1", "lanes", "vector", "conv2d-lanes", 30),
            SampleResults.convolution("mb1ic1ih8oc1oh8kh1", "nchw", "onednn", "conv2d", 20));
    Results layouts =
        new Results(
            results.schema(),
            results.date(),
            results.commandLine(),
            results.environment(),
            results.conditions(),
            results.warnings(),
            results.peak(),
            rows,
            List.of());
    Document page = parse(HtmlReport.render(List.of(layouts)));
    assertThat(texts(page, "th")).contains("layout", "workspace KiB", "geometric mean");
    assertThat(texts(page, "td")).contains("lanes", "2.0", "vector lanes", "onednn nchw", "1.50");
    assertThat(Summary.of(layouts).get(0))
        .contains("vector lanes is the fastest: 1.50 times onednn nchw");
  }

  @Test
  void escapesEverything() {
    String page = HtmlReport.render(List.of(results));
    assertThat(withoutScripts(page)).doesNotContain("<script").contains("&lt;script&gt;");
    assertThat(SCRIPT.matcher(page).results().count()).isEqualTo(3);
    assertThat(data(page)).doesNotContain("<", ">", "&").contains("\\u003cscript");
  }

  @Test
  void fillsNoPlaceThatTheDataMakes() {
    Results other =
        new SampleReport().named("{{echarts}} $1 {{title}}").row("8x8:8x8", "vector", 5).results();
    assertThat(withoutScripts(HtmlReport.render(List.of(other))))
        .contains("{{echarts}} $1 {{title}}");
  }

  @Test
  void loadsNothingAndRunsItsOwnScriptsOnly() throws Exception {
    String page = HtmlReport.render(List.of(results));
    assertThat(withoutScripts(page)).doesNotContain("http:", "https:", "src=", "@import", "url(");
    Matcher policy = Pattern.compile("Content-Security-Policy\" content=\"(.*?)\"").matcher(page);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1)).startsWith("default-src 'none'").doesNotContain("unsafe-eval");
    Matcher script = SCRIPT.matcher(page);
    while (script.find()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.group(2).getBytes(UTF_8));
      if (!script.group(1).contains("json")) {
        assertThat(policy.group(1)).contains(Base64.getEncoder().encodeToString(hash));
      }
    }
  }

  @Test
  void keepsTheLicenceOfECharts() {
    assertThat(HtmlReport.render(List.of(results)))
        .contains("Licensed to the Apache Software Foundation (ASF)");
  }

  @Test
  void showsEveryFieldOfTheEnvironment() throws Exception {
    List<String> cells = texts(parse(HtmlReport.render(List.of(results))), "td");
    assertThat(cells)
        .contains("microcode", "jvm flags", "-Xmx1g", "steal fraction", "clock after mhz")
        .anySatisfy(text -> assertThat(text).startsWith("not known: no cpufreq"));
  }

  @Test
  void showsWarnings() throws Exception {
    Document page = parse(HtmlReport.render(List.of(results)));
    assertThat(texts(page, "li"))
        .anySatisfy(text -> assertThat(text).contains(results.warnings().get(0)));
  }

  @Test
  void everyFigureHasItsCommandAndItsChart() throws Exception {
    String html = HtmlReport.render(List.of(results));
    Document page = parse(html);
    List<String> figures = texts(page, "figure");
    assertThat(figures)
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure).contains("./lanewise "));
    assertThat(new ObjectMapper().readTree(data(html))).hasSameSizeAs(figures);
  }

  @Test
  void aBackendThatIsMissingIsListedWithTheReason() throws Exception {
    Results missing =
        new SampleReport()
            .row("256x256:256x256", "vector", 100)
            .failed("256x256:256x256", "onednn", "unavailable: no library")
            .results();
    Document page = parse(HtmlReport.render(List.of(missing)));
    assertThat(texts(page, "td")).contains("unavailable: no library");
    assertThat(texts(page, "figure"))
        .singleElement()
        .satisfies(
            text -> assertThat(text).contains("Not measured, onednn: unavailable: no library"));
    assertThat(texts(page, "li"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("vector alone was measured"));
  }

  @Test
  void aRowThatFailedLeavesTheOthers() throws Exception {
    Results failing =
        new SampleReport()
            .row("256x256:256x256", "vector", 100)
            .row("256x256:256x256", "onednn", 50)
            .row("300x300:300x300", "vector", 90)
            .failed("300x300:300x300", "onednn", "failed: out of its bound")
            .results();
    Document page = parse(HtmlReport.render(List.of(failing)));
    assertThat(texts(page, "td")).contains("failed: out of its bound");
    assertThat(texts(page, "figure"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("Not measured in 300x300:300x300, onednn"));
    assertThat(texts(page, "li"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("2.00 times onednn."));
  }

  @Test
  void whereNothingWasMeasuredItSaysSo() throws Exception {
    Results nothing = new SampleReport().failed("8x8:8x8", "onednn", "failed: x").results();
    Document page = parse(HtmlReport.render(List.of(nothing)));
    assertThat(texts(page, "figure")).isEmpty();
    assertThat(texts(page, "p"))
        .anySatisfy(text -> assertThat(text).contains("Nothing could be measured"));
    assertThat(texts(page, "td")).contains("failed: x");
  }

  @Test
  void anOperationOfAnotherVersionIsShown() throws Exception {
    Results other =
        new SampleReport().row("8x8:8x8", "vector", 5, Map.of("op", "attention")).results();
    Document page = parse(HtmlReport.render(List.of(other)));
    assertThat(texts(page, "h3")).contains("attention, f32, 1 thread");
    assertThat(texts(page, "td")).contains("8x8:8x8");
  }

  @Test
  void aSingleResultWithoutTrainingIsARow() throws Exception {
    Results one = new SampleReport().row("64x64:64x64", "vector", 100).results();
    Document page = parse(HtmlReport.render(List.of(one)));
    assertThat(texts(page, "h2")).contains("Matrix products").doesNotContain("Training");
    assertThat(texts(page, "figure")).hasSize(1);
  }

  @Test
  void aNumberIsSortedByItsValue() {
    Results some = new SampleReport().row("64x64:64x64", "vector", 1234.56).results();
    assertThat(HtmlReport.render(List.of(some))).contains("data-value=\"1234.56\">1234.6<");
  }

  @Test
  void saysWhoIsTheFastestAndByHowMuch() {
    assertThat(Summary.of(results))
        .hasSize(2)
        .anySatisfy(
            sentence ->
                assertThat(sentence)
                    .contains("gemm", "vector is the fastest: 10.00 times scalar", "50 %"))
        .anySatisfy(sentence -> assertThat(sentence).contains("training of lenet5", "1,000"));
  }

  @Test
  void callsNobodyTheFastestByLessThanNoise() {
    Results close =
        new SampleReport()
            .row("64x64:64x64", "vector", 100)
            .row("64x64:64x64", "onednn", 104)
            .row("64x64:64x64", "openblas", 80)
            .results();
    assertThat(Summary.of(close).get(0))
        .contains("no clear winner: onednn reaches 1.04 times vector, 1.30 times openblas.");
  }

  @Test
  void everyTrainingHasASentenceOfItsOwn() {
    Results several =
        new SampleReport()
            .training("vector", 1000, Map.of("batch", 32))
            .training("onednn", 500, Map.of("batch", 32))
            .training("vector", 3000, Map.of("batch", 128))
            .training("vector", 2e6, Map.of("model", "som", "testAccuracy", JSON.nullNode()))
            .results();
    assertThat(Summary.of(several))
        .containsExactly(
            "training of lenet5, mnist, batch 32, 1 thread: vector is the fastest: 2.00 times"
                + " onednn. vector trains 1,000 images/s and reaches a test accuracy of 0.9800.",
            "training of lenet5, mnist, batch 128, 1 thread: vector alone was measured. vector"
                + " trains 3,000 images/s and reaches a test accuracy of 0.9800.",
            "training of som, mnist, batch 64, 1 thread: vector alone was measured. vector trains"
                + " 2,000,000 images/s.");
  }

  @Test
  void hasNoControlCharacters() throws Exception {
    Results controls =
        new SampleReport().named("a\u000b\u001c\u001bb").row("8x8:8x8", "vector", 5).results();
    assertThat(texts(parse(HtmlReport.render(List.of(controls))), "h1"))
        .containsExactly("Lanewise on a\uFFFD\uFFFD\uFFFDb");
  }

  @Test
  void takesSeveralResults() throws Exception {
    Document page = parse(HtmlReport.render(List.of(results, results)));
    assertThat(texts(page, "h1")).hasSize(2);
    assertThat(texts(page, "pre")).contains(results.commandLine());
  }

  private static String withoutScripts(String page) {
    return SCRIPT.matcher(page).replaceAll("");
  }

  /** What the page's script reads. */
  private static String data(String page) {
    Matcher script = SCRIPT.matcher(page);
    assertThat(script.find()).isTrue();
    return script.group(2);
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(withoutScripts(html))));
  }

  private static List<String> texts(Document page, String tag) {
    NodeList nodes = page.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
