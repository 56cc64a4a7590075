package io.lanewise.bench.measure;

import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.results.RulerSample;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why the figures of a run are worth less than they look: what disturbed it. */
public final class Warnings {

  /** The ruler of an idle machine moves by 1 %; differences that people report begin at 5 %. */
  private static final double RULER = 0.05;

  private static final double CLOCK = 0.05;

  /** Forks of one kernel differ by a few per cent on an idle machine. */
  private static final double SPREAD = 0.1;

  /** One tick of Linux is 1 % of a second: what is read below that is rounding. */
  private static final double STEAL = 0.01;

  private static final double OTHERS = 0.05;

  private Warnings() {}

  /** A sentence for each kind of disturbance; empty if there was none. */
  public static List<String> of(
      Conditions conditions, List<KernelRow> rows, List<TrainingRow> training) {
    List<String> warnings = new ArrayList<>();
    if (conditions.rulerMoved() > RULER) {
      warnings.add(
          text(
              "the ruler, plain Java that never changes, moved by %.1f %% during the run, between"
                  + " %.2f and %.2f GFLOP/s: the machine's own speed changed by as much",
              100 * conditions.rulerMoved(),
              conditions.ruler().stream().mapToDouble(RulerSample::gflops).min().orElseThrow(),
              conditions.ruler().stream().mapToDouble(RulerSample::gflops).max().orElseThrow()));
    }
    if (moved(conditions.clockBeforeMhz(), conditions.clockAfterMhz()) > CLOCK) {
      warnings.add(
          text(
              "the clock was %.2f GHz before the run and %.2f GHz after it",
              1e-3 * conditions.clockBeforeMhz(), 1e-3 * conditions.clockAfterMhz()));
    }
    if (above(conditions.stealFraction(), STEAL)) {
      warnings.add(
          text(
              "the hypervisor gave %.1f %% of the processors' time to other machines",
              100 * conditions.stealFraction()));
    }
    if (above(conditions.othersFraction(), OTHERS)) {
      warnings.add(
          text(
              "other processes took %.1f %% of the processors' time",
              100 * conditions.othersFraction()));
    }
    List<Spread> spreads = new ArrayList<>();
    rows.forEach(
        row ->
            spreads.add(
                new Spread(
                    row.spread(),
                    "%s %s %s, %s, %d thread%s"
                        .formatted(
                            row.operation(),
                            row.shape(),
                            row.variant(),
                            row.backend(),
                            row.threads(),
                            row.threads() == 1 ? "" : "s"))));
    training.forEach(
        row -> spreads.add(new Spread(spread(row), row.label() + ", " + row.backend())));
    tellWidest(spreads, warnings);
    return warnings;
  }

  private record Spread(@Nullable Double share, String name) {}

  private static @Nullable Double spread(TrainingRow row) {
    List<Double> forks = row.imagesPerSecondOfForks();
    if (forks == null || forks.size() < 2) {
      return null;
    }
    double[] speeds = forks.stream().mapToDouble(Double::doubleValue).toArray();
    DoubleSummaryStatistics range = Arrays.stream(speeds).summaryStatistics();
    return (range.getMax() - range.getMin()) / Median.of(speeds);
  }

  private static void tellWidest(List<Spread> spreads, List<String> warnings) {
    List<Spread> wide = spreads.stream().filter(one -> above(one.share, SPREAD)).toList();
    wide.stream()
        .max(Comparator.comparingDouble(Spread::share))
        .ifPresent(
            widest ->
                warnings.add(
                    text(
                        "%d of %d rows spread over more than 10 %%, the widest over %.0f %%: %s",
                        wide.size(),
                        spreads.stream().filter(one -> one.share != null).count(),
                        100 * widest.share,
                        widest.name)));
  }

  private static boolean above(@Nullable Double value, double limit) {
    return value != null && value > limit;
  }

  private static double moved(@Nullable Double before, @Nullable Double after) {
    return before == null || after == null
        ? 0
        : Math.max(before, after) / Math.min(before, after) - 1;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
