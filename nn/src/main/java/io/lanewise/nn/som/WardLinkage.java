package io.lanewise.nn.som;

import java.util.Arrays;

/**
 * Ward's hierarchical clustering: every point is a cluster, and as long as there are too many,
 * those two are joined that raise the sum of squares within clusters least, by a b / (a + b) |m_a -
 * m_b|^2 with weights a, b and means m. Of pairs that raise it equally, the first one in the order
 * of their first points is joined.
 *
 * <p>Every cluster remembers the best of those behind it, so that a step looks at few pairs again.
 * Cost: about 3 n^2 inputs operations for n points. Source: J. Ward, Hierarchical grouping to
 * optimize an objective function, Journal of the American Statistical Association 58 (1963).
 */
final class WardLinkage {

  private final WeightedPoints points;
  private final int inputs;
  private final double[] means;
  private final double[] sizes;

  /** Whether a cluster, named by its first point, still is one. */
  private final boolean[] alive;

  private final int[] best;
  private final double[] bestCost;

  private WardLinkage(WeightedPoints points) {
    this.points = points;
    inputs = points.inputs();
    means = points.values().clone();
    sizes = points.weights().clone();
    alive = new boolean[points.count()];
    best = new int[points.count()];
    bestCost = new double[points.count()];
    Arrays.fill(alive, true);
    for (int i = 0; i < alive.length; i++) {
      searchBehind(i);
    }
  }

  /**
   * The partitions into most .. 1 clusters.
   *
   * @param most at most the number of points
   * @return the partition into k clusters at k - 1: the cluster of each point, numbered from 0 in
   *     the order of their first points
   */
  static int[][] partitions(WeightedPoints points, int most) {
    return new WardLinkage(points).partitions(most);
  }

  private int[][] partitions(int most) {
    int[] owner = new int[points.count()];
    Arrays.setAll(owner, i -> i);
    int[][] partitions = new int[most][];
    for (int k = points.count(); k >= 1; k--) {
      if (k <= most) {
        partitions[k - 1] = numbered(owner);
      }
      if (k > 1) {
        join(owner);
      }
    }
    return partitions;
  }

  private void join(int[] owner) {
    int a = -1;
    for (int i = 0; i < alive.length; i++) {
      if (alive[i] && best[i] >= 0 && (a < 0 || bestCost[i] < bestCost[a])) {
        a = i;
      }
    }
    int b = best[a];
    for (int j = 0; j < inputs; j++) {
      double sum = sizes[a] * means[a * inputs + j] + sizes[b] * means[b * inputs + j];
      means[a * inputs + j] = sum / (sizes[a] + sizes[b]);
    }
    sizes[a] += sizes[b];
    alive[b] = false;
    for (int i = 0; i < owner.length; i++) {
      owner[i] = owner[i] == b ? a : owner[i];
    }
    for (int i = 0; i < b; i++) {
      if (alive[i] && (i == a || best[i] == a || best[i] == b)) {
        searchBehind(i);
      } else if (alive[i] && i < a) {
        offer(i, a);
      }
    }
  }

  private void searchBehind(int i) {
    best[i] = -1;
    for (int k = i + 1; k < alive.length; k++) {
      if (alive[k]) {
        offer(i, k);
      }
    }
  }

  /** Remembers k for i if it is the cheapest, of equals the first. */
  private void offer(int i, int k) {
    double cost = cost(i, k);
    if (best[i] < 0 || cost < bestCost[i] || (cost == bestCost[i] && k < best[i])) {
      best[i] = k;
      bestCost[i] = cost;
    }
  }

  private double cost(int a, int b) {
    double squares = 0;
    for (int j = 0; j < inputs; j++) {
      double difference = means[a * inputs + j] - means[b * inputs + j];
      squares += difference * difference;
    }
    return sizes[a] * sizes[b] / (sizes[a] + sizes[b]) * squares;
  }

  private static int[] numbered(int[] owner) {
    int[] numbers = new int[owner.length];
    int next = 0;
    for (int i = 0; i < owner.length; i++) {
      // A cluster is named by its first point, which therefore comes before all others.
      numbers[i] = owner[i] == i ? next++ : numbers[owner[i]];
    }
    return numbers;
  }
}
