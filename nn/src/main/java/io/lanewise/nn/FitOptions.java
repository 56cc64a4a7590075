package io.lanewise.nn;

/**
 * How a network is trained: by stochastic gradient descent with momentum on batches, at a rate that
 * falls linearly: step t of T, from 0, has rate (1 - t / T). At a constant rate the accuracy of
 * LeNet-5 on MNIST still moves by 0.2 % from epoch to epoch.
 *
 * @param epochs passes over the data, at least 1
 * @param batch images per step, at least 1; the last step of an epoch takes what is left
 * @param seed source of the initial weights and of the order of the images
 * @param rate learning rate of the first step, above 0
 * @param momentum factor of the old velocity, 0 to below 1
 * @param weightDecay factor of the weights in the gradient, at least 0
 */
public record FitOptions(
    int epochs, int batch, long seed, float rate, float momentum, float weightDecay) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FitOptions {
    require(epochs >= 1, "epochs", epochs, "at least 1");
    require(batch >= 1, "batch", batch, "at least 1");
    require(rate > 0 && Float.isFinite(rate), "rate", rate, "a number above 0");
    require(momentum >= 0 && momentum < 1, "momentum", momentum, "0 to below 1");
    require(
        weightDecay >= 0 && Float.isFinite(weightDecay),
        "weightDecay",
        weightDecay,
        "a number of at least 0");
  }

  /** What trains LeNet-5 on MNIST well: 5 epochs, batches of 64, rate 0.03, momentum 0.9. */
  public static FitOptions defaults() {
    return new FitOptions(5, 64, 1, 0.03f, 0.9f, 0);
  }

  /** The same options with another number of epochs. */
  public FitOptions withEpochs(int epochs) {
    return new FitOptions(epochs, batch, seed, rate, momentum, weightDecay);
  }

  /** The same options with another number of images per step. */
  public FitOptions withBatch(int batch) {
    return new FitOptions(epochs, batch, seed, rate, momentum, weightDecay);
  }

  /** The same options with another seed. */
  public FitOptions withSeed(long seed) {
    return new FitOptions(epochs, batch, seed, rate, momentum, weightDecay);
  }

  /** The same options with another learning rate. */
  public FitOptions withRate(float rate) {
    return new FitOptions(epochs, batch, seed, rate, momentum, weightDecay);
  }

  /** The same options with another momentum. */
  public FitOptions withMomentum(float momentum) {
    return new FitOptions(epochs, batch, seed, rate, momentum, weightDecay);
  }

  /** The same options with another weight decay. */
  public FitOptions withWeightDecay(float weightDecay) {
    return new FitOptions(epochs, batch, seed, rate, momentum, weightDecay);
  }

  private static void require(boolean holds, String argument, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(argument + " is " + value + ", expected " + expected);
    }
  }
}
