package io.lanewise.bench.check;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lanewise.bench.verdict.Comparison;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A speed of the gate, held against its baseline.
 *
 * @param what what was measured
 * @param yardstick what the shares are of: fma or triad
 * @param shares the share that each JVM has reached
 * @param share their median; null if it could not be measured
 * @param rate GFLOP/s, or GB/s where the yardstick is the triad; for people, nothing is judged by
 *     it
 * @param ratio geometric mean of the shares over that of the baseline; null without one
 * @param ratioLow lower end of its confidence interval; null of too few JVMs
 * @param ratioHigh upper end of its confidence interval; null of too few JVMs
 * @param judgement what is said of it
 * @param reason why, in words; null if there is nothing to say
 */
public record SpeedRow(
    @JsonUnwrapped SpeedCase what,
    String yardstick,
    List<Double> shares,
    @Nullable Double share,
    @Nullable Double rate,
    @Nullable Double ratio,
    @Nullable Double ratioLow,
    @Nullable Double ratioHigh,
    Judgement judgement,
    @Nullable String reason) {

  /** What is said of a speed. */
  public enum Judgement {
    /** There is no baseline for it. */
    NONE,
    /** No slower than the baseline, as far as can be told. */
    AS_BEFORE,
    /** Slower than the baseline, or bimodal where that was not. */
    SLOW,
    /** It looks slower, and its JVMs are too far apart to tell. */
    NOISY,
    /** It was not measured, as its result was wrong or it threw. */
    FAILED;

    /** The name in tables and files. */
    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  static SpeedRow of(
      SpeedFigure figure, double rate, @Nullable Comparison comparison, Judgement judgement) {
    return new SpeedRow(
        figure.what(),
        figure.yardstick(),
        figure.shares(),
        figure.median(),
        rate,
        comparison == null ? null : comparison.ratio(),
        comparison == null ? null : comparison.ratioLow(),
        comparison == null ? null : comparison.ratioHigh(),
        judgement,
        comparison == null ? null : comparison.reason());
  }

  static SpeedRow failed(SpeedCase what, String why) {
    return new SpeedRow(what, "", List.of(), null, null, null, null, null, Judgement.FAILED, why);
  }

  /** The same, but no one can tell. */
  SpeedRow doubted(String why) {
    return new SpeedRow(
        what, yardstick, shares, share, rate, ratio, ratioLow, ratioHigh, Judgement.NOISY, why);
  }

  /** The figure for a baseline. */
  SpeedFigure figure() {
    return new SpeedFigure(what, yardstick, shares);
  }
}
