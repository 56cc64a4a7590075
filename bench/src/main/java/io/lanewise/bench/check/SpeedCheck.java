package io.lanewise.bench.check;

import io.lanewise.bench.check.LevelJvms.Death;
import io.lanewise.bench.check.LevelJvms.Outcome;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.verdict.Comparison;
import io.lanewise.bench.verdict.ConfidenceInterval;
import io.lanewise.bench.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures the kernels of a backend at a level and holds them against a baseline.
 *
 * <p>The first look only says where to look again: what seems a little slow is looked at once more,
 * and what still does, or seemed far slower, is measured in further JVMs, and these alone decide.
 * Were the first look part of it, the slowest of some hundred figures would be judged by the very
 * disturbance that picked them. What they find slow is measured once more when all levels have
 * been, and is slow only if it is then: a machine has minutes in which memory or caches are slower,
 * longer than a series takes, and the intervals of a series know nothing of them.
 */
final class SpeedCheck {

  /** JVMs of a series: enough for a confidence interval; twice as many show two groups. */
  private static final int AGAIN = 4;

  private static final int MOST_AGAIN = 8;

  /**
   * Below this ratio it may be a kernel that is slow in some JVMs: one that is fast says little.
   */
  private static final double FAR = 0.7;

  private final CheckRequest request;
  private final @Nullable Baseline baseline;
  private final double leastDeviation;

  SpeedCheck(CheckRequest request, @Nullable Baseline baseline) {
    this.request = request;
    this.baseline = baseline;
    leastDeviation = baseline == null ? 0 : baseline.deviation();
  }

  /**
   * What was found at a level.
   *
   * @param rows speeds
   * @param isa instruction set in effect; null if the backend could not be opened
   * @param failure what is wrong with the level as a whole; null if nothing
   * @param deaths kernels that ended a JVM
   * @param gone kernels that the baseline has and the backend no longer
   */
  record Found(
      List<SpeedRow> rows,
      @Nullable String isa,
      @Nullable Death failure,
      Map<String, Death> deaths,
      Set<String> gone) {}

  /** Fresh JVMs at a level. */
  @FunctionalInterface
  interface Jvms {

    /**
     * Measures in one; in more where a kernel ends it.
     *
     * @param only which kernels, see {@link KernelNames#matching}
     * @param without kernels that are left out, as they have ended a JVM before
     */
    Outcome measure(String only, SpeedChild.Effort effort, Set<String> without);
  }

  /** A level, and what was seen there so far. */
  static final class Look {
    private final Level level;
    private final Series series;
    private final Map<SpeedCase, Measured> first = new LinkedHashMap<>();
    private Map<SpeedCase, Measured> second = Map.of();

    private Look(Level level, Jvms jvms) {
      this.level = level;
      series = new Series(jvms);
    }

    /** The instruction set in effect; null if the backend could not be opened. */
    @Nullable String isa() {
      return series.isa;
    }

    /** How many speeds there are, or why not. */
    String outcome() {
      return series.failure == null ? first.size() + " measured" : "" + series.failure.status();
    }

    private Found found(List<SpeedRow> rows, Set<String> gone) {
      return new Found(rows, series.isa, series.failure, series.deaths, gone);
    }
  }

  /** Begins, without measuring anything. */
  static Look open(Level level, Jvms jvms) {
    return new Look(level, jvms);
  }

  /** Measures everything in another JVM. */
  void measure(Look look) {
    look.series.measure(request.only(), effort());
    look.series.take().forEach((what, more) -> look.first.merge(what, more, Measured::and));
  }

  private SpeedChild.Effort effort() {
    return request.quick() ? SpeedChild.Effort.QUICK : SpeedChild.Effort.FULL;
  }

  /** Replaces what seems a little slow, mostly by chance, by another look that finds it is not. */
  void lookTwice(Look look) {
    Set<String> kernels = new LinkedHashSet<>();
    look.first.forEach(
        (what, looked) -> {
          if (isALittleSlow(looked)) {
            kernels.add(what.kernel());
          }
        });
    if (kernels.isEmpty() || look.series.failure != null) {
      return;
    }
    look.series.measure(String.join(",", kernels), effort());
    look.series
        .take()
        .forEach(
            (what, again) ->
                look.first.computeIfPresent(
                    what,
                    (same, looked) ->
                        isALittleSlow(looked) && !isSuspicious(again) ? again : looked));
  }

