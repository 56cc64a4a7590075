package io.lanewise.nn.som;

import java.util.Objects;

/**
 * How the units of a map are clustered.
 *
 * @param linkage how clusters are formed
 * @param fewest clusters at least, 1 or more
 * @param most clusters at most; between them the silhouette decides
 * @param seed source of the beginnings of k-means
 */
public record ClusterOptions(Linkage linkage, int fewest, int most, long seed) {

  /** How clusters are formed. */
  public enum Linkage {
    /** Ward's hierarchical clustering. */
    WARD,
    /** k-means, the best of ten beginnings by k-means++. */
    K_MEANS
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if fewest is below 1 or most is below it
   */
  public ClusterOptions {
    Objects.requireNonNull(linkage, "linkage is null, expected a linkage");
    if (fewest < 1) {
      throw new IllegalArgumentException("fewest is " + fewest + ", expected at least 1");
    }
    if (most < fewest) {
      throw new IllegalArgumentException("most is " + most + ", expected at least " + fewest);
    }
  }

  /** Ward's clustering into 2 to 10 clusters by silhouette. */
  public static ClusterOptions ward() {
    return new ClusterOptions(Linkage.WARD, 2, 10, 1);
  }

  /** k-means into 2 to 10 clusters by silhouette. */
  public static ClusterOptions kMeans() {
    return new ClusterOptions(Linkage.K_MEANS, 2, 10, 1);
  }

  /** The same options with a given number of clusters. */
  public ClusterOptions withClusters(int count) {
    return new ClusterOptions(linkage, count, count, seed);
  }

  /** The same options with the number of clusters chosen by silhouette. */
  public ClusterOptions withClusters(int fewest, int most) {
    return new ClusterOptions(linkage, fewest, most, seed);
  }

  /** The same options with another seed. */
  public ClusterOptions withSeed(long seed) {
    return new ClusterOptions(linkage, fewest, most, seed);
  }
}
