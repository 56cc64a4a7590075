package io.lanewise.nn.som;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.RandomStreams;
import io.lanewise.nn.parallel.Team;
import java.util.Objects;
import java.util.Random;

/**
 * A trained map: a grid and the weights of its units. Immutable, and so safe for many threads.
 *
 * <p>The kernels that find winners are an argument of each method that needs them; as many threads
 * share the work as they were opened with. Equal data, options, backend, vector width and number of
 * threads give the same weights to the bit.
 */
public final class Som {

  /** Weights of a map at most: twice as many numbers are in one array. */
  private static final int LARGEST_MAP = 1 << 29;

  /** A float holds the squares of the samples' and the weights' differences up to here. */
  private static final double LARGEST = 1e15;

  /** Values of the neighbourhood below it are left out of {@link #distortion}. */
  private static final double NEGLIGIBLE = 1e-12;

  private final SomGrid grid;
  private final Metric metric;
  private final int inputs;
  private final double[] weights;

  private Som(SomGrid grid, Metric metric, int inputs, double[] weights) {
    this.grid = grid;
    this.metric = metric;
    this.inputs = inputs;
    this.weights = weights;
  }

  /**
   * A map with these weights.
   *
   * @param weights units x inputs finite numbers, row-major; copied
   * @throws IllegalArgumentException if the size does not match, or a weight is not finite or
   *     beyond 1e15
   */
  public static Som of(SomGrid grid, Metric metric, int inputs, double[] weights) {
    Objects.requireNonNull(metric, "metric is null, expected a metric");
    require(inputs >= 1, "inputs", inputs, "at least 1");
    requireSize(grid, inputs);
    return new Som(grid, metric, inputs, checked(weights, grid, inputs).clone());
  }

  /**
   * Trains a map.
   *
   * <p>Memory beside the data: a few copies of the weights, and some 2 MB for each thread. Batch
   * training allocates a few objects in an epoch. Cost of an epoch: 2 rows units inputs operations
   * for the winners, 2 units^2 inputs for the update.
   *
   * @param kernels what computes, and on how many threads; online training uses one
   * @param listener hears of every epoch
   */
  public static Som fit(
      Kernels kernels, SomGrid grid, SomData data, SomOptions options, SomListener listener) {
    requireSize(grid, data.inputs());
    Random random = RandomStreams.of(options.seed(), RandomStreams.WEIGHTS);
    double[] weights =
        checked(options.initialization().weights(grid, data, random), grid, data.inputs());
    if (options.training() instanceof SomTraining.Online online) {
      new OnlineTraining(grid, data, options, weights).run(online, random, listener);
    } else if (options.training() instanceof SomTraining.Batch batch) {
      try (Team team = new Team(kernels);
          BatchTraining training = new BatchTraining(team, grid, data, options, weights)) {
        training.run(batch.epochs(), listener);
      }
    }
    return new Som(grid, options.metric(), data.inputs(), checked(weights, grid, data.inputs()));
  }

  /** Where the units are. */
  public SomGrid grid() {
    return grid;
  }

  /** What is close. */
  public Metric metric() {
    return metric;
  }

  /** Number of variables. */
  public int inputs() {
    return inputs;
  }

  /** A copy of the weights, units x inputs, row-major. */
  public double[] weights() {
    return weights.clone();
  }

  /** A weight. */
  public double weight(int unit, int variable) {
    Objects.checkIndex(unit, grid.units());
    return weights[unit * inputs + Objects.checkIndex(variable, inputs)];
  }

  /**
   * The component plane of a variable: its weight in every unit.
   *
   * @param variable the variable, from 0
   * @return a number for each unit
   */
  public double[] component(int variable) {
    Objects.checkIndex(variable, inputs);
    double[] plane = new double[grid.units()];
    for (int u = 0; u < plane.length; u++) {
      plane[u] = weights[u * inputs + variable];
    }
    return plane;
  }

  /**
   * The winner of each sample, the unit closest to it; of two at the same distance the first one.
   * Those of the plain double loop in double precision.
   */
  public int[] winners(Kernels kernels, SomData data) {
    requireInputs(data);
    int[] winners = new int[data.rows()];
    search(kernels, data, (search, from, count) -> search.find(from, count, winners));
    return winners;
  }

  /** The quantisation error and the topographic error on some samples. */
  public SomQuality quality(Kernels kernels, SomData data) {
    requireInputs(data);
    int[] winners = new int[data.rows()];
    int[] seconds = new int[data.rows()];
    search(kernels, data, (search, from, count) -> search.findTwo(from, count, winners, seconds));
    double distances = 0;
    double torn = 0;
    for (int i = 0; i < winners.length; i++) {
      distances += data.weight(i) * distance(data, i, winners[i]);
      if (seconds[i] >= 0 && !grid.areNeighbours(winners[i], seconds[i])) {
        torn += data.weight(i);
      }
    }
    return new SomQuality(distances / data.totalWeight(), torn / data.totalWeight());
  }

