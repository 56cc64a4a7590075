package io.lanewise.bench.report;

import io.lanewise.bench.results.KernelRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table whose columns are functions of its rows. */
final class Table<R> {

  private final List<Cells<R>> columns = new ArrayList<>();

  private record Cells<R>(String name, boolean numeric, Function<R, @Nullable String> value) {}

  Table<R> column(String name, Function<R, @Nullable String> value) {
    columns.add(new Cells<>(name, false, value));
    return this;
  }

  Table<R> number(String name, Function<R, @Nullable String> value) {
    columns.add(new Cells<>(name, true, value));
    return this;
  }

  void render(Markup html, List<R> rows) {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (Cells<R> column : columns) {
      html.element("th", column.name, "class", column.numeric ? "num" : "");
    }
    html.close().close().open("tbody");
    for (R row : rows) {
      html.open("tr");
      for (Cells<R> column : columns) {
        String value = column.value.apply(row);
        html.element("td", value == null ? "–" : value, "class", style(column, value));
      }
      html.close();
    }
    html.close().close().close();
  }

  private static String style(Cells<?> column, @Nullable String value) {
    boolean bad = column.name.equals("status") && !KernelRow.OK.equals(value);
    return bad ? "bad" : column.numeric ? "num" : "";
  }

  static @Nullable String format(String format, @Nullable Number value) {
    return value == null ? null : String.format(Locale.ROOT, format, value.doubleValue());
  }

  static @Nullable String percent(@Nullable Double fraction) {
    return fraction == null ? null : format("%.1f %%", 100 * fraction);
  }

  static @Nullable String range(String format, @Nullable Double low, @Nullable Double high) {
    return low == null ? null : format(format, low) + " – " + format(format, high);
  }
}
