package io.lanewise.bench.check;

import io.lanewise.bench.results.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The document of a run of the gate: what {@code check --format json} prints.
 *
 * @param schema {@value #SCHEMA}
 * @param date when it ran, ISO 8601 in UTC
 * @param commandLine what runs it again
 * @param environment where it ran
 * @param cpuFingerprint the folder of this CPU's baselines
 * @param baseline the file that speeds were held against; null if there was none
 * @param seed of the contract's operands and random shapes
 * @param rows each kernel at each level
 * @param speeds what was measured
 */
public record CheckReport(
    String schema,
    String date,
    String commandLine,
    Environment environment,
    String cpuFingerprint,
    @Nullable String baseline,
    long seed,
    List<CheckRow> rows,
    List<SpeedRow> speeds) {

  /** The version of this format. */
  public static final String SCHEMA = "lanewise-check-1";

  private static final String KERNEL = "kernel";
  private static final int LONGEST_REASON = 300;

  /** A row that is not ok, for people. */
  private record Problem(
      String where, CheckStatus status, @Nullable String replay, @Nullable String reason) {}

  /**
   * The same for people: for each backend a table of kernels and levels, another one of shares of
   * the peak, and under them whatever is not ok with its replay line.
   */
  public Map<String, Object> tables() {
    Map<String, Object> tables = new LinkedHashMap<>();
    Set<String> backends = new LinkedHashSet<>();
    rows.forEach(row -> backends.add(row.backend()));
    for (String backend : backends) {
      List<CheckRow> here = rows.stream().filter(row -> row.backend().equals(backend)).toList();
      tables.put(backend, statuses(here));
      List<Map<String, String>> shares = shares(backend);
      if (!shares.isEmpty()) {
        tables.put(backend + ", share of the FMA peak (pooling: of the triad)", shares);
      }
    }
    List<Problem> problems =
        rows.stream()
            .filter(row -> row.status() != CheckStatus.OK)
            .map(
                row ->
                    new Problem(
                        row.kernel().equals(CheckRow.EVERY_KERNEL)
                            ? row.backend() + " at " + row.level()
                            : row.kernel() + " at " + row.level(),
                        row.status(),
                        row.replay(),
                        shortened(row.reason())))
            .toList();
    if (!problems.isEmpty()) {
      tables.put("not ok", problems);
    }
    return tables;
  }

  /** A terminal has lines of some length; the whole is in the other formats. */
  private static @Nullable String shortened(@Nullable String reason) {
    return reason == null || reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON) + " ...";
  }

  /** A row for each kernel, a column for each level. */
  private static List<Map<String, String>> statuses(List<CheckRow> here) {
    Set<String> levels = new LinkedHashSet<>();
    Map<String, Map<String, String>> table = new LinkedHashMap<>();
    here.forEach(row -> levels.add(row.level()));
    here.stream()
        .filter(row -> !row.kernel().equals(CheckRow.EVERY_KERNEL))
        .forEach(row -> line(table, row.kernel(), levels).put(row.level(), row.status() + ""));
    for (CheckRow row : here) {
      if (row.kernel().equals(CheckRow.EVERY_KERNEL)) {
        if (table.isEmpty()) {
          line(table, row.kernel(), levels);
        }
        table.values().forEach(line -> line.put(row.level(), row.status().toString()));
      }
    }
    return new ArrayList<>(table.values());
  }

  private static Map<String, String> line(
      Map<String, Map<String, String>> table, String name, Set<String> levels) {
    return table.computeIfAbsent(
        name,
        kernel -> {
          Map<String, String> line = new LinkedHashMap<>(Map.of(KERNEL, kernel));
          levels.forEach(level -> line.put(level, "-"));
          return line;
        });
  }

  private List<Map<String, String>> shares(String backend) {
    List<SpeedRow> here =
        speeds.stream()
            .filter(row -> row.what().backend().equals(backend) && row.share() != null)
            .toList();
    Set<String> levels = new LinkedHashSet<>();
    here.forEach(row -> levels.add(row.what().level()));
    Map<String, Map<String, String>> table = new LinkedHashMap<>();
    for (SpeedRow row : here) {
      String ratio = row.ratio() == null ? "" : String.format(Locale.ROOT, " (x%.2f)", row.ratio());
      line(table, row.what().kernel() + " " + row.what().problem(), levels)
          .put(row.what().level(), String.format(Locale.ROOT, "%.2f%s", row.share(), ratio));
    }
    return new ArrayList<>(table.values());
  }
}
