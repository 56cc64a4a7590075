package io.lanewise.bench;

import io.lanewise.bench.output.Choice;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.train.Course;
import io.lanewise.bench.train.Recipe;
import io.lanewise.bench.train.Rule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network is trained; what the user leaves out is the model's own. */
final class RecipeOptions {

  /** What is kept for validation where training is to stop early and the user names no share. */
  private static final double SPLIT = 0.1;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "passes over the data; default: the model's own")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "samples per step; default: the model's own")
  private @Nullable Integer batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the weights and the order of the samples; default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = {
        "sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw; default: the model's own"
      })
  private @Nullable String optimizer;

  @Option(
      names = "--rate",
      paramLabel = "X",
      description = "the first learning rate; default: the model's or the optimizer's own")
  private @Nullable Double rate;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "of momentum and nesterov; default: 0.9")
  private @Nullable Double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "of sgd, momentum, nesterov and adamw; default: 0")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = {
        "constant, step (a tenth after each third of the epochs), exponential (times 0.9 for each",
        "epoch), cosine (to 0), inverse-time (a half after one epoch, a third after two), linear"
            + " (to 0) or lecun1998; default: the model's own"
      })
  private @Nullable String schedule;

  @Option(
      names = "--clip-norm",
      paramLabel = "X",
      description = "largest Euclidean norm of the gradients; default: none")
  private @Nullable Double clipNorm;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "stop after N epochs without a better validation loss and restore the best weights; 0 for"
              + " never; default: the model's own")
  private @Nullable Integer patience;

  @Option(
      names = "--validation-split",
      paramLabel = "X",
      description =
          "share of the training data, its end, for validation; the test is then for the end only;"
              + " default: 0.1 with --patience, else the model's own")
  private @Nullable Double validationSplit;

  /** Source of random numbers. */
  long seed() {
    return seed;
  }

  /**
   * The user's recipe.
   *
   * @param own the model's
   * @throws CommandFailure with status 2 if a name is unknown or a number makes no sense
   */
  Recipe recipe(Recipe own) {
    Rule rule =
        optimizer == null ? own.rule() : Choice.named("--optimizer", optimizer, Rule.values());
    int stop = patience == null ? own.patience() : patience;
    if (stop < 0) {
      throw CommandFailure.usage("--patience is " + stop + ", expected at least 0");
    }
    return new Recipe(
        rule,
        rate == null && rule == own.rule() ? own.rate() : rate,
        momentum,
        weightDecay,
        schedule == null ? own.course() : Choice.named("--schedule", schedule, Course.values()),
        clipNorm,
        epochs == null ? own.epochs() : epochs,
        batch == null ? own.batch() : batch,
        stop,
        split(own, stop));
  }

  private double split(Recipe own, int stop) {
    if (validationSplit == null) {
      return stop == 0 ? 0 : own.validationSplit() > 0 ? own.validationSplit() : SPLIT;
    }
    if (stop > 0 && validationSplit == 0) {
      throw CommandFailure.usage(
          "--validation-split is 0, expected a share above 0 for --patience " + stop);
    }
    return validationSplit;
  }
}
