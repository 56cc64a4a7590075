package io.lanewise.bench.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.nn.data.Samples;
import io.lanewise.nn.data.Standardization;
import io.lanewise.nn.data.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How data became the numbers that a network learned from; its file keeps this, so that later data
 * becomes the same numbers.
 *
 * @param classNames name of each class
 * @param table how the columns of a table were read, where it was a table
 */
public record DataCoding(List<String> classNames, Optional<TableCoding> table) {

  private static final String CLASSES = "data.classes";
  private static final String TABLE = "data.table";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The columns of a table.
   *
   * @param label column of the classes
   * @param standardization of the other columns
   */
  public record TableCoding(String label, Standardization standardization) {}

  private record TableNote(
      String label, List<String> columns, double[] means, double[] deviations) {}

  /** Classes that are named by their numbers, of samples that are no table. */
  public static DataCoding numbered(int classes) {
    return new DataCoding(
        IntStream.range(0, classes).mapToObj(String::valueOf).toList(), Optional.empty());
  }

  /** Texts for a network's file. */
  public Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(CLASSES, json(classNames));
    table.ifPresent(
        coding -> {
          Standardization columns = coding.standardization();
          TableNote note =
              new TableNote(coding.label(), columns.names(), columns.means(), columns.deviations());
          notes.put(TABLE, json(note));
        });
    return notes;
  }

  /**
   * Reads what {@link #notes} gave; without them, classes are numbered.
   *
   * @param notes texts from a network's file
   * @param classes classes of the network
   * @throws IOException if a text is damaged
   */
  public static DataCoding of(Map<String, String> notes, int classes) throws IOException {
    try {
      List<String> names =
          notes.containsKey(CLASSES)
              ? List.of(JSON.readValue(notes.get(CLASSES), String[].class))
              : numbered(classes).classNames();
      if (names.size() != classes) {
        throw new IllegalArgumentException(names.size() + " names for " + classes + " classes");
      }
      if (!notes.containsKey(TABLE)) {
        return new DataCoding(names, Optional.empty());
      }
      TableNote note = JSON.readValue(notes.get(TABLE), TableNote.class);
      Standardization columns =
          new Standardization(note.columns(), note.means(), note.deviations());
      return new DataCoding(names, Optional.of(new TableCoding(note.label(), columns)));
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
      throw new IOException(
          "the file's notes on its data are damaged, expected those that train writes", e);
    }
  }

  /**
   * A table as the numbers that the network learned from.
   *
   * @throws IllegalArgumentException if a column or a number is missing
   */
  public Samples samples(Table rows) {
    return table
        .map(TableCoding::standardization)
        .map(columns -> columns.apply(rows.select(columns.names())))
        .orElse(rows)
        .samples();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
