package io.lanewise.nn.som;

/**
 * Points to cluster: count x inputs coordinates, each point with a weight above 0. A point of
 * weight 2 counts as two points of weight 1 at one place.
 */
record WeightedPoints(double[] values, double[] weights, int inputs) {

  int count() {
    return weights.length;
  }

  /** The squared Euclidean distance of two points. */
  double squaredDistance(int a, int b) {
    return squaredDistance(a, values, b);
  }

  /** The squared Euclidean distance of a point and row b of other coordinates. */
  double squaredDistance(int a, double[] others, int b) {
    double squares = 0;
    for (int j = 0; j < inputs; j++) {
      double difference = values[a * inputs + j] - others[b * inputs + j];
      squares += difference * difference;
    }
    return squares;
  }

  /**
   * The weighted means of clusters.
   *
   * @param clusters the cluster of each point, from 0 below count; none is empty
   */
  double[] centroids(int[] clusters, int count) {
    double[] means = new double[count * inputs];
    double[] sizes = sizes(clusters, count);
    for (int i = 0; i < clusters.length; i++) {
      for (int j = 0; j < inputs; j++) {
        means[clusters[i] * inputs + j] += weights[i] * values[i * inputs + j];
      }
    }
    for (int c = 0; c < count; c++) {
      for (int j = 0; j < inputs; j++) {
        means[c * inputs + j] /= sizes[c];
      }
    }
    return means;
  }

  /** The weight of each cluster. */
  double[] sizes(int[] clusters, int count) {
    double[] sizes = new double[count];
    for (int i = 0; i < clusters.length; i++) {
      sizes[clusters[i]] += weights[i];
    }
    return sizes;
  }
}
