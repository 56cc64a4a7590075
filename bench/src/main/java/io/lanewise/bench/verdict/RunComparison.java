package io.lanewise.bench.verdict;

import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.RulerSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side: of two machines, two JDKs, two commits. What differs in the place stands
 * first, because it is the first candidate for what differs in the figures.
 *
 * @param runs which two
 * @param environment what differs between their places
 * @param summary what came out, in sentences
 * @param rows what both have measured: the machine, the kernels, the trainings
 * @param notCompared what they have not both measured
 */
public record RunComparison(
    List<Run> runs,
    List<EnvironmentDifference> environment,
    List<String> summary,
    List<ComparedRow> rows,
    List<UncomparedRow> notCompared) {

  private static final double RULER_TOLERANCE = 1.05;

  /**
   * One of the two.
   *
   * @param run base or head
   * @param date when it was measured
   * @param commandLine what makes it again
   * @param warnings why its figures are worth less than they look
   */
  public record Run(String run, String date, String commandLine, List<String> warnings) {}

  /** Copies the lists. */
  public RunComparison {
    runs = List.copyOf(runs);
    environment = List.copyOf(environment);
    summary = List.copyOf(summary);
    rows = List.copyOf(rows);
    notCompared = List.copyOf(notCompared);
  }

  /** Compares two runs, the head with the base. */
  public static RunComparison of(Results base, Results head, Criteria criteria) {
    List<Partners> partners = Partners.of(MeasuredRow.of(base), MeasuredRow.of(head));
    List<ComparedRow> rows =
        partners.stream()
            .filter(Partners::isComparable)
            .map(both -> ComparedRow.of(both.base(), both.head(), criteria))
            .toList();
    List<UncomparedRow> notCompared =
        partners.stream()
            .filter(both -> !both.isComparable())
            .map(both -> UncomparedRow.of(both.base(), both.head()))
            .toList();
    List<EnvironmentDifference> environment = EnvironmentDifference.of(base, head);
    return new RunComparison(
        List.of(run("base", base), run("head", head)),
        environment,
        Stream.of(
                Stream.of(sentence(environment)),
                ruler(base.conditions(), head.conditions()).stream(),
                sentences(rows, notCompared.size(), criteria))
            .flatMap(sentences -> sentences)
            .toList(),
        rows,
        notCompared);
  }

  private static Run run(String name, Results results) {
    return new Run(name, results.date(), results.commandLine(), results.warnings());
  }

  private static String sentence(List<EnvironmentDifference> environment) {
    return environment.isEmpty()
        ? "Nothing that was recorded of the two environments differs."
        : environment.stream()
            .map(EnvironmentDifference::what)
            .collect(Collectors.joining(", ", "The environments differ in ", "."));
  }

  /** What the machine itself did to the figures, if that is more than a ruler moves by itself. */
  private static Optional<String> ruler(@Nullable Conditions base, @Nullable Conditions head) {
    if (base == null
        || head == null
        || base.ruler().isEmpty()
        || head.ruler().isEmpty()
        || base.rulerThreads() != head.rulerThreads()) {
      return Optional.empty();
    }
    double ratio = ruler(head) / ruler(base);
    return Math.max(ratio, 1 / ratio) <= RULER_TOLERANCE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "The ruler, plain Java that is in no build, ran at %.2f times its speed in the"
                    + " base: so much is the machine's.",
                ratio));
  }

  private static double ruler(Conditions conditions) {
    return Median.of(conditions.ruler().stream().mapToDouble(RulerSample::gflops).toArray());
  }

  private static Stream<String> sentences(
      List<ComparedRow> rows, int notCompared, Criteria criteria) {
    Map<Verdict, Long> counts =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    ComparedRow::verdict,
                    () -> new EnumMap<>(Verdict.class),
                    Collectors.counting()));
    List<String> sentences = new ArrayList<>();
    String verdicts =
        Arrays.stream(Verdict.values())
            .filter(counts::containsKey)
            .map(verdict -> counts.get(verdict) + " " + verdict)
            .collect(Collectors.joining(", "));
    sentences.add(
        counts.isEmpty()
            ? "Nothing was measured by both."
            : "Of %d rows: %s.".formatted(rows.size(), verdicts));
    if (!counts.containsKey(Verdict.SLOWER)
        && !counts.containsKey(Verdict.FASTER)
        && !counts.containsKey(Verdict.BIMODAL)) {
      sentences.add("No difference between the two runs can be claimed.");
    }
    sentences.add(
        String.format(
            Locale.ROOT,
            "A difference is a ratio of %.2f at least whose two %.0f %% confidence intervals over"
                + " JVMs are disjoint.",
            criteria.leastRatio(),
            100 * criteria.level()));
    if (counts.containsKey(Verdict.TOO_FEW_FORKS)) {
      sentences.add("Rows of too few forks need runs with more JVMs, such as --forks 5.");
    }
    if (notCompared > 0) {
      sentences.add(notCompared + " rows were not measured by both, see the last table.");
    }
    return sentences.stream();
  }
}
