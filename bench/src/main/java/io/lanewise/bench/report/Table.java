package io.lanewise.bench.report;

import io.lanewise.bench.results.KernelRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table whose columns are functions of its rows. The page's script sorts it; a number is sorted
 * by its value and not by its text.
 */
final class Table<R> {

  private static final String NOTHING = "–";

  /** Longer than the names of things: words that need room. */
  private static final int PROSE = 40;

  private final List<Cells<R>> columns = new ArrayList<>();

  private record Cells<R>(
      String name,
      boolean numeric,
      Function<R, @Nullable String> text,
      Function<R, @Nullable Number> value,
      Predicate<R> bad) {}

  Table<R> column(String name, Function<R, @Nullable String> text) {
    return column(
        name, text, row -> name.equals("status") && !KernelRow.OK.equals(text.apply(row)));
  }

  /** A column in which some rows say that something is wrong. */
  Table<R> column(String name, Function<R, @Nullable String> text, Predicate<R> bad) {
    columns.add(new Cells<>(name, false, text, row -> null, bad));
    return this;
  }

  /** A column of numbers. */
  Table<R> number(String name, String format, Function<R, @Nullable Number> value) {
    return number(name, row -> format(format, value.apply(row)), value);
  }

  /** A column of numbers that are written as something else. */
  Table<R> number(
      String name, Function<R, @Nullable String> text, Function<R, @Nullable Number> value) {
    columns.add(new Cells<>(name, true, text, value, row -> false));
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
          html.element("td", shown, "class", style(column, row));
        } else {
          html.element("td", shown, "class", style(column, row), "data-value", value.toString());
        }
      }
      html.close();
    }
    html.close().close().close();
  }

  private static <R> String style(Cells<R> column, R row) {
    if (column.numeric) {
      return "num";
    }
    String text = column.text.apply(row);
    String prose = text != null && text.length() > PROSE ? "prose" : "";
    return column.bad.test(row) ? ("bad " + prose).strip() : prose;
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
