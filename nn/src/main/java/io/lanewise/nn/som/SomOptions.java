package io.lanewise.nn.som;

import java.util.Objects;

/**
 * How a map is trained.
 *
 * @param training batch or online, and how long
 * @param metric what is close
 * @param neighbourhood how units pull each other along
 * @param radius the neighbourhood's radius, in distances of units
 * @param initialization where the weights begin
 * @param seed source of random weights and of the order of samples
 */
public record SomOptions(
    SomTraining training,
    Metric metric,
    Neighbourhood neighbourhood,
    Decay radius,
    SomInitialization initialization,
    long seed) {

  /** Checks that everything is there. */
  public SomOptions {
    Objects.requireNonNull(training, "training is null, expected a training");
    Objects.requireNonNull(metric, "metric is null, expected a metric");
    Objects.requireNonNull(neighbourhood, "neighbourhood is null, expected a neighbourhood");
    Objects.requireNonNull(radius, "radius is null, expected a decay");
    Objects.requireNonNull(initialization, "initialization is null, expected an initialization");
  }

  /**
   * Batch training: Euclidean, gaussian, from the plane of the principal components, the radius
   * falling from half of the grid's longer side to 0.5 in equal ratios.
   */
  public static SomOptions batch(SomGrid grid, int epochs) {
    double start = Math.max(0.5, Math.max(grid.rows(), grid.columns()) / 2.0);
    return new SomOptions(
        new SomTraining.Batch(epochs),
        Metric.EUCLIDEAN,
        Neighbourhood.GAUSSIAN,
        Decay.exponential(start, 0.5),
        SomInitialization.principalComponents(),
        1);
  }

  /** Online training, shuffled, at a rate falling from 0.5 by inverse time; the rest as batch. */
  public static SomOptions online(SomGrid grid, long updates) {
    return batch(grid, 1)
        .withTraining(new SomTraining.Online(updates, Decay.inverseTime(0.5), true));
  }

  /** The same options with another training. */
  public SomOptions withTraining(SomTraining training) {
    return new SomOptions(training, metric, neighbourhood, radius, initialization, seed);
  }

  /** The same options with another metric. */
  public SomOptions withMetric(Metric metric) {
    return new SomOptions(training, metric, neighbourhood, radius, initialization, seed);
  }

  /** The same options with another neighbourhood. */
  public SomOptions withNeighbourhood(Neighbourhood neighbourhood) {
    return new SomOptions(training, metric, neighbourhood, radius, initialization, seed);
  }

  /** The same options with another radius. */
  public SomOptions withRadius(Decay radius) {
    return new SomOptions(training, metric, neighbourhood, radius, initialization, seed);
  }

  /** The same options with another beginning. */
  public SomOptions withInitialization(SomInitialization initialization) {
    return new SomOptions(training, metric, neighbourhood, radius, initialization, seed);
  }

  /** The same options with another seed. */
  public SomOptions withSeed(long seed) {
    return new SomOptions(training, metric, neighbourhood, radius, initialization, seed);
  }
}
