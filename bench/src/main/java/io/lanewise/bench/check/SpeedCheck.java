package io.lanewise.bench.check;

import io.lanewise.bench.check.LevelJvms.Death;
import io.lanewise.bench.check.LevelJvms.Outcome;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.verdict.Comparison;
import io.lanewise.bench.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Measures the kernels of a backend at a level and holds them against a baseline.
 *
 * <p>The first look only says where to look again: what seems a little slow is looked at once more,
 * and what still does, or seemed far slower, is measured in further JVMs, and these alone decide.
 * Were the first look part of it, the slowest of some hundred figures would be judged by the very
 * disturbance that picked them.
 */
final class SpeedCheck {

  /** JVMs that measure again: enough for a confidence interval, and for two groups to show. */
  private static final int AGAIN = 4;

  private static final int MOST_AGAIN = 8;

  /** Below this ratio to the baseline it was not the machine. */
  private static final double FAR = 0.7;

  private final CheckRequest request;
  private final @Nullable Baseline baseline;

  SpeedCheck(CheckRequest request, @Nullable Baseline baseline) {
    this.request = request;
    this.baseline = baseline;
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

  /** A level after the looks at it that decide nothing. */
  record Look(Level level, Series series, Map<SpeedCase, Measured> first) {}

  /** Takes a first look, and another one at what seems a little slow. */
  Look look(Level level, Jvms jvms) {
    Series series = new Series(jvms);
    series.measure(request.only(), effort(), request.jvms());
    Map<SpeedCase, Measured> first = series.take();
    lookTwice(series, first);
    return new Look(level, series, first);
  }

  private SpeedChild.Effort effort() {
    return request.quick() ? SpeedChild.Effort.QUICK : SpeedChild.Effort.FULL;
  }

  /** Judges, and measures again what still seems slow. */
  Found judge(Look look) {
    Series series = look.series;
    Map<SpeedCase, Measured> first = look.first;
    Map<SpeedCase, Measured> second = new LinkedHashMap<>();
    Predicate<SpeedCase> undecided = what -> isSuspicious(first.get(what));
    for (int again = 0; again < MOST_AGAIN && series.failure == null; again += AGAIN) {
      Set<String> kernels = new LinkedHashSet<>();
      first.keySet().stream().filter(undecided).forEach(what -> kernels.add(what.kernel()));
      if (kernels.isEmpty()) {
        break;
      }
      series.measure(String.join(",", kernels), effort(), AGAIN);
      series.take().forEach((what, more) -> second.merge(what, more, Measured::and));
      undecided = what -> isSuspicious(first.get(what)) && isUndecided(second.get(what));
    }
    List<SpeedRow> rows = new ArrayList<>();
    first.forEach((what, looked) -> rows.add(row(looked, second.get(what))));
    series.failed.forEach((what, why) -> rows.add(SpeedRow.failed(what, why)));
    return new Found(
        rows, series.isa, series.failure, series.deaths, gone(look.level, series, rows));
  }

  /** Replaces what seems a little slow, mostly by chance, by another look that finds it is not. */
  private void lookTwice(Series series, Map<SpeedCase, Measured> first) {
    Set<String> kernels = new LinkedHashSet<>();
    first.forEach(
        (what, looked) -> {
          if (isALittleSlow(looked)) {
            kernels.add(what.kernel());
          }
        });
    if (kernels.isEmpty() || series.failure != null) {
      return;
    }
    series.measure(String.join(",", kernels), effort(), 1);
    series
        .take()
        .forEach(
            (what, again) ->
                first.computeIfPresent(
                    what,
                    (same, looked) ->
                        isALittleSlow(looked) && !isSuspicious(again) ? again : looked));
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

  private SpeedRow row(Measured looked, @Nullable Measured again) {
    if (!isSuspicious(looked)) {
      Optional<Comparison> comparison = compare(looked);
      return row(
          looked,
          comparison,
          comparison.isEmpty() ? SpeedRow.Judgement.NONE : SpeedRow.Judgement.AS_BEFORE);
    }
    // What ended the JVMs that were to look again is told by another row.
    return again == null
        ? row(looked, compare(looked), SpeedRow.Judgement.NOISY)
        : row(again, compare(again), judgement(compare(again).orElseThrow()));
  }

  private static SpeedRow row(
      Measured measured, Optional<Comparison> comparison, SpeedRow.Judgement judgement) {
    return SpeedRow.of(
        measured.figure, Median.of(numbers(measured.rates)), comparison.orElse(null), judgement);
  }

  private SpeedRow.Judgement judgement(Comparison comparison) {
    if (comparison.isRegression()) {
      return SpeedRow.Judgement.SLOW;
    }
    boolean isUndecided =
        comparison.verdict() == Verdict.TOO_NOISY || comparison.verdict() == Verdict.TOO_FEW_FORKS;
    return isUndecided && comparison.ratio() < leastRatio()
        ? SpeedRow.Judgement.NOISY
        : SpeedRow.Judgement.AS_BEFORE;
  }

  /** The ratio to the baseline below which something is slow. */
  private double leastRatio() {
    return 1 / (1 + request.criteria().threshold());
  }

  private boolean isSuspicious(@Nullable Measured measured) {
    return measured != null && ratio(measured) < leastRatio();
  }

  private boolean isALittleSlow(Measured measured) {
    return isSuspicious(measured) && ratio(measured) > FAR;
  }

  /** To the baseline; 1 where there is none. */
  private double ratio(Measured measured) {
    return compare(measured).map(Comparison::ratio).orElse(1.0);
  }

  private boolean isUndecided(@Nullable Measured measured) {
    return measured == null
        || compare(measured)
            .filter(found -> judgement(found) == SpeedRow.Judgement.NOISY)
            .isPresent();
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

    void measure(String only, SpeedChild.Effort effort, int count) {
      for (int i = 0; i < count && failure == null; i++) {
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
