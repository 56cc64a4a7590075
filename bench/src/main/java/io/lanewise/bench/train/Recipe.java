package io.lanewise.bench.train;

import io.lanewise.nn.Clipping;
import io.lanewise.nn.FitOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained, in the words of the command line.
 *
 * @param rule the optimizer
 * @param rate the first learning rate; null for the optimizer's own
 * @param momentum null for the optimizer's own
 * @param weightDecay null for none
 * @param course how the rate goes on
 * @param clipNorm largest norm of the gradients; null for no limit
 * @param epochs passes over the data
 * @param batch samples per step
 * @param patience epochs without a better validation after which training stops and the best
 *     parameters are restored; 0 for never
 * @param validationSplit share of the training data, its end, that is kept for validation
 */
public record Recipe(
    Rule rule,
    @Nullable Double rate,
    @Nullable Double momentum,
    @Nullable Double weightDecay,
    Course course,
    @Nullable Double clipNorm,
    int epochs,
    int batch,
    int patience,
    double validationSplit) {

  /** A recipe with the optimizer's own settings, that trains all epochs on all data. */
  static Recipe of(Rule rule, double rate, Course course, int epochs, int batch) {
    return new Recipe(rule, rate, null, null, course, null, epochs, batch, 0, 0);
  }

  /** The same with early stopping. */
  Recipe stopping(int patience, double validationSplit) {
    return new Recipe(
        rule,
        rate,
        momentum,
        weightDecay,
        course,
        clipNorm,
        epochs,
        batch,
        patience,
        validationSplit);
  }

  /**
   * The options of a training.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public FitOptions options(long seed) {
    return new FitOptions(
        epochs,
        batch,
        seed,
        rule.optimizer(momentum, weightDecay),
        course.schedule(rate == null ? rule.rate() : rate, epochs),
        clipNorm == null ? Clipping.NONE : Clipping.byNorm(clipNorm),
        validationSplit);
  }

  /** All that decides what a step does: a training goes on only by the same. */
  public String text(long seed) {
    return String.join(
        " ",
        "--optimizer " + rule.optimizer(momentum, weightDecay),
        "--schedule " + course,
        "--rate " + (rate == null ? rule.rate() : rate),
        "--clip-norm " + clipNorm,
        "--batch " + batch,
        "--patience " + patience,
        "--validation-split " + validationSplit,
        "--seed " + seed);
  }
}
