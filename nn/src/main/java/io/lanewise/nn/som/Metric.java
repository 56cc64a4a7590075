package io.lanewise.nn.som;

/**
 * How far a sample x is from a unit's weights w. Variables that are missing in x (NaN) are left out
 * of every sum.
 */
public enum Metric {
  /** sqrt(sum (x_j - w_j)^2). */
  EUCLIDEAN {
    @Override
    double distance(float[] x, int xAt, double[] w, int wAt, int inputs) {
      double sum = 0;
      for (int j = 0; j < inputs; j++) {
        double difference = x[xAt + j] - w[wAt + j];
        if (!Double.isNaN(difference)) {
          sum += difference * difference;
        }
      }
      return Math.sqrt(sum);
    }
  },
  /** 1 - x.w / (|x| |w|); 1 where x or w is 0. Directions are compared, lengths are not. */
  COSINE {
    @Override
    double distance(float[] x, int xAt, double[] w, int wAt, int inputs) {
      double product = 0;
      double squareX = 0;
      double squareW = 0;
      for (int j = 0; j < inputs; j++) {
        double value = x[xAt + j];
        if (!Double.isNaN(value)) {
          product += value * w[wAt + j];
          squareX += value * value;
          squareW += w[wAt + j] * w[wAt + j];
        }
      }
      double norms = Math.sqrt(squareX) * Math.sqrt(squareW);
      return norms > 0 ? 1 - product / norms : 1;
    }
  },
  /** sum |x_j - w_j|. */
  MANHATTAN {
    @Override
    double distance(float[] x, int xAt, double[] w, int wAt, int inputs) {
      double sum = 0;
      for (int j = 0; j < inputs; j++) {
        double difference = Math.abs(x[xAt + j] - w[wAt + j]);
        if (!Double.isNaN(difference)) {
          sum += difference;
        }
      }
      return sum;
    }
  };

  /**
   * The distance in double precision, over the variables that are not missing.
   *
   * @param x samples
   * @param xAt where the sample begins
   * @param w weights
   * @param wAt where the unit's weights begin
   * @param inputs number of variables
   */
  abstract double distance(float[] x, int xAt, double[] w, int wAt, int inputs);
}
