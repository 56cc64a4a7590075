package io.lanewise.nn;

import java.util.Objects;

/**
 * How a network is trained.
 *
 * @param epochs passes over the data, at least 1
 * @param batch samples per step, at least 1; the last step of an epoch takes what is left
 * @param seed source of the initial weights, of the order of the samples and of dropout
 * @param optimizer how gradients change the parameters
 * @param schedule the learning rate
 * @param clipping limits of the gradients
 * @param validationSplit share of the data, its end, that is kept for validation where no data is
 *     given for that; 0 to below 1
 */
public record FitOptions(
    int epochs,
    int batch,
    long seed,
    Optimizer optimizer,
    Schedule schedule,
    Clipping clipping,
    double validationSplit) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FitOptions {
    Numbers.requireAtLeastOne("epochs", epochs);
    Numbers.requireAtLeastOne("batch", batch);
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(clipping, "clipping");
    Numbers.requireShare("validationSplit", validationSplit);
  }

  /**
   * What trains LeNet-5 on MNIST well: 5 epochs, batches of 64, momentum 0.9, a rate that falls
   * from 0.03 linearly.
   */
  public static FitOptions defaults() {
    return new FitOptions(
        5, 64, 1, Optimizer.momentum(0.9), Schedule.linear(0.03), Clipping.NONE, 0);
  }

  /** The same options with another number of epochs. */
  public FitOptions withEpochs(int epochs) {
    return new FitOptions(epochs, batch, seed, optimizer, schedule, clipping, validationSplit);
  }

  /** The same options with another number of samples per step. */
  public FitOptions withBatch(int batch) {
    return new FitOptions(epochs, batch, seed, optimizer, schedule, clipping, validationSplit);
  }

  /** The same options with another seed. */
  public FitOptions withSeed(long seed) {
    return new FitOptions(epochs, batch, seed, optimizer, schedule, clipping, validationSplit);
  }

  /** The same options with another optimizer. */
  public FitOptions withOptimizer(Optimizer optimizer) {
    return new FitOptions(epochs, batch, seed, optimizer, schedule, clipping, validationSplit);
  }

  /** The same options with another learning rate. */
  public FitOptions withSchedule(Schedule schedule) {
    return new FitOptions(epochs, batch, seed, optimizer, schedule, clipping, validationSplit);
  }

  /** The same options with other limits of the gradients. */
  public FitOptions withClipping(Clipping clipping) {
    return new FitOptions(epochs, batch, seed, optimizer, schedule, clipping, validationSplit);
  }

  /** The same options with another share of the data kept for validation. */
  public FitOptions withValidationSplit(double validationSplit) {
    return new FitOptions(epochs, batch, seed, optimizer, schedule, clipping, validationSplit);
  }
}