  /** Judges, and measures again what still seems slow. */
  Found judge(Look look) {
    Map<SpeedCase, Measured> suspects = new LinkedHashMap<>();
    look.first.forEach(
        (what, looked) -> {
          if (isSuspicious(looked)) {
            suspects.put(what, looked);
          }
        });
    look.second = again(look.series, suspects);
    List<SpeedRow> rows = new ArrayList<>();
    look.first.forEach(
        (what, looked) ->
            rows.add(
                suspects.containsKey(what)
                    ? rowOfSuspect(looked, look.second.get(what))
                    : row(looked)));
    look.series.failed.forEach((what, why) -> rows.add(SpeedRow.failed(what, why)));
    return look.found(rows, gone(look.level, look.series, rows));
  }

  /** Measures what was found slow once more, which alone decides. */
  Found confirm(Look look, Found found) {
    Map<SpeedCase, Measured> slow = new LinkedHashMap<>();
    for (SpeedRow row : found.rows()) {
      if (row.judgement() == SpeedRow.Judgement.SLOW) {
        slow.put(row.what(), Objects.requireNonNull(look.second.get(row.what())));
      }
    }
    if (slow.isEmpty()) {
      return found;
    }
    Map<SpeedCase, Measured> third = again(look.series, slow);
    List<SpeedRow> rows =
        found.rows().stream()
            .map(
                row -> {
                  Measured before = slow.get(row.what());
                  return before == null ? row : rowOfSuspect(before, third.get(row.what()));
                })
            .toList();
    return look.found(rows, found.gone());
  }

  /**
   * Further JVMs of what is suspected: until it is plain that it was chance, or there are enough
   * for a verdict, or as many again where that is too noisy.
   *
   * @param suspects with the figures that raised the suspicion
   */
  private Map<SpeedCase, Measured> again(Series series, Map<SpeedCase, Measured> suspects) {
    Map<SpeedCase, Measured> again = new LinkedHashMap<>();
    for (int jvm = 0; jvm < MOST_AGAIN && series.failure == null; jvm++) {
      Set<String> kernels = new LinkedHashSet<>();
      suspects.forEach(
          (what, suspected) -> {
            boolean isDead = series.deaths.containsKey(what.kernel());
            if (!isDead && !isSettled(suspected, again.get(what))) {
              kernels.add(what.kernel());
            }
          });
      if (kernels.isEmpty()) {
        break;
      }
      series.measure(String.join(",", kernels), effort());
      series.take().forEach((what, more) -> again.merge(what, more, Measured::and));
    }
    return again;
  }

  /**
   * Chance is plain where half of the threshold is not reached, or not what the baseline's JVMs do;
   * not where the suspicion was of a kernel that is slow in some JVMs, or far slower, which may be
   * one.
   */
  private boolean isSettled(Measured suspected, @Nullable Measured again) {
    if (again == null) {
      return false;
    }
    int jvms = again.rates.size();
    if (jvms < AGAIN) {
      boolean isPlain = ratio(again) > Math.sqrt(leastRatio()) || !isBelowBaseline(again);
      return isPlain && isALittleSlow(suspected) && !isBimodal(suspected);
    }
    return jvms % AGAIN == 0 && judgement(again) != SpeedRow.Judgement.NOISY;
  }

  /** Kernels of the baseline that were asked for, and of which nothing was heard. */
  private Set<String> gone(Level level, Series series, List<SpeedRow> rows) {
    if (baseline == null || series.failure != null) {
      return Set.of();
    }
    Set<String> gone = baseline.kernels(level.backend(), level.name());
    gone.removeIf(KernelNames.matching(request.only()).negate());
    gone.removeAll(series.deaths.keySet());
    rows.forEach(row -> gone.remove(row.what().kernel()));
    return gone;
  }

  private SpeedRow row(Measured looked) {
    boolean isJudged = compare(looked).isPresent();
    return row(looked, isJudged ? SpeedRow.Judgement.AS_BEFORE : SpeedRow.Judgement.NONE);
  }

  /** What ended the JVMs that were to look again is told by another row. */
  private SpeedRow rowOfSuspect(Measured suspected, @Nullable Measured again) {
    return again == null ? row(suspected, SpeedRow.Judgement.NOISY) : row(again, judgement(again));
  }

