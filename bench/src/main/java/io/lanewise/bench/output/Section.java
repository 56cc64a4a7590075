package io.lanewise.bench.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One table.
 *
 * @param title what stands over it; may be empty
 * @param columns names of the columns, in order
 * @param rows for each row, its values by column; a column may be missing
 */
record Section(String title, List<String> columns, List<Map<String, JsonNode>> rows) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** An array of objects becomes a row each; anything else a table of names and values. */
  static Section of(String title, JsonNode value) {
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> rows.add(row(element)));
    } else if (value.isObject()) {
      value.properties().forEach(e -> rows.add(pair(e.getKey(), e.getValue())));
    } else {
      rows.add(pair(title, value));
    }
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    return new Section(title, List.copyOf(columns), rows);
  }

  /** All sections of a document as one table: section, row, name, value. */
  static Section flattened(List<Section> sections) {
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    for (Section section : sections) {
      for (int i = 0; i < section.rows.size(); i++) {
        rows.addAll(section.flattenedRow(i));
      }
    }
    return new Section("", List.of("section", "row", "name", "value"), rows);
  }

  /** Columns aligned with spaces, numbers to the right. */
  String table() {
    StringBuilder text = new StringBuilder(title.isEmpty() ? "" : title + "\n");
    List<Column> shown = shown();
    for (int line = 0; line <= rows.size(); line++) {
      int i = line;
      String cells = shown.stream().map(c -> c.padded(i)).collect(Collectors.joining("  "));
      text.append(cells.stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A table as GitHub renders it. */
  String markdown() {
    StringBuilder text = new StringBuilder(title.isEmpty() ? "" : "## " + title + "\n\n");
    List<Column> shown = shown();
    for (int line = 0; line <= rows.size(); line++) {
      int i = line;
      text.append(markdownRow(shown.stream().map(c -> c.escaped(i)).toList()));
      if (line == 0) {
        text.append(markdownRow(shown.stream().map(c -> c.numeric() ? "---:" : "---").toList()));
      }
    }
    return text.toString();
  }

  private static String markdownRow(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private List<Column> shown() {
    return columns.stream().map(name -> Column.of(name, rows)).toList();
  }

  private List<Map<String, JsonNode>> flattenedRow(int index) {
    Map<String, JsonNode> row = rows.get(index);
    Map<String, JsonNode> values =
        columns.equals(List.of("name", "value"))
            ? Map.of(row.get("name").asText(), row.get("value"))
            : row;
    List<Map<String, JsonNode>> flat = new ArrayList<>();
    values.forEach(
        (name, value) ->
            flat.add(
                Map.of(
                    "section", NODES.textNode(title),
                    "row", NODES.numberNode(index),
                    "name", NODES.textNode(name),
                    "value", value)));
    return flat;
  }

  private static Map<String, JsonNode> row(JsonNode element) {
    if (!element.isObject()) {
      return Map.of("value", element);
    }
    Map<String, JsonNode> row = new LinkedHashMap<>();
    element.properties().forEach(e -> row.put(e.getKey(), e.getValue()));
    return row;
  }

  private static Map<String, JsonNode> pair(String name, JsonNode value) {
    Map<String, JsonNode> row = new LinkedHashMap<>();
    row.put("name", NODES.textNode(name));
    row.put("value", value);
    return row;
  }
}
