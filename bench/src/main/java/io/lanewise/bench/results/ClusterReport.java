package io.lanewise.bench.results;

import java.util.List;
import java.util.Map;

/**
 * Samples in clusters by way of a map.
 *
 * @param summary how they were found
 * @param clusters how large they are
 * @param personas a row for each variable: its mean in each cluster, and how many standard
 *     deviations of all samples that is from the mean of all
 */
public record ClusterReport(
    Summary summary, List<ClusterRow> clusters, List<Map<String, Object>> personas) {

  /**
   * How the clusters were found.
   *
   * @param data name of the data
   * @param samples number of samples
   * @param variables number of variables
   * @param grid rows, columns and kind of the grid
   * @param method ward or k-means
   * @param clusters number of clusters
   * @param silhouette mean silhouette of the units that win samples
   * @param quantisationError mean distance of a sample to its winner
   * @param topographicError share of samples whose two closest units are not neighbours
   */
  public record Summary(
      String data,
      int samples,
      int variables,
      String grid,
      String method,
      int clusters,
      double silhouette,
      double quantisationError,
      double topographicError) {}

  /**
   * A cluster.
   *
   * @param cluster its number; 0 is the largest
   * @param units units of the map
   * @param samples number of samples
   * @param share their share of all
   */
  public record ClusterRow(int cluster, int units, int samples, double share) {}
}
