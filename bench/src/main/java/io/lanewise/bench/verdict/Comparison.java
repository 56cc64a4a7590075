package io.lanewise.bench.verdict;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.math3.stat.descriptive.rank.Max;
import org.apache.commons.math3.stat.descriptive.rank.Min;
import org.jspecify.annotations.Nullable;

/**
 * The speed of something, head, held against that of another, base.
 *
 * <p>A change needs both: an effect, one of the two at least {@link Criteria#threshold} faster than
 * the other, and disjoint confidence intervals over the JVMs. An interval alone would call
 * differences that nobody feels, given JVMs enough; an effect alone would call noise. "No clear
 * change" is not the rest of it: where there is an effect without disjoint intervals, or the
 * interval of the ratio is wider than the threshold, it is said that the JVMs differ too much.
 *
 * @param base geometric mean over the JVMs of the base
 * @param head geometric mean over the JVMs of the head
 * @param ratio head / base
 * @param ratioLow lower end of its confidence interval; null of too few JVMs
 * @param ratioHigh upper end of its confidence interval; null of too few JVMs
 * @param baseForks JVMs of the base
 * @param headForks JVMs of the head
 * @param verdict what may be said
 * @param isRegression whether the head is worse: slower, or bimodal where the base is not
 * @param reason the figures behind it, in words
 */
