package io.lanewise.nn.data;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A table of numbers from comma-separated values in UTF-8.
 *
 * <p>The first line names the columns. A cell is a decimal number, or nothing, {@code NA}, {@code
 * NaN} or {@code ?} where it is missing; it may be quoted (RFC 4180), spaces around it and empty
 * lines are skipped. One column may hold labels, which may be any text.
 */
public final class CsvFile {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setIgnoreSurroundingSpaces(true).get();
  private static final int BYTE_ORDER_MARK = 0xfeff;
  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

  /** Integers by their value, so that class 10 is not between 1 and 2. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingLong((String name) -> Long.parseLong(name))
          .thenComparing(Comparator.naturalOrder());

  private final Path file;
  private final @Nullable String label;
  private final @Nullable List<String> classNames;

  private List<String> header = List.of();
  private int labelAt = -1;
  private float[] values = new float[1024];
  private int count;
  private final List<String> labels = new ArrayList<>();

  private CsvFile(Path file, @Nullable String label, @Nullable List<String> classNames) {
    this.file = file;
    this.label = label;
    this.classNames = classNames;
  }

  /**
   * Reads a file in which every column holds numbers.
   *
   * @throws IOException if it is missing or not such a file; the message names file, line, column,
   *     what was found and what was expected
   */
  public static Table read(Path file) throws IOException {
    return new CsvFile(file, null, null).table();
  }

  /**
   * Reads a file with a column of labels. Classes are numbered in the order of their sorted names,
   * by value if all are integers: the order of the rows changes nothing, and two files with the
   * same classes number them alike.
   *
   * @param label name of the column of labels
   * @throws IOException as {@link #read(Path)}, and if the column or a label is missing
   */
  public static Table read(Path file, String label) throws IOException {
    return new CsvFile(file, label, null).table();
  }

  /**
   * Reads a file with a column of labels and known classes, as a network was trained on.
   *
   * @param label name of the column of labels
   * @param classNames name of each class
   * @throws IOException as {@link #read(Path, String)}, and if a label is none of the names
   */
  public static Table read(Path file, String label, List<String> classNames) throws IOException {
    return new CsvFile(file, label, classNames).table();
  }

  private Table table() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder, expected a CSV file");
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      skipByteOrderMark(reader);
      read(FORMAT.parse(reader));
    } catch (NoSuchFileException e) {
      IOException missing =
          new FileNotFoundException(file + " does not exist, expected a CSV file");
      missing.initCause(e);
      throw missing;
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8, expected text in UTF-8", e);
    }
    List<String> names = new ArrayList<>(header);
    names.remove(label);
    Table table = Table.of(names, Arrays.copyOf(values, count));
    if (label == null) {
      return table;
    }
    List<String> classes = classNames == null ? sorted(new HashSet<>(labels)) : classNames;
    Map<String, Integer> numbers = new HashMap<>();
    classes.forEach(name -> numbers.put(name, numbers.size()));
    return table.withLabels(labels.stream().mapToInt(numbers::get).toArray(), classes);
  }

  private void read(CSVParser parser) throws IOException {
    try (parser) {
      for (CSVRecord cells : parser) {
        String line = file + " line " + parser.getCurrentLineNumber();
        if (header.isEmpty()) {
          readHeader(line, cells);
        } else {
          readRow(line, cells);
        }
      }
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw e.getCause();
      }
      throw new IOException(
          (file + " line " + parser.getCurrentLineNumber())
              + (" is not comma-separated values: " + e.getCause().getMessage()),
          e);
    }
    if (count == 0) {
      throw new IOException(
          file + " has no rows, expected a line with the names of the columns and rows of numbers");
    }
  }

  private void readHeader(String line, CSVRecord cells) throws IOException {
    header = cells.stream().map(String::strip).toList();
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (name.isEmpty() || !seen.add(name)) {
        throw new IOException(
            line + " has column name \"" + name + "\", expected names, all different");
      }
    }
    if (label != null) {
      labelAt = header.indexOf(label);
      if (labelAt < 0) {
        throw new IOException(
            line + " has no column \"" + label + "\" for the labels, expected it among " + header);
      }
      if (header.size() == 1) {
        throw new IOException(line + " has no column but the labels, expected one of numbers");
      }
    }
  }

  private void readRow(String line, CSVRecord cells) throws IOException {
    if (cells.size() != header.size()) {
      throw new IOException(
          line
              + (" has " + cells.size() + " cells, expected " + header.size())
              + ", one for each column");
    }
    for (int j = 0; j < cells.size(); j++) {
      String cell = cells.get(j).strip();
      if (j != labelAt) {
        append(line, header.get(j), cell);
      } else if (isMissing(cell)) {
        throw wrong(line, header.get(j), cell, "a label");
      } else if (classNames != null && !classNames.contains(cell)) {
        throw wrong(line, header.get(j), cell, "one of " + classNames);
      } else {
        labels.add(cell);
      }
    }
  }

  private void append(String line, String column, String cell) throws IOException {
    float value = isMissing(cell) ? Float.NaN : number(cell);
    if (Float.isNaN(value) && !isMissing(cell)) {
      throw wrong(
          line, column, cell, "a decimal number, or nothing, NA, NaN or ? where it is missing");
    }
    if (count == values.length) {
      if (count == MAX_VALUES) {
        throw new IOException(line + " is too much, expected at most " + MAX_VALUES + " numbers");
      }
      values = Arrays.copyOf(values, (int) Math.min(MAX_VALUES, 2L * count));
    }
    values[count++] = value;
  }

  /** The number, NaN if it is none that a float holds. */
  private static float number(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      // Java's own syntax goes on to 1f, 0x1p3 and Infinity.
      if ("0123456789+-.eE".indexOf(cell.charAt(i)) < 0) {
        return Float.NaN;
      }
    }
    try {
      float value = Float.parseFloat(cell);
      return Float.isInfinite(value) ? Float.NaN : value;
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  private static boolean isMissing(String cell) {
    return cell.isEmpty()
        || cell.equals("?")
        || cell.equalsIgnoreCase("NA")
        || cell.equalsIgnoreCase("NaN");
  }

  private static IOException wrong(String line, String column, String cell, String expected) {
    String shown = cell.length() <= 40 ? cell : cell.substring(0, 40) + "...";
    return new IOException(
        line + ", column \"" + column + "\" has \"" + shown + "\", expected " + expected);
  }

  private static List<String> sorted(Set<String> names) {
    boolean integers = names.stream().allMatch(name -> INTEGER.matcher(name).matches());
    return names.stream().sorted(integers ? BY_NUMBER : Comparator.naturalOrder()).toList();
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }
}
