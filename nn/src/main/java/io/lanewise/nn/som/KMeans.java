package io.lanewise.nn.som;

import java.util.Arrays;
import java.util.Random;

/**
 * k-means with the beginnings of k-means++: the first centre is a point drawn by weight, each
 * further one by weight times squared distance to the closest centre so far. Of several beginnings
 * the result with the smallest sum of squares is taken, of equals the first.
 *
 * <p>Source: D. Arthur, S. Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007.
 */
final class KMeans {

  private static final int BEGINNINGS = 10;
  private static final int MAX_ITERATIONS = 1000;

  private KMeans() {}

  /**
   * A partition into clusters.
   *
   * @param count at most the number of points
   * @return the cluster of each point, from 0 below count; none is empty
   */
  static int[] partition(WeightedPoints points, int count, Random random) {
    int[] best = {};
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < BEGINNINGS; i++) {
      int[] clusters = lloyd(points, beginning(points, count, random));
      double squares = squares(points, clusters, count);
      if (best.length == 0 || squares < smallest) {
        best = clusters;
        smallest = squares;
      }
    }
    return best;
  }

  /**
   * Lloyd's iteration: points go to their closest centre, of equals the first, and centres to the
   * mean of their points, until nothing changes. A centre without points takes the point that is
   * farthest from its own centre, the first of equals, out of a cluster with more than one.
   *
   * @param centres count x inputs coordinates; read only
   * @return the cluster of each point
   */
  static int[] lloyd(WeightedPoints points, double[] centres) {
    int count = centres.length / points.inputs();
    int[] clusters = new int[points.count()];
    Arrays.fill(clusters, -1);
    double[] current = centres;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      int[] next = assign(points, current, count);
      if (Arrays.equals(next, clusters)) {
        break;
      }
      clusters = next;
      current = points.centroids(clusters, count);
    }
    return clusters;
  }

  /** The sum of weighted squared distances to the clusters' means. */
  static double squares(WeightedPoints points, int[] clusters, int count) {
    double[] means = points.centroids(clusters, count);
    double sum = 0;
    for (int i = 0; i < clusters.length; i++) {
      sum += points.weights()[i] * points.squaredDistance(i, means, clusters[i]);
    }
    return sum;
  }

  private static int[] assign(WeightedPoints points, double[] centres, int count) {
    int[] clusters = new int[points.count()];
    double[] distances = new double[points.count()];
    int[] members = new int[count];
    for (int i = 0; i < clusters.length; i++) {
      distances[i] = Double.POSITIVE_INFINITY;
      for (int c = 0; c < count; c++) {
        double distance = points.squaredDistance(i, centres, c);
        if (distance < distances[i]) {
          distances[i] = distance;
          clusters[i] = c;
        }
      }
      members[clusters[i]]++;
    }
    for (int c = 0; c < count; c++) {
      if (members[c] == 0) {
        int farthest = farthest(clusters, distances, members);
        members[clusters[farthest]]--;
        clusters[farthest] = c;
        distances[farthest] = 0;
        members[c] = 1;
      }
    }
    return clusters;
  }

  private static int farthest(int[] clusters, double[] distances, int[] members) {
    int farthest = -1;
    for (int i = 0; i < clusters.length; i++) {
      if (members[clusters[i]] > 1 && (farthest < 0 || distances[i] > distances[farthest])) {
        farthest = i;
      }
    }
    return farthest;
  }

  private static double[] beginning(WeightedPoints points, int count, Random random) {
    int inputs = points.inputs();
    double[] centres = new double[count * inputs];
    double[] chances = points.weights().clone();
    double[] distances = new double[points.count()];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int c = 0; c < count; c++) {
      int chosen = draw(chances, random);
      System.arraycopy(points.values(), chosen * inputs, centres, c * inputs, inputs);
      for (int i = 0; i < distances.length; i++) {
        distances[i] = Math.min(distances[i], points.squaredDistance(i, chosen));
        chances[i] = points.weights()[i] * distances[i];
      }
    }
    return centres;
  }

  /** An index drawn in proportion to its chance; any where all chances are 0. */
  private static int draw(double[] chances, Random random) {
    double left = random.nextDouble() * Arrays.stream(chances).sum();
    int last = 0;
    for (int i = 0; i < chances.length; i++) {
      if (chances[i] > 0) {
        last = i;
        left -= chances[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }
}
