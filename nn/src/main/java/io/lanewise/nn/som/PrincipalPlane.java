package io.lanewise.nn.som;

import java.util.Random;

/**
 * The mean of samples and the two directions in which they vary most, each as long as the standard
 * deviation along it. Their signs are chosen so that the largest component is positive.
 *
 * <p>Orthogonal iteration on the covariance matrix with a few directions more than are asked for.
 * Source: G. Golub, C. Van Loan, Matrix Computations, 4th edition, section 8.2.4.
 */
final class PrincipalPlane {

  /** Directions iterated: the error falls as the 9th eigenvalue over the 2nd. */
  private static final int DIRECTIONS = 8;

  private static final int MAX_ITERATIONS = 500;

  /** Change of the two directions at which the iteration ends. */
  private static final double TOLERANCE = 1e-12;

  private final double[] mean;
  private final double[] first;
  private final double[] second;

  private PrincipalPlane(double[] mean, double[] first, double[] second) {
    this.mean = mean;
    this.first = first;
    this.second = second;
  }

  /** The plane of some samples. */
  static PrincipalPlane of(SomData data) {
    int n = data.inputs();
    double[] mean = weightedMean(data);
    double[][] covariance = covariance(data, mean);
    double[][] directions = directions(covariance, Math.min(n, DIRECTIONS));
    double[] first = scaled(directions[0], covariance);
    double[] second = n > 1 ? scaled(directions[1], covariance) : new double[n];
    return new PrincipalPlane(mean, first, second);
  }

  /** Writes the point so many standard deviations from the mean. */
  void place(double first, double second, double[] to, int at) {
    for (int j = 0; j < mean.length; j++) {
      to[at + j] = mean[j] + first * this.first[j] + second * this.second[j];
    }
  }

  private static double[] weightedMean(SomData data) {
    int n = data.inputs();
    double[] mean = new double[n];
    double[] weight = new double[n];
    for (int i = 0; i < data.rows(); i++) {
      for (int j = 0; j < n; j++) {
        double value = data.value(i, j);
        if (!Double.isNaN(value)) {
          mean[j] += data.weight(i) * value;
          weight[j] += data.weight(i);
        }
      }
    }
    for (int j = 0; j < n; j++) {
      mean[j] = weight[j] > 0 ? mean[j] / weight[j] : 0;
    }
    return mean;
  }

  private static double[][] covariance(SomData data, double[] mean) {
    int n = data.inputs();
    double[][] sums = new double[n][n];
    double[] x = new double[n];
    for (int i = 0; i < data.rows(); i++) {
      for (int j = 0; j < n; j++) {
        double value = data.value(i, j) - mean[j];
        x[j] = Double.isNaN(value) ? 0 : value;
      }
      for (int j = 0; j < n; j++) {
        addTail(sums[j], data.weight(i) * x[j], x, j);
      }
    }
    for (int j = 0; j < n; j++) {
      for (int k = j; k < n; k++) {
        sums[j][k] /= data.totalWeight();
        sums[k][j] = sums[j][k];
      }
    }
    return sums;
  }

  private static void addTail(double[] to, double factor, double[] vector, int from) {
    for (int j = from; j < vector.length; j++) {
      to[j] += factor * vector[j];
    }
  }

  private static double[][] directions(double[][] covariance, int count) {
    int n = covariance.length;
    Random random = new Random(1);
    double[][] q = new double[count][n];
    for (double[] direction : q) {
      for (int j = 0; j < n; j++) {
        direction[j] = random.nextGaussian();
      }
    }
    orthonormalise(q);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double[][] next = new double[count][];
      for (int d = 0; d < count; d++) {
        next[d] = times(covariance, q[d]);
      }
      orthonormalise(next);
      double change = Math.max(change(q[0], next[0]), count > 1 ? change(q[1], next[1]) : 0);
      q = next;
      if (change < TOLERANCE) {
        break;
      }
    }
    return q;
  }

  private static double change(double[] before, double[] after) {
    return 1 - Math.abs(dot(before, after));
  }

  /** Modified Gram-Schmidt; a direction in which nothing is left becomes 0. */
  private static void orthonormalise(double[][] q) {
    for (int d = 0; d < q.length; d++) {
      double before = Math.sqrt(dot(q[d], q[d]));
      for (int e = 0; e < d; e++) {
        addTail(q[d], -dot(q[d], q[e]), q[e], 0);
      }
      double length = Math.sqrt(dot(q[d], q[d]));
      double factor = length > 1e-12 * before ? 1 / length : 0;
      for (int j = 0; j < q[d].length; j++) {
        q[d][j] *= factor;
      }
    }
  }

  private static double[] scaled(double[] direction, double[][] covariance) {
    double variance = dot(direction, times(covariance, direction));
    int largest = 0;
    for (int j = 0; j < direction.length; j++) {
      if (Math.abs(direction[j]) > Math.abs(direction[largest])) {
        largest = j;
      }
    }
    double length = Math.sqrt(Math.max(0, variance)) * (direction[largest] < 0 ? -1 : 1);
    double[] scaled = new double[direction.length];
    addTail(scaled, length, direction, 0);
    return scaled;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int j = 0; j < vector.length; j++) {
      product[j] = dot(matrix[j], vector);
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
