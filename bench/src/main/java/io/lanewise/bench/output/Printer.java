package io.lanewise.bench.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Turns a result into text. A list of records is one table, a record per row and a column per
 * component. Any other record is a document: each component that is a list is a table under its
 * name, the others are tables of names and values.
 */
public final class Printer {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Printer() {}

  /** The result in a format, with a line end after the last line. */
  public static String print(Object result, Format format) {
    if (format == Format.JSON) {
      return json(result) + "\n";
    }
    JsonNode tree = JSON.valueToTree(result);
    List<Section> sections = tree.isArray() ? List.of(Section.of("", tree)) : sections(tree);
    if (format == Format.CSV) {
      return csv(tree.isArray() ? sections.get(0) : Section.flattened(sections));
    }
    StringBuilder text = new StringBuilder();
    for (Section section : sections) {
      String table = format == Format.MARKDOWN ? section.markdown() : section.table();
      text.append(text.isEmpty() ? "" : "\n").append(table);
    }
    return text.toString();
  }

  private static String json(Object result) {
    try {
      return JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Section> sections(JsonNode document) {
    List<Section> sections = new ArrayList<>();
    for (Map.Entry<String, JsonNode> component : document.properties()) {
      sections.add(Section.of(component.getKey(), component.getValue()));
    }
    return sections;
  }

  private static String csv(Section section) {
    StringBuilder text = new StringBuilder();
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setRecordSeparator("\n")
            .setHeader(section.columns().toArray(String[]::new))
            .get();
    try (CSVPrinter printer = new CSVPrinter(text, format)) {
      for (Map<String, JsonNode> row : section.rows()) {
        printer.printRecord(section.columns().stream().map(c -> Cell.raw(row.get(c))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