public record Comparison(
    double base,
    double head,
    double ratio,
    @Nullable Double ratioLow,
    @Nullable Double ratioHigh,
    int baseForks,
    int headForks,
    Verdict verdict,
    boolean isRegression,
    String reason) {

  private static final int FEWEST_FORKS = 2;

  /**
   * Compares JVMs that ran at different times or on different machines.
   *
   * @param base a speed for each JVM
   * @param head a speed for each JVM, as many or not
   * @throws IllegalArgumentException if a speed is not positive and finite, or there is none
   */
  public static Comparison ofIndependent(double[] base, double[] head, Criteria criteria) {
    require(base, head);
    Optional<ConfidenceInterval> ofBase = ConfidenceInterval.of(base, criteria.level());
    Optional<ConfidenceInterval> ofHead = ConfidenceInterval.of(head, criteria.level());
    if (ofBase.isEmpty() || ofHead.isEmpty()) {
      return tooFew(base, head);
    }
    return judge(
        base,
        head,
        welch(base, head, criteria.level()),
        Modes.of(base, criteria),
        Modes.of(head, criteria),
        ofBase.get().isDisjoint(ofHead.get()),
        criteria);
  }

  /**
   * Compares JVMs that ran in turn, so that what the machine did meanwhile met both of a pair: it
   * is no part of their ratio. With that taken out of each pair, the intervals of base and head are
   * disjoint exactly if that of the ratio does not hold 1.
   *
   * @param base a speed for each pair
   * @param head a speed for each pair, in the same order
   * @throws IllegalArgumentException if a speed is not positive and finite, there is none, or one
   *     has no partner
   */
  public static Comparison ofPairs(double[] base, double[] head, Criteria criteria) {
    require(base, head);
    if (base.length != head.length) {
      throw new IllegalArgumentException(
          "head has %d forks, expected those of the base, %d".formatted(head.length, base.length));
    }
    double[] ratios = new double[base.length];
    Arrays.setAll(ratios, i -> head[i] / base[i]);
    Optional<ConfidenceInterval> ratio = ConfidenceInterval.of(ratios, criteria.level());
    if (ratio.isEmpty()) {
      return tooFew(base, head);
    }
    Optional<Modes> baseModes = Modes.of(base, criteria);
    Optional<Modes> headModes = Modes.of(head, criteria);
    boolean ofMachine = isOfMachine(ratios, baseModes, headModes, criteria);
    return judge(
        base,
        head,
        ratio.get(),
        ofMachine ? Optional.empty() : baseModes,
        ofMachine ? Optional.empty() : headModes,
        ratio.get().low() > 1 || ratio.get().high() < 1,
        criteria);
  }

  /**
   * Whether both of each pair were in the same mode: then it is the machine that has two speeds.
   */
  private static boolean isOfMachine(
      double[] ratios, Optional<Modes> base, Optional<Modes> head, Criteria criteria) {
    if (base.isPresent() && head.isPresent()) {
      double farthest = new Max().evaluate(ratios) / new Min().evaluate(ratios);
      return farthest < Math.min(base.get().ratio(), head.get().ratio());
    }
    return Modes.of(ratios, criteria).isEmpty();
  }

  /**
   * What stands if an earlier comparison of other JVMs has said something: itself if both say the
   * same; if it claims another change than the earlier one, too noisy.
   */
  Comparison agreeing(Verdict earlier) {
    boolean isClaim =
        verdict == Verdict.SLOWER || verdict == Verdict.FASTER || verdict == Verdict.BIMODAL;
    return verdict == earlier || !isClaim
        ? this
        : new Comparison(
            base,
            head,
            ratio,
            ratioLow,
            ratioHigh,
            baseForks,
            headForks,
            Verdict.TOO_NOISY,
            false,
            reason + ", after " + earlier);
  }

  private static Comparison judge(
      double[] base,
      double[] head,
      ConfidenceInterval ratio,
      Optional<Modes> baseModes,
      Optional<Modes> headModes,
      boolean isDisjoint,
      Criteria criteria) {
    String figures = times(ratio.mean(), ratio.low(), ratio.high());
    if (baseModes.isPresent() || headModes.isPresent()) {
      String who = headModes.isEmpty() ? "base" : baseModes.isEmpty() ? "head" : "base and head";
      String reason =
          who + " bimodal: " + headModes.or(() -> baseModes).map(Modes::sentence).orElseThrow();
      boolean isWorse = headModes.isPresent() && baseModes.isEmpty();
      return of(base, head, ratio, Verdict.BIMODAL, isWorse, reason);
    }
    boolean isEffect = Math.max(ratio.mean(), 1 / ratio.mean()) >= criteria.leastRatio();
    if (isEffect && isDisjoint) {
      boolean isSlower = ratio.mean() < 1;
      Verdict verdict = isSlower ? Verdict.SLOWER : Verdict.FASTER;
      return of(base, head, ratio, verdict, isSlower, figures);
    }
    if (isEffect || ratio.factor() > criteria.leastRatio()) {
      String reason =
          String.format(
              Locale.ROOT, "%s: too noisy for a factor of %.2f", figures, criteria.leastRatio());
      return of(base, head, ratio, Verdict.TOO_NOISY, false, reason);
    }
    return of(base, head, ratio, Verdict.NO_CLEAR_CHANGE, false, figures);
  }

  private static Comparison of(
      double[] base,
      double[] head,
      ConfidenceInterval ratio,
      Verdict verdict,
      boolean isRegression,
      String reason) {
    return new Comparison(
        mean(base),
        mean(head),
        ratio.mean(),
        ratio.low(),
        ratio.high(),
        base.length,
        head.length,
        verdict,
        isRegression,
        reason);
  }

  private static Comparison tooFew(double[] base, double[] head) {
    double ratio = mean(head) / mean(base);
    return new Comparison(
        mean(base),
        mean(head),
        ratio,
        null,
        null,
        base.length,
        head.length,
        Verdict.TOO_FEW_FORKS,
        false,
        String.format(
            Locale.ROOT,
            "%.2f times as fast in %d and %d JVMs; a verdict needs %d of each",
            ratio,
            base.length,
            head.length,
            FEWEST_FORKS));
  }

  /** The interval of the ratio of two means whose deviations need not be equal, after Welch. */
  private static ConfidenceInterval welch(double[] base, double[] head, double level) {
    double ofBase = errorSquared(base);
    double ofHead = errorSquared(head);
    double mean = Math.log(mean(head) / mean(base));
    double error = ofBase + ofHead;
    double freedom =
        error * error / (ofBase * ofBase / (base.length - 1) + ofHead * ofHead / (head.length - 1));
    // Equal speeds have no error, and no freedom either.
    double half =
        error == 0
            ? 0
            : new TDistribution(freedom).inverseCumulativeProbability((1 + level) / 2)
                * Math.sqrt(error);
    return new ConfidenceInterval(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
  }

  private static double errorSquared(double[] speeds) {
    return new Variance().evaluate(logarithms(speeds)) / speeds.length;
  }

  private static double mean(double[] speeds) {
    return Math.exp(new Mean().evaluate(logarithms(speeds)));
  }

  private static double[] logarithms(double[] speeds) {
    return Arrays.stream(speeds).map(Math::log).toArray();
  }

  private static String times(double ratio, double low, double high) {
    return String.format(Locale.ROOT, "%.2f times as fast (%.2f to %.2f)", ratio, low, high);
  }

  private static void require(double[] base, double[] head) {
    ConfidenceInterval.requireSpeeds("base", base);
    ConfidenceInterval.requireSpeeds("head", head);
    if (base.length == 0 || head.length == 0) {
      throw new IllegalArgumentException(
          "%d forks of base and %d of head, expected 1 of each at least"
              .formatted(base.length, head.length));
    }
  }
}
