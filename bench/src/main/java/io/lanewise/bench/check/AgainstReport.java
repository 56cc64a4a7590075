package io.lanewise.bench.check;

import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.verdict.Criteria;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Two builds on one machine.
 *
 * @param about which two, where and when
 * @param summary what came out, in sentences
 * @param skipped levels that were not compared, each with the reason
 * @param rows every speed
 * @param regressions how many of them are worse in the head
 * @param inconclusive how many could not be decided
 */
public record AgainstReport(
    Map<String, String> about,
    List<String> summary,
    List<Skipped> skipped,
    List<AgainstRow> rows,
    int regressions,
    int inconclusive) {

  /** A level that was not compared. */
  public record Skipped(String backend, String level, String reason) {}

  /** Copies. */
  public AgainstReport {
    summary = List.copyOf(summary);
    skipped = List.copyOf(skipped);
    rows = List.copyOf(rows);
  }

  static AgainstReport of(
      Map<String, String> about,
      List<Skipped> skipped,
      List<AgainstRow> rows,
      int regressions,
      int inconclusive,
      Criteria criteria) {
    List<String> summary = new ArrayList<>();
    summary.add(
        regressions > 0
            ? "The head is worse in %d of %d speeds.".formatted(regressions, rows.size())
            : rows.isEmpty()
                ? "Nothing was compared."
                : inconclusive > 0
                    ? "Nothing is worse that could be decided; %d of %d speeds could not."
                        .formatted(inconclusive, rows.size())
                    : "Nothing is worse in %d speeds.".formatted(rows.size()));
    summary.add(counts(rows));
    summary.add(
        String.format(
            Locale.ROOT,
            "A change is a ratio of %.2f at least whose %.0f %% confidence interval over pairs of"
                + " JVMs does not hold 1, found by two series of pairs.",
            1 + criteria.threshold(),
            100 * criteria.level()));
    int disturbed = rows.stream().mapToInt(AgainstRow::disturbed).max().orElse(0);
    if (disturbed > 0) {
      summary.add(
          "Up to %d pairs of a level do not count, because the ruler moved by more than a factor of 1.5 meanwhile."
              .formatted(disturbed));
    }
    return new AgainstReport(about, summary, skipped, rows, regressions, inconclusive);
  }

  private static String counts(List<AgainstRow> rows) {
    Map<String, Long> counts =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    AgainstRow::verdict, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", ", "", "."));
  }

  /**
   * What the command exits with: 1 if the head is worse, 3 if that could not be decided, 4 if there
   * was nothing to compare.
   */
  public int exitStatus() {
    if (rows.isEmpty()) {
      return ExitStatus.ENVIRONMENT;
    }
    return regressions > 0
        ? ExitStatus.FAILED
        : inconclusive > 0 ? ExitStatus.INCONCLUSIVE : ExitStatus.DONE;
  }
}
