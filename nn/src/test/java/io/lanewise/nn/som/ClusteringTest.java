package io.lanewise.nn.som;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusteringTest {

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wardIsThatOfTheDirectSearch(boolean ties) {
    for (int seed = 0; seed < 40; seed++) {
      WeightedPoints points = points(3 + seed % 20, 1 + seed % 4, ties, seed);
      int[][] partitions = WardLinkage.partitions(points, points.count());
      List<int[]> direct = directWard(points);
      for (int k = 1; k <= points.count(); k++) {
        assertThat(partitions[k - 1]).as("seed %s, k %s", seed, k).isEqualTo(direct.get(k - 1));
      }
    }
  }

  @Test
  void wardJoinsWhatRaisesTheSumOfSquaresLeast() {
    for (int seed = 0; seed < 10; seed++) {
      WeightedPoints points = points(12, 3, false, seed);
      int[][] partitions = WardLinkage.partitions(points, 12);
      for (int k = 12; k > 1; k--) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int a = 0; a < k; a++) {
          for (int b = a + 1; b < k; b++) {
            int[] joined = joined(partitions[k - 1], a, b);
            smallest = Math.min(smallest, KMeans.squares(points, joined, k - 1));
          }
        }
        assertThat(KMeans.squares(points, partitions[k - 2], k - 1))
            .isCloseTo(smallest, within(1e-9 * (1 + smallest)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lloydIsThatOfTheDirectIteration(boolean ties) {
    for (int seed = 0; seed < 40; seed++) {
      WeightedPoints points = points(6 + seed, 1 + seed % 4, ties, seed);
      int count = 1 + seed % 6;
      double[] centres = Arrays.copyOf(points.values(), count * points.inputs());
      assertThat(KMeans.lloyd(points, centres))
          .as("seed %s", seed)
          .isEqualTo(directLloyd(points, centres, count));
    }
  }

  @Test
  void kMeansFindsTheBestPartition() {
    for (int seed = 0; seed < 10; seed++) {
      WeightedPoints points = points(9, 2, false, seed);
      double best = Double.POSITIVE_INFINITY;
      for (int code = 1; code < 1 << 8; code++) {
        int[] clusters = new int[9];
        for (int i = 0; i < 8; i++) {
          clusters[i + 1] = code >> i & 1;
        }
        best = Math.min(best, KMeans.squares(points, clusters, 2));
      }
      int[] clusters = KMeans.partition(points, 2, new Random(1));
      assertThat(KMeans.squares(points, clusters, 2)).isCloseTo(best, within(1e-9 * (1 + best)));
    }
  }

  @Test
  void everyClusterHasAPointEvenWherePointsAreEqual() {
    double[] values = {1, 1, 1, 1, 1, 2};
    double[] weights = {1, 1, 1, 1, 1, 1};
    int[] clusters = KMeans.partition(new WeightedPoints(values, weights, 1), 4, new Random(1));
    assertThat(Arrays.stream(clusters).distinct().count()).isEqualTo(4);
  }

  @Test
  void silhouettesAreThoseOfTheDefinition() {
    for (int seed = 0; seed < 10; seed++) {
      WeightedPoints points = points(15, 2, seed % 2 == 0, seed);
      List<int[]> partitions =
          List.of(WardLinkage.partitions(points, 5)[4], WardLinkage.partitions(points, 3)[2]);
      double[] means = Silhouette.means(points, partitions);
      for (int p = 0; p < 2; p++) {
        assertThat(means[p]).isCloseTo(directSilhouette(points, partitions.get(p)), within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ClusterOptions.Linkage.class)
  void groupsApartAreFoundByTwoSteps(ClusterOptions.Linkage linkage) {
    int rows = 600;
    float[] values = new float[rows * 3];
    int[] truth = new int[rows];
    Random random = new Random(5);
    for (int i = 0; i < rows; i++) {
      // Groups of 300, 200 and 100.
      truth[i] = i % 6 < 3 ? 0 : i % 6 < 5 ? 1 : 2;
      for (int j = 0; j < 3; j++) {
        values[3 * i + j] = (float) (random.nextGaussian() + (truth[i] == j ? 12 : 0));
      }
    }
    SomData data = SomData.of(values, rows, 3).withNames(List.of("first", "second", "third"));
    SomGrid grid = SomGrid.hexagonal(8, 8);
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      Som som = Som.fit(kernels, grid, data, SomOptions.batch(grid, 15), SomListener.SILENT);
      ClusterOptions options = new ClusterOptions(linkage, 2, 6, 1);
      TwoStepClustering clusters = TwoStepClustering.of(kernels, som, data, options);
      assertThat(clusters.count()).isEqualTo(3);
      assertThat(clusters.ofSamples()).isEqualTo(truth);
      assertThat(clusters.ofUnits()).hasSize(64).containsOnly(0, 1, 2);
      assertThat(clusters.silhouette(3)).isGreaterThan(clusters.silhouette(2));

      Personas personas = Personas.of(data, clusters.ofSamples(), 3);
      assertThat(personas.samples(0)).isEqualTo(300);
      assertThat(personas.share(2)).isCloseTo(1 / 6.0, within(1e-9));
      assertThat(personas.mean(1, 1)).isCloseTo(12, within(0.3));
      assertThat(personas.toString()).contains("300 (50.0%)").contains("second");
      assertThat(personas.csv().lines().count()).isEqualTo(1 + 9);

      assertThatThrownBy(() -> TwoStepClustering.of(kernels, som, data, options.withClusters(100)))
          .hasMessageContaining("fewest is 100, expected at most ");
    }
  }

  @Test
  void personasAreMeansAndStandardScores() {
    float nan = Float.NaN;
    SomData data =
        SomData.of(new float[] {1, 5, 3, 5, 5, nan, 7, 5}, 4, 2)
            .withWeights(new float[] {1, 1, 1, 3});
    Personas personas = Personas.of(data, new int[] {0, 0, 1, 1}, 2);
    // All: mean (1 + 3 + 5 + 21) / 6 = 5, variance (16 + 4 + 0 + 12) / 6.
    double deviation = Math.sqrt(32 / 6.0);
    assertThat(personas.mean(0, 0)).isEqualTo(2);
    assertThat(personas.mean(1, 0)).isEqualTo(6.5);
    assertThat(personas.zScore(0, 0)).isCloseTo(-3 / deviation, within(1e-12));
    assertThat(personas.zScore(1, 0)).isCloseTo(1.5 / deviation, within(1e-12));
    assertThat(personas.mean(1, 1)).isEqualTo(5);
    assertThat(personas.zScore(1, 1)).isZero();
    assertThat(personas.share(1)).isCloseTo(4 / 6.0, within(1e-12));
    assertThatThrownBy(() -> Personas.of(data, new int[] {0, 0, 2, 1}, 2))
        .hasMessage("ofSamples[2] is 2, expected 0 to 1");
  }

  /** Random points; with ties, few places and equal weights. */
  private static WeightedPoints points(int count, int inputs, boolean ties, int seed) {
    Random random = new Random(seed);
    double[] values = new double[count * inputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = ties ? random.nextInt(3) : random.nextGaussian();
    }
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      weights[i] = ties ? 1 : 1 + random.nextInt(5);
    }
    return new WeightedPoints(values, weights, inputs);
  }

  /** All pairs in every step. Means are joined as in the other, so that ties are the same ties. */
  private static List<int[]> directWard(WeightedPoints points) {
    int n = points.count();
    int inputs = points.inputs();
    List<List<Integer>> clusters = new ArrayList<>();
    List<double[]> means = new ArrayList<>();
    List<Double> sizes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      clusters.add(new ArrayList<>(List.of(i)));
      means.add(Arrays.copyOfRange(points.values(), i * inputs, (i + 1) * inputs));
      sizes.add(points.weights()[i]);
    }
    List<int[]> partitions = new ArrayList<>();
    while (true) {
      int[] partition = new int[n];
      for (int c = 0; c < clusters.size(); c++) {
        for (int i : clusters.get(c)) {
          partition[i] = c;
        }
      }
      partitions.add(0, partition);
      if (clusters.size() == 1) {
        return partitions;
      }
      int a = 0;
      int b = 1;
      double smallest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < clusters.size(); i++) {
        for (int k = i + 1; k < clusters.size(); k++) {
          double squares = 0;
          for (int j = 0; j < inputs; j++) {
            double difference = means.get(i)[j] - means.get(k)[j];
            squares += difference * difference;
          }
          double cost = sizes.get(i) * sizes.get(k) / (sizes.get(i) + sizes.get(k)) * squares;
          if (cost < smallest) {
            smallest = cost;
            a = i;
            b = k;
          }
        }
      }
      double size = sizes.get(a) + sizes.get(b);
      for (int j = 0; j < inputs; j++) {
        means.get(a)[j] = (sizes.get(a) * means.get(a)[j] + sizes.get(b) * means.get(b)[j]) / size;
      }
      sizes.set(a, size);
      clusters.get(a).addAll(clusters.remove(b));
      means.remove(b);
      sizes.remove(b);
    }
  }

  private static int[] joined(int[] clusters, int a, int b) {
    return Arrays.stream(clusters).map(c -> c == b ? a : c > b ? c - 1 : c).toArray();
  }

  private static int[] directLloyd(WeightedPoints points, double[] centres, int count) {
    int n = points.count();
    int inputs = points.inputs();
    double[] current = centres.clone();
    int[] clusters = new int[n];
    Arrays.fill(clusters, -1);
    while (true) {
      int[] next = new int[n];
      double[] distances = new double[n];
      for (int i = 0; i < n; i++) {
        double[] all = new double[count];
        for (int c = 0; c < count; c++) {
          for (int j = 0; j < inputs; j++) {
            all[c] += Math.pow(points.values()[i * inputs + j] - current[c * inputs + j], 2);
          }
          next[i] = all[c] < all[next[i]] ? c : next[i];
        }
        distances[i] = all[next[i]];
      }
      for (int c = 0; c < count; c++) {
        int cluster = c;
        if (Arrays.stream(next).noneMatch(k -> k == cluster)) {
          int farthest = -1;
          for (int i = 0; i < n; i++) {
            int own = next[i];
            boolean several = Arrays.stream(next).filter(k -> k == own).count() > 1;
            if (several && (farthest < 0 || distances[i] > distances[farthest])) {
              farthest = i;
            }
          }
          next[farthest] = c;
          distances[farthest] = 0;
        }
      }
      if (Arrays.equals(next, clusters)) {
        return clusters;
      }
      clusters = next;
      Arrays.fill(current, 0);
      double[] sizes = new double[count];
      for (int i = 0; i < n; i++) {
        sizes[clusters[i]] += points.weights()[i];
        for (int j = 0; j < inputs; j++) {
          current[clusters[i] * inputs + j] +=
              points.weights()[i] * points.values()[i * inputs + j];
        }
      }
      for (int i = 0; i < current.length; i++) {
        current[i] /= sizes[i / inputs];
      }
    }
  }

  private static double directSilhouette(WeightedPoints points, int[] clusters) {
    double sum = 0;
    double total = 0;
    int count = Arrays.stream(clusters).max().orElseThrow() + 1;
    for (int i = 0; i < clusters.length; i++) {
      double[] distances = new double[count];
      double[] weights = new double[count];
      for (int k = 0; k < clusters.length; k++) {
        if (k != i) {
          distances[clusters[k]] += points.weights()[k] * Math.sqrt(points.squaredDistance(i, k));
          weights[clusters[k]] += points.weights()[k];
        }
      }
      double a = distances[clusters[i]] / weights[clusters[i]];
      double b = Double.POSITIVE_INFINITY;
      for (int c = 0; c < count; c++) {
        if (c != clusters[i]) {
          b = Math.min(b, distances[c] / weights[c]);
        }
      }
      double value = weights[clusters[i]] == 0 || a == b ? 0 : (b - a) / Math.max(a, b);
      sum += points.weights()[i] * value;
      total += points.weights()[i];
    }
    return sum / total;
  }
}
