package io.lanewise.bench.report;

import io.lanewise.bench.results.KernelRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table whose columns are functions of its rows. The page's script sorts it; a number is sorted
 * by its value and not by its text.
 */
final class Table<R> {

  private static final String NOTHING = "–";

  private final List<Cells<R>> columns = new ArrayList<>();

  private record Cells<R>(
      String name,
      boolean numeric,
      Function<R, @Nullable String> text,
      Function<R, @Nullable Number> value) {}

  Table<R> column(String name, Function<R, @Nullable String> text) {
    columns.add(new Cells<>(name, false, text, row -> null));
    return this;
  }

  /** A column of numbers. */
  Table<R> number(String name, String format, Function<R, @Nullable Number> value) {
    return number(name, row -> format(format, value.apply(row)), value);
  }

  /** A column of numbers that are written as something else. */
  Table<R> number(
      String name, Function<R, @Nullable String> text, Function<R, @Nullable Number> value) {
    columns.add(new Cells<>(name, true, text, value));
    return this;
  }

  void render(Markup html, List<R> rows) {
    html.open("div", "class", "scroll", "tabindex", "0").open("table").open("thead").open("tr");
    for (Cells<R> column : columns) {
      html.element("th", column.name, "scope", "col", "class", column.numeric ? "num" : "");
    }
    html.close().close().open("tbody");
    for (R row : rows) {
      html.open("tr");
      for (Cells<R> column : columns) {
        String text = column.text.apply(row);
        Number value = column.value.apply(row);
        String shown = text == null ? NOTHING : text;
        if (value == null) {
          html.element("td", shown, "class", style(column, text));
        } else {
          html.element("td", shown, "class", style(column, text), "data-value", value.toString());
        }
      }
      html.close();
    }
    html.close().close().close();
  }

  private static String style(Cells<?> column, @Nullable String text) {
    boolean bad = column.name.equals("status") && !KernelRow.OK.equals(text);
    return bad ? "bad" : column.numeric ? "num" : "";
  }

  /** A status without its reason: {@code failed}. */
  static String word(String status) {
    return status.contains(":") ? status.substring(0, status.indexOf(':')) : status;
  }

  static @Nullable String format(String format, @Nullable Number value) {
    if (value == null) {
      return null;
    }
    boolean whole = value instanceof Integer || value instanceof Long;
    return String.format(Locale.ROOT, format, whole ? value : (Object) value.doubleValue());
  }

  static @Nullable String percent(@Nullable Double fraction) {
    return fraction == null ? null : format("%.1f %%", 100 * fraction);
  }

  static @Nullable String range(String format, @Nullable Double low, @Nullable Double high) {
    return low == null || high == null ? null : format(format, low) + " – " + format(format, high);
  }
}