  private SpeedRow row(Measured measured, SpeedRow.Judgement judgement) {
    return SpeedRow.of(
        measured.figure,
        Median.of(numbers(measured.rates)),
        compare(measured).orElse(null),
        judgement);
  }

  private SpeedRow.Judgement judgement(Measured measured) {
    Comparison comparison = compare(measured).orElseThrow();
    if (comparison.isRegression() && (isBimodal(measured) || isSuspicious(measured))) {
      return SpeedRow.Judgement.SLOW;
    }
    boolean isUndecided =
        comparison.verdict() == Verdict.TOO_NOISY || comparison.verdict() == Verdict.TOO_FEW_FORKS;
    return isUndecided && isSuspicious(measured)
        ? SpeedRow.Judgement.NOISY
        : SpeedRow.Judgement.AS_BEFORE;
  }

  /** The ratio to the baseline below which something is slow. */
  private double leastRatio() {
    return 1 / (1 + request.criteria().threshold());
  }

  private boolean isSuspicious(Measured measured) {
    return ratio(measured) < leastRatio() && isBelowBaseline(measured);
  }

  /**
   * Whether the mean is less than another JVM of the baseline may be expected to reach. JVMs of one
   * series have their minutes in common, so that their mean is no surer than one of them; and six
   * JVMs of the baseline that are alike on a machine where others are not may be so by chance.
   */
  private boolean isBelowBaseline(Measured measured) {
    return Optional.ofNullable(baseline)
        .flatMap(known -> known.figure(measured.figure.what()))
        .map(base -> numbers(base.shares()))
        .flatMap(
            shares -> ConfidenceInterval.ofNext(shares, request.criteria().level(), leastDeviation))
        .filter(next -> ratio(measured) >= next.low() / next.mean())
        .isEmpty();
  }

  private boolean isALittleSlow(Measured measured) {
    return isSuspicious(measured) && ratio(measured) > FAR;
  }

  /** To the baseline; 1 where there is none. */
  private double ratio(Measured measured) {
    return compare(measured).map(Comparison::ratio).orElse(1.0);
  }

  private boolean isBimodal(Measured measured) {
    return compare(measured).filter(found -> found.verdict() == Verdict.BIMODAL).isPresent();
  }

  private Optional<Comparison> compare(Measured measured) {
    return Optional.ofNullable(baseline)
        .flatMap(known -> known.figure(measured.figure.what()))
        .map(
            base ->
                Comparison.ofIndependent(
                    numbers(base.shares()), numbers(measured.figure.shares()), request.criteria()));
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  record Measured(SpeedFigure figure, List<Double> rates) {

    Measured and(Measured more) {
      List<Double> all = new ArrayList<>(rates);
      all.addAll(more.rates);
      return new Measured(figure.and(more.figure), all);
    }
  }

  /** JVMs of one level, one after the other; what ended one is left out of those that follow. */
  static final class Series {
    private final Jvms jvms;
    private final Map<String, Death> deaths = new LinkedHashMap<>();
    private final Map<SpeedCase, String> failed = new LinkedHashMap<>();
    private Map<SpeedCase, Measured> measured = new LinkedHashMap<>();
    private @Nullable String isa;
    private @Nullable Death failure;

    Series(Jvms jvms) {
      this.jvms = jvms;
    }

    /** One more JVM, unless the level has failed as a whole. */
    void measure(String only, SpeedChild.Effort effort) {
      if (failure == null) {
        Outcome outcome = jvms.measure(only, effort, deaths.keySet());
        isa = outcome.isa();
        failure = outcome.failure();
        deaths.putAll(outcome.deaths());
        outcome.messages().forEach(this::add);
      }
    }

    private void add(Message message) {
      if (message instanceof Message.Measured one) {
        SpeedFigure figure = new SpeedFigure(one.what(), one.yardstick(), List.of(one.share()));
        measured.merge(one.what(), new Measured(figure, List.of(one.rate())), Measured::and);
      } else if (message instanceof Message.Failed one) {
        failed.put(one.what(), one.why());
      }
    }

    /** What was measured since the last time. */
    Map<SpeedCase, Measured> take() {
      Map<SpeedCase, Measured> taken = measured;
      measured = new LinkedHashMap<>();
      return taken;
    }
  }
}
