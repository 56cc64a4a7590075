package io.lanewise.nn.som;

import io.lanewise.nn.data.RandomStreams;
import java.util.Random;

/**
 * Online training in double precision: one sample at a time, one loop over all weights for its
 * winner and one for its update. Samples of weight below the largest have a rate in proportion.
 *
 * <p>Cost: 3 units inputs operations for the winner and as many for the update.
 */
final class OnlineTraining {

  private final SomData data;
  private final SomOptions options;
  private final double[] weights;
  private final int units;
  private final int inputs;
  private final NeighbourhoodTable table;
  private final double[] neighbourhood;

  /**
   * Prepares.
   *
   * @param weights units x inputs, trained in place
   */
  OnlineTraining(SomGrid grid, SomData data, SomOptions options, double[] weights) {
    this.data = data;
    this.options = options;
    this.weights = weights;
    units = grid.units();
    inputs = data.inputs();
    table = new NeighbourhoodTable(grid);
    neighbourhood = new double[units];
  }

  /** Trains. */
  void run(SomTraining.Online training, Random random, SomListener listener) {
    long updates = training.updates();
    int rows = data.rows();
    int epochs = Math.toIntExact((updates + rows - 1) / rows);
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    double largest = data.largestWeight();
    double[] before = weights.clone();
    for (long t = 0; t < updates; t++) {
      int i = (int) (t % rows);
      if (i == 0 && training.shuffled()) {
        RandomStreams.shuffle(random, order);
      }
      double radius = options.radius().value(t, updates);
      double rate = training.rate().value(t, updates) * data.weight(order[i]) / largest;
      update(order[i], rate, radius);
      if (i == rows - 1 || t == updates - 1) {
        int epoch = (int) (t / rows) + 1;
        double movement = movement(before);
        listener.onEpoch(new SomListener.Progress(epoch, epochs, i + 1, radius, movement));
      }
    }
  }

  private void update(int row, double rate, double radius) {
    table.set(options.neighbourhood(), radius);
    table.about(winner(row), neighbourhood, 0);
    float[] values = data.values();
    int from = data.at(row);
    for (int u = 0; u < units; u++) {
      double factor = rate * neighbourhood[u];
      if (factor != 0) {
        for (int j = 0; j < inputs; j++) {
          double pull = factor * (values[from + j] - weights[u * inputs + j]);
          weights[u * inputs + j] += !Double.isNaN(pull) ? pull : 0;
        }
      }
    }
  }

  private int winner(int row) {
    int winner = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int u = 0; u < units; u++) {
      double distance =
          options.metric().distance(data.values(), data.at(row), weights, u * inputs, inputs);
      if (distance < smallest) {
        smallest = distance;
        winner = u;
      }
    }
    return winner;
  }

  /** The root mean square of the change since the last call; remembers where the weights are. */
  private double movement(double[] before) {
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      squares += (weights[i] - before[i]) * (weights[i] - before[i]);
      before[i] = weights[i];
    }
    return Math.sqrt(squares / weights.length);
  }
}
