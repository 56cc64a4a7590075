package io.lanewise.bench.report;

import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;

/** One sentence for each operation: who is the fastest, and by how much. */
final class Summary {

  /** What wins by less is no winner: a run's ruler may move by as much without a warning. */
  private static final double CLEARLY = 1.05;

  private Summary() {}

  /** The sentences, in the order of the rows. */
  static List<String> of(Results results) {
    List<String> sentences = new ArrayList<>();
    Map<String, List<KernelRow>> operations =
        results.rows().stream()
            .filter(KernelRow::measured)
            .collect(
                Collectors.groupingBy(
                    row -> heading(row), LinkedHashMap::new, Collectors.toList()));
    operations.forEach(
        (heading, rows) ->
            sentences.add(heading + ": " + kernels(rows) + missing(missingKernels(results, rows))));
    Map<String, List<TrainingRow>> trainings =
        results.training().stream()
            .filter(TrainingRow::measured)
            .collect(
                Collectors.groupingBy(TrainingRow::label, LinkedHashMap::new, Collectors.toList()));
    trainings.forEach(
        (label, rows) ->
            sentences.add(
                "training of "
                    + label
                    + ": "
                    + training(rows)
                    + missing(missingTrainings(results, label, rows))));
    return sentences;
  }

  static String heading(String operation, String type, int threads) {
    return "%s, %s, %d thread%s".formatted(operation, type, threads, threads == 1 ? "" : "s");
  }

  /** A winner is one among those that ran: what did not run is said beside it. */
  private static String missing(Map<String, String> statuses) {
    return statuses.isEmpty()
        ? ""
        : statuses.entrySet().stream()
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", ", " Not measured: ", "."));
  }

  /** Backends of which nothing was measured in an operation, with a word of why. */
  private static Map<String, String> missingKernels(Results results, List<KernelRow> measured) {
    String heading = heading(measured.get(0));
    Map<String, String> statuses = new LinkedHashMap<>();
    results.rows().stream()
        .filter(row -> !row.measured() && heading(row).equals(heading))
        .forEach(row -> statuses.putIfAbsent(row.backend(), Table.word(row.status())));
    measured.forEach(row -> statuses.remove(row.backend()));
    return statuses;
  }

  private static Map<String, String> missingTrainings(
      Results results, String label, List<TrainingRow> measured) {
    Map<String, String> statuses = new LinkedHashMap<>();
    results.training().stream()
        .filter(row -> !row.measured() && row.label().equals(label))
        .forEach(row -> statuses.putIfAbsent(row.backend(), Table.word(row.status())));
    measured.forEach(row -> statuses.remove(row.backend()));
    return statuses;
  }

  private static String heading(KernelRow row) {
    return heading(row.operation(), row.type(), row.threads());
  }

  private static String kernels(List<KernelRow> rows) {
    Map<String, Map<String, Double>> speeds = new LinkedHashMap<>();
    Contenders.of(rows)
        .forEach(
            (contender, problems) -> {
              Map<String, Double> its = new LinkedHashMap<>();
              problems.forEach((problem, row) -> its.put(problem, row.gflops()));
              speeds.put(contender, its);
            });
    Set<String> common = new LinkedHashSet<>();
    speeds.values().forEach(problems -> common.addAll(problems.keySet()));
    speeds.values().forEach(problems -> common.retainAll(problems.keySet()));
    if (common.isEmpty()) {
      return wins(speeds) + best(rows);
    }
    Map<String, Double> means = new LinkedHashMap<>();
    speeds.forEach(
        (backend, problems) ->
            means.put(
                backend,
                StatUtils.geometricMean(common.stream().mapToDouble(problems::get).toArray())));
    return ranking(means)
        + (common.size() == 1 ? "." : " (geometric mean over " + common.size() + " problems).")
        + best(rows);
  }

  /** Where not all of them computed the same problems: who was the fastest how often. */
  private static String wins(Map<String, Map<String, Double>> speeds) {
    Map<String, Map<String, Double>> problems = new LinkedHashMap<>();
    speeds.forEach(
        (contender, its) ->
            its.forEach(
                (problem, speed) ->
                    problems
                        .computeIfAbsent(problem, p -> new LinkedHashMap<>())
                        .put(contender, speed)));
    problems.values().removeIf(contenders -> contenders.size() < 2);
    Map<String, Long> wins =
        problems.values().stream()
            .map(
                contenders ->
                    Collections.max(contenders.entrySet(), Map.Entry.comparingByValue()).getKey())
            .collect(
                Collectors.groupingBy(
                    Function.identity(), LinkedHashMap::new, Collectors.counting()));
    if (wins.isEmpty()) {
      return "each was measured on problems of its own.";
    }
    return wins.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> entry.getKey() + " in " + entry.getValue())
        .collect(
            Collectors.joining(
                ", ",
                "of " + problems.size() + " problems that several computed, the fastest is ",
                "."));
  }

  private static String best(List<KernelRow> rows) {
    KernelRow best = rows.stream().max(Comparator.comparingDouble(KernelRow::gflops)).orElseThrow();
    if (best.copies()) {
      KernelRow fastest =
          rows.stream().max(Comparator.comparingDouble(KernelRow::gbPerSecond)).orElseThrow();
      return format(" %s reaches %.1f GB/s.", fastest.kernel(), fastest.gbPerSecond());
    }
    String share =
        best.fractionOfPeak() == null
            ? ""
            : format(", %.0f %% of the FMA peak", 100 * best.fractionOfPeak());
    return format(" %s reaches %.1f GFLOP/s%s.", best.kernel(), best.gflops(), share);
  }

  private static String training(List<TrainingRow> rows) {
    Map<String, Double> speeds = new LinkedHashMap<>();
    rows.forEach(row -> speeds.put(row.backend(), row.imagesPerSecond()));
    TrainingRow best =
        rows.stream().max(Comparator.comparingDouble(TrainingRow::imagesPerSecond)).orElseThrow();
    String accuracy =
        best.testAccuracy() == null
            ? ""
            : format(" and reaches a test accuracy of %.4f", best.testAccuracy());
    return ranking(speeds)
        + format(". %s trains %,.0f images/s%s.", best.backend(), best.imagesPerSecond(), accuracy);
  }

  /** "a is the fastest: 1.20 times b, 9.00 times c". */
  private static String ranking(Map<String, Double> speeds) {
    List<Map.Entry<String, Double>> order =
        speeds.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .toList();
    Map.Entry<String, Double> winner = order.get(0);
    if (order.size() == 1) {
      return winner.getKey() + " alone was measured";
    }
    String who =
        winner.getValue() >= CLEARLY * order.get(1).getValue()
            ? winner.getKey() + " is the fastest: "
            : "no clear winner: " + winner.getKey() + " reaches ";
    return order.stream()
        .skip(1)
        .map(other -> format("%.2f times %s", winner.getValue() / other.getValue(), other.getKey()))
        .collect(Collectors.joining(", ", who, ""));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
