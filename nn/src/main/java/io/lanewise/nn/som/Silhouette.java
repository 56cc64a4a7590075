package io.lanewise.nn.som;

import java.util.Arrays;
import java.util.List;

/**
 * How well points lie in their clusters: s = (b - a) / max(a, b), where a is the weighted mean
 * distance to the other points of the own cluster and b the smallest weighted mean distance to the
 * points of another cluster; 0 for a point alone in its cluster, and where a = b = 0. From -1
 * (wrong) to 1 (compact and far apart).
 *
 * <p>Source: P. Rousseeuw, Silhouettes: a graphical aid to the interpretation and validation of
 * cluster analysis, Journal of Computational and Applied Mathematics 20 (1987).
 */
final class Silhouette {

  private Silhouette() {}

  /**
   * The weighted mean silhouette of each partition. Distances are computed once for all of them.
   *
   * @param partitions clusters of the points, numbered from 0 without gaps
   */
  static double[] means(WeightedPoints points, List<int[]> partitions) {
    int n = points.count();
    int[] counts = new int[partitions.size()];
    double[][] sizes = new double[partitions.size()][];
    for (int p = 0; p < counts.length; p++) {
      counts[p] = Arrays.stream(partitions.get(p)).max().orElse(-1) + 1;
      sizes[p] = points.sizes(partitions.get(p), counts[p]);
    }
    double total = Arrays.stream(points.weights()).sum();
    double[] means = new double[partitions.size()];
    double[] weighted = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        weighted[k] = points.weights()[k] * Math.sqrt(points.squaredDistance(i, k));
      }
      for (int p = 0; p < means.length; p++) {
        double value = ofPoint(i, points.weights()[i], weighted, partitions.get(p), sizes[p]);
        means[p] += points.weights()[i] * value / total;
      }
    }
    return means;
  }

  private static double ofPoint(
      int point, double weight, double[] weighted, int[] clusters, double[] sizes) {
    double[] sums = new double[sizes.length];
    int companions = 0;
    for (int k = 0; k < clusters.length; k++) {
      sums[clusters[k]] += weighted[k];
      companions += clusters[k] == clusters[point] && k != point ? 1 : 0;
    }
    if (companions == 0 || sizes.length < 2) {
      return 0;
    }
    int own = clusters[point];
    double a = sums[own] / (sizes[own] - weight);
    double b = Double.POSITIVE_INFINITY;
    for (int c = 0; c < sizes.length; c++) {
      b = c == own ? b : Math.min(b, sums[c] / sizes[c]);
    }
    return a == b ? 0 : (b - a) / Math.max(a, b);
  }
}
