package io.lanewise.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.results.Environment;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in the making, with what every page of Lanewise's has: commands, figures, the machine. */
final class Page {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OPTION = Pattern.compile("(?<=\\s)--[a-z-]+");

  private final Markup html = new Markup();
  private final List<Chart> charts = new ArrayList<>();

  /** What the page is written to. */
  Markup html() {
    return html;
  }

  /** What, when, on which machine, of which commit, and by which command. */
  void heading(String title, String date, Environment environment, String command) {
    html.element("h1", title);
    html.element(
        "p",
        "%s, %d processors, %s, %s, %s"
            .formatted(
                date,
                environment.processors(),
                environment.os(),
                environment.jvm(),
                EnvironmentFacts.commit(environment)),
        "class",
        "soft");
    command(command);
  }

  /** No line ends within the name of an option. */
  void command(String command) {
    html.open("pre", "class", "command");
    Matcher option = OPTION.matcher(command);
    int end = 0;
    while (option.find()) {
      html.text(command.substring(end, option.start()));
      html.element("span", option.group(), "class", "option");
      end = option.end();
    }
    html.text(command.substring(end)).close();
  }

  /** What the reader has to know, a line each: {@code summary} or {@code warnings}. */
  void sentences(String style, List<String> sentences) {
    html.open("ul", "class", style);
    sentences.forEach(sentence -> html.element("li", sentence));
    html.close();
  }

  /** A chart is drawn into its place by its number. */
  void figure(Figure figure) {
    html.open("figure").element("figcaption", figure.title());
    html.element(
        "div",
        "",
        "class",
        "chart",
        "data-chart",
        Integer.toString(charts.size()),
        "role",
        "img",
        "aria-label",
        figure.title());
    figure.notes().forEach(note -> html.element("p", note, "class", "note"));
    command(figure.command());
    html.close();
    charts.add(figure.chart());
  }

  /** What is known of the machine. */
  void environment(List<EnvironmentFacts.Line> lines) {
    html.element("h2", "Environment").open("div", "class", "facts");
    new Table<EnvironmentFacts.Line>()
        .column("topic", EnvironmentFacts.Line::topic)
        .column("fact", EnvironmentFacts.Line::name)
        .column("value", EnvironmentFacts.Line::value)
        .render(html, lines);
    html.close();
  }

  /** The whole file. */
  String render(String title) {
    try {
      return Template.page(
          Markup.escape(title),
          html.toString(),
          Markup.escapeJson(JSON.writeValueAsString(charts)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
