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
 * <p>The first look only says where to look again: what seems slow is measured in further JVMs, and
 * these alone decide. Were the first look part of it, the slowest of some hundred figures would be
 * judged by the very disturbance that picked them.
 */
final class SpeedCheck {

  /** JVMs that measure again: enough for a confidence interval, and for two groups to show. */
  private static final int AGAIN = 4;

  private static final int MOST_AGAIN = 8;

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
   */
  record Found(
      List<SpeedRow> rows,
      @Nullable String isa,
      @Nullable Death failure,
      Map<String, Death> deaths) {}

  /** Measures and judges. */
  Found run(ChildJvm jvm, Level level) {
    Series series = new Series(jvm, level);
    SpeedChild.Effort effort = request.quick() ? SpeedChild.Effort.QUICK : SpeedChild.Effort.FULL;
    series.measure(request.only(), effort, request.jvms());
    Map<SpeedCase, Measured> first = series.take();
    Map<SpeedCase, Measured> second = new LinkedHashMap<>();
    Predicate<SpeedCase> undecided = what -> isSuspicious(first.get(what));
    for (int jvms = 0; jvms < MOST_AGAIN && series.failure == null; jvms += AGAIN) {
      Set<String> kernels = new LinkedHashSet<>();
      first.keySet().stream().filter(undecided).forEach(what -> kernels.add(what.kernel()));
      if (kernels.isEmpty()) {
        break;
      }
      SpeedChild.Effort again = request.quick() ? SpeedChild.Effort.AGAIN : effort;
      series.measure(String.join(",", kernels), again, AGAIN);
      series.take().forEach((what, more) -> second.merge(what, more, Measured::and));
      undecided = what -> isSuspicious(first.get(what)) && isUndecided(second.get(what));
    }
    List<SpeedRow> rows = new ArrayList<>();
    first.forEach(
        (what, looked) -> {
          boolean again = isSuspicious(looked) && second.containsKey(what);
          rows.add(row(what, again ? second.get(what) : looked, again));
        });
    series.failed.forEach((what, why) -> rows.add(SpeedRow.failed(what, why)));
    return new Found(rows, series.isa, series.failure, series.deaths);
  }

  private SpeedRow row(SpeedCase what, Measured measured, boolean again) {
    Optional<Comparison> comparison = compare(measured);
    SpeedRow.Judgement judgement =
        comparison.isEmpty()
            ? SpeedRow.Judgement.NONE
            : again ? judgement(comparison.get()) : SpeedRow.Judgement.AS_BEFORE;
    return SpeedRow.of(
        measured.figure, Median.of(numbers(measured.rates)), comparison.orElse(null), judgement);
  }

  private SpeedRow.Judgement judgement(Comparison comparison) {
    if (comparison.isRegression()) {
      return SpeedRow.Judgement.SLOW;
    }
    boolean hides = comparison.verdict() == Verdict.TOO_NOISY && comparison.ratio() < leastRatio();
    return hides ? SpeedRow.Judgement.NOISY : SpeedRow.Judgement.AS_BEFORE;
  }

  /** The ratio to the baseline below which something is slow. */
  private double leastRatio() {
    return 1 / (1 + request.criteria().threshold());
  }

  private boolean isSuspicious(@Nullable Measured measured) {
    return measured != null
        && compare(measured).filter(found -> found.ratio() < leastRatio()).isPresent();
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

  private record Measured(SpeedFigure figure, List<Double> rates) {

    Measured and(Measured more) {
      List<Double> all = new ArrayList<>(rates);
      all.addAll(more.rates);
      return new Measured(figure.and(more.figure), all);
    }
  }

  /** JVMs of one level, one after the other; what ended one is left out of those that follow. */
  private final class Series {
    private final ChildJvm jvm;
    private final Level level;
    private final Map<String, Death> deaths = new LinkedHashMap<>();
    private final Map<SpeedCase, String> failed = new LinkedHashMap<>();
    private Map<SpeedCase, Measured> measured = new LinkedHashMap<>();
    private @Nullable String isa;
    private @Nullable Death failure;

    Series(ChildJvm jvm, Level level) {
      this.jvm = jvm;
      this.level = level;
    }

    void measure(String only, SpeedChild.Effort effort, int jvms) {
      for (int i = 0; i < jvms && failure == null; i++) {
        Outcome outcome =
            new LevelJvms(jvm.with(SpeedChild.FLAGS, Map.of()), SpeedChild.class, level)
                .run(
                    without -> {
                      Set<String> all = new LinkedHashSet<>(deaths.keySet());
                      all.addAll(without);
                      return SpeedChild.arguments(level, only, request.threads(), effort, all);
                    });
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
