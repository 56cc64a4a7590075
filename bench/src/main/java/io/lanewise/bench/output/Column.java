package io.lanewise.bench.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One column as it is shown to people.
 *
 * @param lines the header and then a value for each row
 * @param numeric whether every value is a number
 */
record Column(List<String> lines, boolean numeric) {

  static Column of(String name, List<Map<String, JsonNode>> rows) {
    List<String> lines = new ArrayList<>(List.of(name));
    rows.forEach(row -> lines.add(Cell.rounded(row.get(name))));
    return new Column(lines, rows.stream().allMatch(row -> Cell.isNumber(row.get(name))));
  }

  /** A line filled with spaces to the column's width. */
  String padded(int line) {
    String text = lines.get(line);
    String spaces = " ".repeat(width() - text.length());
    return numeric ? spaces + text : text + spaces;
  }

  /** A line that Markdown does not take for markup of a table. */
  String escaped(int line) {
    return lines.get(line).replace("|", "\\|");
  }

  private int width() {
    return lines.stream().mapToInt(String::length).max().orElse(0);
  }
}