  /**
   * The distortion, mean over the samples of sum_u h(u, winner) d(x, w_u)^2: what online training
   * descends where the neighbourhood stays as it is. Values of h below 1e-12 are left out.
   *
   * @param neighbourhood h
   * @param radius its radius, at least 0
   */
  public double distortion(
      Kernels kernels, SomData data, Neighbourhood neighbourhood, double radius) {
    if (!(radius >= 0 && Double.isFinite(radius))) {
      throw new IllegalArgumentException(
          "radius is " + radius + ", expected a number of at least 0");
    }
    int[] winners = winners(kernels, data);
    NeighbourhoodTable table = new NeighbourhoodTable(grid);
    table.set(neighbourhood, radius);
    double[] values = new double[grid.units()];
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      table.about(winners[i], values, 0);
      double own = 0;
      for (int u = 0; u < values.length; u++) {
        if (Math.abs(values[u]) >= NEGLIGIBLE) {
          double distance = distance(data, i, u);
          own += values[u] * distance * distance;
        }
      }
      sum += data.weight(i) * own;
    }
    return sum / data.totalWeight();
  }

  /** The weight of the samples that each unit wins. */
  public double[] hits(Kernels kernels, SomData data) {
    double[] hits = new double[grid.units()];
    int[] winners = winners(kernels, data);
    for (int i = 0; i < winners.length; i++) {
      hits[winners[i]] += data.weight(i);
    }
    return hits;
  }

  /**
   * The U-matrix: for each unit the mean Euclidean distance of its weights to those of its
   * neighbours on the grid, 0 where it has none. High values are borders between clusters.
   */
  public double[] uMatrix() {
    double[] means = uMatrixSums();
    for (int u = 0; u < means.length; u++) {
      means[u] /= Math.max(1, grid.neighbours(u).length);
    }
    return means;
  }

  /**
   * The sums of the U-matrix's distances, not their means: units at the border of a planar grid
   * have fewer terms. Divided by the largest, MiniSom's distance map.
   */
  public double[] uMatrixSums() {
    double[] sums = new double[grid.units()];
    for (int u = 0; u < sums.length; u++) {
      for (int neighbour : grid.neighbours(u)) {
        double squares = 0;
        for (int j = 0; j < inputs; j++) {
          double difference = weights[u * inputs + j] - weights[neighbour * inputs + j];
          squares += difference * difference;
        }
        sums[u] += Math.sqrt(squares);
      }
    }
    return sums;
  }

  private double distance(SomData data, int row, int unit) {
    return metric.distance(data.values(), data.at(row), weights, unit * inputs, inputs);
  }

  /** What a member of the team does with some samples. */
  private interface Visit {
    void samples(WinnerSearch search, int from, int count);
  }

  private void search(Kernels kernels, SomData data, Visit visit) {
    try (Team team = new Team(kernels);
        Codebook codebook = Codebook.of(team.kernels(), metric, data, grid.units())) {
      codebook.load(weights, 0, grid.units());
      codebook.complete();
      team.run(
          member -> {
            int end = team.bound(data.rows(), member + 1);
            try (WinnerSearch search =
                new WinnerSearch(team.kernels(), codebook, metric, data, weights)) {
              for (int i = team.bound(data.rows(), member); i < end; i += search.width()) {
                visit.samples(search, i, Math.min(search.width(), end - i));
              }
            }
          });
    }
  }

  private static void requireSize(SomGrid grid, int inputs) {
    require(
        (long) grid.units() * inputs <= LARGEST_MAP,
        "units x inputs",
        grid.units() + "x" + inputs,
        "at most " + LARGEST_MAP + " weights");
  }

  private void requireInputs(SomData data) {
    require(
        data.inputs() == inputs,
        "data.inputs()",
        data.inputs(),
        inputs + ", as the map was trained with");
  }

  private static double[] checked(double[] weights, SomGrid grid, int inputs) {
    require(
        weights.length == (long) grid.units() * inputs,
        "weights.length",
        weights.length,
        (long) grid.units() * inputs + " for " + grid.units() + " units of " + inputs);
    for (int i = 0; i < weights.length; i++) {
      if (!(Math.abs(weights[i]) <= LARGEST)) {
        throw new IllegalArgumentException(
            ("weight " + i % inputs + " of unit " + i / inputs + " is " + weights[i])
                + (", expected -" + LARGEST + " to " + LARGEST));
      }
    }
    return weights;
  }

  private static void require(boolean holds, String argument, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(argument + " is " + value + ", expected " + expected);
    }
  }

  @Override
  public String toString() {
    return "SOM " + grid + ", " + inputs + " inputs, " + metric;
  }
}
