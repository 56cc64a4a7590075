package io.lanewise.nn.som;

/**
 * How much of a sample's pull a unit feels, by its distance d on the grid from the winner. Sigma is
 * the radius. Source: T. Kohonen, Self-Organizing Maps, 3rd edition (2001), chapter 3.
 */
public enum Neighbourhood {
  /** exp(-d^2 / (2 sigma^2)). */
  GAUSSIAN {
    @Override
    double positive(double squaredDistance, double radius) {
      return Math.exp(-squaredDistance / (2 * radius * radius));
    }
  },
  /** 1 up to distance sigma, 0 beyond. */
  BUBBLE {
    @Override
    double positive(double squaredDistance, double radius) {
      return squaredDistance <= radius * radius ? 1 : 0;
    }
  },
  /** 1 - d / sigma up to distance sigma, 0 beyond. */
  TRIANGLE {
    @Override
    double positive(double squaredDistance, double radius) {
      return Math.max(0, 1 - Math.sqrt(squaredDistance) / radius);
    }
  },
  /** (1 - d^2 / sigma^2) exp(-d^2 / (2 sigma^2)): units beyond distance sigma are pushed away. */
  MEXICAN_HAT {
    @Override
    double positive(double squaredDistance, double radius) {
      double ratio = squaredDistance / (radius * radius);
      return (1 - ratio) * Math.exp(-ratio / 2);
    }
  };

  /**
   * The value at a distance.
   *
   * @param squaredDistance d^2 on the grid, at least 0
   * @param radius sigma, at least 0; at 0 the winner alone has 1 and every other unit 0
   */
  public double value(double squaredDistance, double radius) {
    if (squaredDistance == 0) {
      return 1;
    }
    return radius == 0 ? 0 : positive(squaredDistance, radius);
  }

  /** The value for a radius above 0. */
  abstract double positive(double squaredDistance, double radius);
}
