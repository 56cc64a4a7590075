package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.SampleResults;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class HtmlReportTest {

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
    assertThat(HtmlReport.render(List.of(results))).doesNotContain("<script");
  }

  @Test
  void loadsNothing() {
    assertThat(HtmlReport.render(List.of(results)))
        .doesNotContain("http:", "https:", "src=", "@import", "url(");
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
  void takesSeveralResults() throws Exception {
    Document page = parse(HtmlReport.render(List.of(results, results)));
    assertThat(texts(page, "h1")).hasSize(2);
    assertThat(texts(page, "pre")).containsOnly(results.commandLine());
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
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
