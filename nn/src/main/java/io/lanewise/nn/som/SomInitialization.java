package io.lanewise.nn.som;

import java.util.Random;

/** Where the weights of a map begin. */
public interface SomInitialization {

  /**
   * The first weights.
   *
   * @param random random numbers, from the seed of the training
   * @return units x inputs finite numbers, row-major
   */
  double[] weights(SomGrid grid, SomData data, Random random);

  /** Every weight is uniform between the smallest and the largest value of its variable. */
  static SomInitialization uniform() {
    return (grid, data, random) -> {
      int inputs = data.inputs();
      double[] low = new double[inputs];
      double[] high = new double[inputs];
      for (int j = 0; j < inputs; j++) {
        low[j] = Double.POSITIVE_INFINITY;
        high[j] = Double.NEGATIVE_INFINITY;
      }
      for (int i = 0; i < data.rows(); i++) {
        for (int j = 0; j < inputs; j++) {
          double value = data.value(i, j);
          if (!Double.isNaN(value)) {
            low[j] = Math.min(low[j], value);
            high[j] = Math.max(high[j], value);
          }
        }
      }
      double[] weights = new double[grid.units() * inputs];
      for (int i = 0; i < weights.length; i++) {
        int j = i % inputs;
        // A variable without any value takes part in no distance.
        weights[i] = low[j] <= high[j] ? low[j] + (high[j] - low[j]) * random.nextDouble() : 0;
      }
      return weights;
    };
  }

  /** Every unit is a sample drawn at random; the mean stands for what it lacks. */
  static SomInitialization samples() {
    return (grid, data, random) -> {
      int inputs = data.inputs();
      double[] weights = new double[grid.units() * inputs];
      for (int u = 0; u < grid.units(); u++) {
        int row = random.nextInt(data.rows());
        for (int j = 0; j < inputs; j++) {
          double value = data.value(row, j);
          weights[u * inputs + j] = !Double.isNaN(value) ? value : data.means()[j];
        }
      }
      return weights;
    };
  }

  /**
   * The map lies flat in the plane of the two principal components: its longer side from -1 to 1
   * standard deviations along the first one, its other side along the second one. Missing values
   * count as the mean. Nothing is random.
   *
   * <p>Memory: inputs x inputs doubles; cost: rows x inputs^2 operations. Source: J. Vesanto et
   * al., SOM Toolbox for Matlab 5, report A57 (2000), som_lininit.
   */
  static SomInitialization principalComponents() {
    return (grid, data, random) -> {
      PrincipalPlane plane = PrincipalPlane.of(data);
      int inputs = data.inputs();
      double width = largestX(grid);
      double height = grid.y(grid.units() - 1);
      boolean wide = width >= height;
      double[] weights = new double[grid.units() * inputs];
      for (int u = 0; u < grid.units(); u++) {
        double across = centred(grid.x(u), width);
        double down = centred(grid.y(u), height);
        double first = wide ? across : down;
        double second = wide ? down : across;
        plane.place(first, second, weights, u * inputs);
      }
      return weights;
    };
  }

  /**
   * These weights: a map trained before is trained on.
   *
   * @param weights units x inputs finite numbers, row-major; copied
   */
  static SomInitialization given(double[] weights) {
    double[] copy = weights.clone();
    return (grid, data, random) -> copy.clone();
  }

  private static double largestX(SomGrid grid) {
    double largest = 0;
    for (int u = 0; u < grid.units(); u++) {
      largest = Math.max(largest, grid.x(u));
    }
    return largest;
  }

  private static double centred(double value, double largest) {
    return largest > 0 ? 2 * value / largest - 1 : 0;
  }
}
