package io.lanewise.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.Fact;
import io.lanewise.bench.results.Results;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every field of the environment and of the conditions of a run, so that none can be forgotten
 * here. The backends have a table of their own.
 */
final class EnvironmentFacts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MathContext DIGITS = new MathContext(4);
  private static final Set<String> ELSEWHERE = Set.of("backends", "facts", "unknown");
  private static final String UNKNOWN = "not known";

  private EnvironmentFacts() {}

  /** A line of the table. */
  record Line(String topic, String name, String value) {}

  static List<Line> of(Results results) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("run", "date", results.date()));
    lines.add(new Line("run", "command", results.commandLine()));
    lines.add(new Line("run", "schema", results.schema()));
    lines.addAll(of(results.environment()));
    if (results.conditions() != null) {
      fields("during the run", results.conditions(), lines);
      facts(results.conditions().unknown(), lines);
    }
    return lines;
  }

  static List<Line> of(Environment environment) {
    List<Line> lines = new ArrayList<>();
    fields("machine", environment, lines);
    facts(environment.facts(), lines);
    return lines;
  }

  static String commit(Environment environment) {
    if (environment.commit() == null) {
      return "commit not known";
    }
    boolean dirty = Objects.equals(environment.dirty(), true);
    return "commit " + environment.commit() + (dirty ? " with changes that are not committed" : "");
  }

  private static void fields(String topic, Object of, List<Line> lines) {
    for (Map.Entry<String, JsonNode> field : JSON.valueToTree(of).properties()) {
      if (!ELSEWHERE.contains(field.getKey())) {
        lines.add(new Line(topic, words(field.getKey()), text(field.getValue())));
      }
    }
  }

  private static void facts(List<Fact> facts, List<Line> lines) {
    for (Fact fact : facts) {
      String value =
          fact.value() != null
              ? fact.value()
              : UNKNOWN + (fact.unknown() == null ? "" : ": " + fact.unknown());
      lines.add(new Line(fact.topic(), fact.name(), value));
    }
  }

  /** "jvmFlags" as "jvm flags". */
  private static String words(String name) {
    return name.replaceAll("(\\p{Upper})", " $1").toLowerCase(Locale.ROOT);
  }

  private static String text(JsonNode value) {
    if (value.isNull()) {
      return UNKNOWN;
    }
    if (value.isFloatingPointNumber()) {
      return value.decimalValue().round(DIGITS).stripTrailingZeros().toPlainString();
    }
    if (!value.isContainerNode()) {
      return value.asText();
    }
    List<String> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> parts.add(text(element)));
    } else {
      value.properties().forEach(e -> parts.add(words(e.getKey()) + " " + text(e.getValue())));
    }
    return String.join(value.isArray() ? "; " : ", ", parts);
  }
}
