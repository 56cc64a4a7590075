package io.lanewise.nn.som;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the samples of each cluster are like: how many they are, and for each variable their mean
 * and how many standard deviations of all samples it is from the mean of all samples. Missing
 * values are left out; sample weights count.
 */
public final class Personas {

  private final List<String> names;
  private final int clusters;
  private final int[] samples;
  private final double[] shares;
  private final double[][] means;
  private final double[][] scores;

  private Personas(SomData data, int clusters) {
    names = data.names();
    this.clusters = clusters;
    samples = new int[clusters];
    shares = new double[clusters];
    means = new double[clusters][data.inputs()];
    scores = new double[clusters][data.inputs()];
  }

  /**
   * Describes clusters.
   *
   * @param data the samples, as their user knows them: usually before they were standardised
   * @param ofSamples the cluster of each sample, from 0
   * @param clusters number of clusters
   * @throws IllegalArgumentException if there are not as many clusters as samples, or one is out of
   *     its range
   */
  public static Personas of(SomData data, int[] ofSamples, int clusters) {
    if (ofSamples.length != data.rows()) {
      throw new IllegalArgumentException(
          ("ofSamples has " + ofSamples.length + " elements, expected " + data.rows())
              + ", one for each sample");
    }
    Personas personas = new Personas(data, clusters);
    for (int i = 0; i < ofSamples.length; i++) {
      if (ofSamples[i] < 0 || ofSamples[i] >= clusters) {
        throw new IllegalArgumentException(
            ("ofSamples[" + i + "] is " + ofSamples[i]) + (", expected 0 to " + (clusters - 1)));
      }
      personas.samples[ofSamples[i]]++;
      personas.shares[ofSamples[i]] += data.weight(i) / data.totalWeight();
    }
    for (int j = 0; j < data.inputs(); j++) {
      personas.describe(data, ofSamples, j);
    }
    return personas;
  }

  private void describe(SomData data, int[] ofSamples, int variable) {
    double[] sums = new double[clusters];
    double[] weights = new double[clusters];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < ofSamples.length; i++) {
      double value = data.value(i, variable);
      if (!Double.isNaN(value)) {
        sums[ofSamples[i]] += data.weight(i) * value;
        weights[ofSamples[i]] += data.weight(i);
        sum += data.weight(i) * value;
        weight += data.weight(i);
      }
    }
    double mean = sum / weight;
    double squares = 0;
    for (int i = 0; i < ofSamples.length; i++) {
      double difference = data.value(i, variable) - mean;
      squares += !Double.isNaN(difference) ? data.weight(i) * difference * difference : 0;
    }
    double deviation = Math.sqrt(squares / weight);
    for (int c = 0; c < clusters; c++) {
      means[c][variable] = sums[c] / weights[c];
      scores[c][variable] = deviation == 0 ? 0 : (means[c][variable] - mean) / deviation;
    }
  }

  /** Number of clusters. */
  public int clusters() {
    return clusters;
  }

  /** Names of the variables. */
  public List<String> names() {
    return names;
  }

  /** Number of samples of a cluster. */
  public int samples(int cluster) {
    return samples[cluster];
  }

  /** The share of a cluster in the weight of all samples. */
  public double share(int cluster) {
    return shares[cluster];
  }

  /** The mean of a variable in a cluster, NaN where it has no value. */
  public double mean(int cluster, int variable) {
    return means[cluster][variable];
  }

  /**
   * The z-score of a variable's mean in a cluster: its distance from the mean of all samples in
   * their standard deviations (population), 0 where a variable is constant.
   */
  public double zScore(int cluster, int variable) {
    return scores[cluster][variable];
  }

  /** The table as comma-separated values: a row for each cluster and variable. */
  public String csv() {
    StringBuilder csv = new StringBuilder("cluster,samples,share,variable,mean,z\n");
    for (int c = 0; c < clusters; c++) {
      for (int j = 0; j < names.size(); j++) {
        csv.append(c).append(',').append(samples[c]).append(',').append(shares[c]).append(',');
        csv.append(quoted(names.get(j))).append(',');
        csv.append(means[c][j]).append(',').append(scores[c][j]).append('\n');
      }
    }
    return csv.toString();
  }

  private static String quoted(String name) {
    boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A row for each variable, a column for each cluster: mean (z-score). */
  @Override
  public String toString() {
    List<String[]> rows = new ArrayList<>();
    String[] head = new String[clusters + 1];
    String[] sizes = new String[clusters + 1];
    head[0] = "";
    sizes[0] = "samples";
    for (int c = 0; c < clusters; c++) {
      head[c + 1] = "cluster " + c;
      sizes[c + 1] = String.format(Locale.ROOT, "%d (%.1f%%)", samples[c], 100 * shares[c]);
    }
    rows.add(head);
    rows.add(sizes);
    for (int j = 0; j < names.size(); j++) {
      String[] row = new String[clusters + 1];
      row[0] = names.get(j);
      for (int c = 0; c < clusters; c++) {
        row[c + 1] = String.format(Locale.ROOT, "%.4g (%+.2f)", means[c][j], scores[c][j]);
      }
      rows.add(row);
    }
    int[] widths = new int[clusters + 1];
    for (String[] row : rows) {
      for (int c = 0; c <= clusters; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (String[] row : rows) {
      table.append(row[0]).append(" ".repeat(widths[0] - row[0].length()));
      for (int c = 1; c <= clusters; c++) {
        table.append("  ").append(" ".repeat(widths[c] - row[c].length())).append(row[c]);
      }
      table.append('\n');
    }
    return table.toString();
  }
}
