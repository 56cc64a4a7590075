package io.lanewise.nn.som;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Samples in clusters by way of a map: the units that win samples are clustered, each weighing as
 * much as its samples do, and every sample belongs to the cluster of its winner. A unit that wins
 * none belongs to the cluster whose mean is closest. Cluster 0 is the largest. Units are compared
 * by the Euclidean distance of their weights, which for {@link Metric#COSINE} are scaled to length
 * 1 before. Immutable.
 *
 * <p>Source: J. Vesanto, E. Alhoniemi, Clustering of the self-organizing map, IEEE Transactions on
 * Neural Networks 11 (2000).
 */
public final class TwoStepClustering {

  private final int count;
  private final int[] ofUnits;
  private final int[] ofSamples;
  private final int fewest;
  private final double[] silhouettes;

  private TwoStepClustering(
      int count, int[] ofUnits, int[] ofSamples, int fewest, double[] silhouettes) {
    this.count = count;
    this.ofUnits = ofUnits;
    this.ofSamples = ofSamples;
    this.fewest = fewest;
    this.silhouettes = silhouettes;
  }

  /**
   * Clusters.
   *
   * @throws IllegalArgumentException if fewer units win samples than there are to be clusters at
   *     least; where they are fewer than clusters at most, these are fewer too
   */
  public static TwoStepClustering of(
      Kernels kernels, Som som, SomData data, ClusterOptions options) {
    int[] winners = som.winners(kernels, data);
    double[] hits = new double[som.grid().units()];
    for (int i = 0; i < winners.length; i++) {
      hits[winners[i]] += data.weight(i);
    }
    int[] hit = IntStream.range(0, hits.length).filter(u -> hits[u] > 0).toArray();
    if (hit.length < options.fewest()) {
      throw new IllegalArgumentException(
          ("fewest is " + options.fewest() + ", expected at most " + hit.length)
              + ", the number of units that win samples");
    }
    double[] places = places(som);
    WeightedPoints points = points(places, hits, hit, som.inputs());
    int most = Math.min(options.most(), hit.length);
    List<int[]> partitions = partitions(points, options, most);
    double[] silhouettes = Silhouette.means(points, partitions);
    int best = 0;
    for (int p = 1; p < silhouettes.length; p++) {
      best = silhouettes[p] > silhouettes[best] ? p : best;
    }
    int count = options.fewest() + best;
    int[] clusters = largestFirst(points, partitions.get(best), count);
    int[] ofUnits = spread(places, hit, clusters, points.centroids(clusters, count), hits.length);
    int[] ofSamples = Arrays.stream(winners).map(winner -> ofUnits[winner]).toArray();
    return new TwoStepClustering(count, ofUnits, ofSamples, options.fewest(), silhouettes);
  }

  /** Number of clusters. */
  public int count() {
    return count;
  }

  /** The cluster of each unit. */
  public int[] ofUnits() {
    return ofUnits.clone();
  }

  /** The cluster of each sample. */
  public int[] ofSamples() {
    return ofSamples.clone();
  }

  /**
   * The silhouette, the weighted mean over the units that win samples, had there been so many
   * clusters.
   *
   * @param clusters a number of clusters that was tried
   */
  public double silhouette(int clusters) {
    return silhouettes[Objects.checkIndex(clusters - fewest, silhouettes.length)];
  }

  /** Where the units are, for clustering. */
  private static double[] places(Som som) {
    double[] places = som.weights();
    int inputs = som.inputs();
    if (som.metric() == Metric.COSINE) {
      for (int u = 0; u < som.grid().units(); u++) {
        double squares = 0;
        for (int j = 0; j < inputs; j++) {
          squares += places[u * inputs + j] * places[u * inputs + j];
        }
        double factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        for (int j = 0; j < inputs; j++) {
          places[u * inputs + j] *= factor;
        }
      }
    }
    return places;
  }

  private static WeightedPoints points(double[] places, double[] hits, int[] hit, int inputs) {
    double[] values = new double[hit.length * inputs];
    double[] weights = new double[hit.length];
    for (int i = 0; i < hit.length; i++) {
      System.arraycopy(places, hit[i] * inputs, values, i * inputs, inputs);
      weights[i] = hits[hit[i]];
    }
    return new WeightedPoints(values, weights, inputs);
  }

  /** The partitions into fewest .. most clusters. */
  private static List<int[]> partitions(WeightedPoints points, ClusterOptions options, int most) {
    if (options.linkage() == ClusterOptions.Linkage.WARD) {
      int[][] all = WardLinkage.partitions(points, most);
      return Arrays.asList(all).subList(options.fewest() - 1, most);
    }
    Random random = RandomStreams.of(options.seed(), 0);
    List<int[]> partitions = new ArrayList<>();
    for (int k = options.fewest(); k <= most; k++) {
      partitions.add(KMeans.partition(points, k, random));
    }
    return partitions;
  }

  private static int[] largestFirst(WeightedPoints points, int[] clusters, int count) {
    double[] sizes = points.sizes(clusters, count);
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> -sizes[c]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[order[i]] = i;
    }
    return Arrays.stream(clusters).map(cluster -> numbers[cluster]).toArray();
  }

  /** Clusters of all units from those of the units that win samples. */
  private static int[] spread(
      double[] places, int[] hit, int[] clusters, double[] centroids, int units) {
    int[] ofUnits = new int[units];
    Arrays.fill(ofUnits, -1);
    for (int i = 0; i < hit.length; i++) {
      ofUnits[hit[i]] = clusters[i];
    }
    WeightedPoints all = new WeightedPoints(places, new double[units], places.length / units);
    for (int u = 0; u < units; u++) {
      if (ofUnits[u] < 0) {
        ofUnits[u] = closest(all, u, centroids);
      }
    }
    return ofUnits;
  }

  private static int closest(WeightedPoints points, int point, double[] centroids) {
    int closest = 0;
    for (int c = 1; c < centroids.length / points.inputs(); c++) {
      boolean closer =
          points.squaredDistance(point, centroids, c)
              < points.squaredDistance(point, centroids, closest);
      closest = closer ? c : closest;
    }
    return closest;
  }
}
