package io.lanewise.bench.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The text of one value in a table. */
final class Cell {

  private static final String NONE = "-";

  private Cell() {}

  /** Every digit, for programs; an absent value is empty. */
  static String raw(@Nullable JsonNode value) {
    return isAbsent(value) ? "" : text(value);
  }

  /** Four significant digits, for people; an absent value is a dash. */
  static String rounded(@Nullable JsonNode value) {
    if (isAbsent(value)) {
      return NONE;
    }
    // What moves the cursor has no place in a table: a name may come from a stranger's file.
    return value.isFloatingPointNumber()
        ? rounded(value.doubleValue())
        : text(value).replaceAll("\\s", " ").replaceAll("\\p{Cc}", "?");
  }

  static boolean isNumber(@Nullable JsonNode value) {
    return isAbsent(value) || value.isNumber();
  }

  private static String rounded(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (size == 0) {
      return "0";
    }
    if (size < 1e-3 || size >= 1e9) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static boolean isAbsent(@Nullable JsonNode value) {
    return value == null || value.isNull();
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(Cell::text)
          .collect(Collectors.joining(", "));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(entry -> entry.getKey() + " " + text(entry.getValue()))
          .collect(Collectors.joining("; "));
    }
    return value.asText();
  }
}
