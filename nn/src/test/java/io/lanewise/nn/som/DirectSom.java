package io.lanewise.nn.som;

import java.util.Arrays;

/** Maps by definition: plain loops in double precision. */
final class DirectSom {

  private DirectSom() {}

  /** The distance of a sample and a unit over the values that are there. */
  static double distance(Metric metric, SomData data, int row, double[] weights, int unit) {
    double sum = 0;
    double product = 0;
    double squareX = 0;
    double squareW = 0;
    for (int j = 0; j < data.inputs(); j++) {
      double x = data.value(row, j);
      double w = weights[unit * data.inputs() + j];
      if (Double.isNaN(x)) {
        continue;
      }
      sum += metric == Metric.MANHATTAN ? Math.abs(x - w) : (x - w) * (x - w);
      product += x * w;
      squareX += x * x;
      squareW += w * w;
    }
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(sum);
      case MANHATTAN -> sum;
      case COSINE ->
          squareX == 0 || squareW == 0
              ? 1
              : 1 - product / (Math.sqrt(squareX) * Math.sqrt(squareW));
    };
  }

  /** Units in ascending order of their distance, of equals the lower one first. */
  static int[] ranking(Metric metric, SomData data, int row, double[] weights) {
    int units = weights.length / data.inputs();
    Integer[] order = new Integer[units];
    Arrays.setAll(order, u -> u);
    double[] distances = new double[units];
    Arrays.setAll(distances, u -> distance(metric, data, row, weights, u));
    Arrays.sort(order, (a, b) -> Double.compare(distances[a], distances[b]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  static int[] winners(Metric metric, SomData data, double[] weights) {
    int[] winners = new int[data.rows()];
    Arrays.setAll(winners, i -> ranking(metric, data, i, weights)[0]);
    return winners;
  }

  /** Batch training: a loop over samples for each unit. */
  static double[] batch(SomGrid grid, SomData data, SomOptions options, double[] initial) {
    int epochs = ((SomTraining.Batch) options.training()).epochs();
    int inputs = data.inputs();
    double[] weights = initial.clone();
    for (int epoch = 0; epoch < epochs; epoch++) {
      double radius = options.radius().value(epoch, epochs);
      int[] winners = winners(options.metric(), data, weights);
      double[] next = weights.clone();
      for (int u = 0; u < grid.units(); u++) {
        for (int j = 0; j < inputs; j++) {
          double pull = 0;
          double size = 0;
          double whole = 0;
          for (int i = 0; i < data.rows(); i++) {
            double x = data.value(i, j);
            if (!Double.isNaN(x)) {
              double distance = gridDistance(grid, u, winners[i]);
              double h = value(options.neighbourhood(), distance, radius) * data.weight(i);
              pull += h * (x - weights[u * inputs + j]);
              size += h;
              whole += Math.abs(h);
            }
          }
          if (whole > 0) {
            next[u * inputs + j] += pull / whole;
          }
          assert options.neighbourhood() == Neighbourhood.MEXICAN_HAT || whole == size;
        }
      }
      weights = next;
    }
    return weights;
  }

  /** The distance on the grid: the smallest over the copies of the torus around it. */
  static double gridDistance(SomGrid grid, int a, int b) {
    boolean hexagonal = grid.lattice() == SomGrid.Lattice.HEXAGONAL;
    double rowHeight = hexagonal ? Math.sqrt(3) / 2 : 1;
    double dx = x(grid, a) - x(grid, b);
    double dy = rowHeight * (a / grid.columns() - b / grid.columns());
    double smallest = Double.POSITIVE_INFINITY;
    int copies = grid.toroidal() ? 1 : 0;
    for (int i = -copies; i <= copies; i++) {
      for (int j = -copies; j <= copies; j++) {
        double x = dx + j * grid.columns();
        double y = dy + i * rowHeight * grid.rows();
        smallest = Math.min(smallest, Math.sqrt(x * x + y * y));
      }
    }
    return smallest;
  }

  private static double x(SomGrid grid, int unit) {
    boolean moved = grid.lattice() == SomGrid.Lattice.HEXAGONAL && unit / grid.columns() % 2 == 1;
    return unit % grid.columns() + (moved ? 0.5 : 0);
  }

  private static double value(Neighbourhood neighbourhood, double d, double sigma) {
    double ratio = d * d / (sigma * sigma);
    return switch (neighbourhood) {
      case GAUSSIAN -> Math.exp(-ratio / 2);
      case BUBBLE -> d <= sigma + 1e-9 ? 1 : 0;
      case TRIANGLE -> Math.max(0, 1 - d / sigma);
      case MEXICAN_HAT -> (1 - ratio) * Math.exp(-ratio / 2);
    };
  }
}
