package io.lanewise.nn.som;

import java.util.Arrays;
import java.util.Objects;

/** Which class each unit of a map stands for: the most frequent one of the samples that it wins. */
public final class LabelMap {

  private final int[] labels;
  private final double[] shares;

  private LabelMap(int[] labels, double[] shares) {
    this.labels = labels;
    this.shares = shares;
  }

  /**
   * Counts.
   *
   * @param units units of the map
   * @param winners the winner of each sample
   * @param classes the class of each sample
   * @param classCount number of classes; labels are from 0 below it
   * @throws IllegalArgumentException if there are not as many classes as winners, or one of either
   *     is out of its range
   */
  public static LabelMap majority(int units, int[] winners, int[] classes, int classCount) {
    if (winners.length != classes.length) {
      throw new IllegalArgumentException(
          ("classes has " + classes.length + " elements, expected " + winners.length)
              + ", one for each winner");
    }
    int[][] counts = new int[units][classCount];
    for (int i = 0; i < winners.length; i++) {
      requireBelow("winners", i, winners[i], units);
      requireBelow("classes", i, classes[i], classCount);
      counts[winners[i]][classes[i]]++;
    }
    int[] labels = new int[units];
    double[] shares = new double[units];
    for (int u = 0; u < units; u++) {
      int best = 0;
      for (int c = 1; c < classCount; c++) {
        best = counts[u][c] > counts[u][best] ? c : best;
      }
      int hits = Arrays.stream(counts[u]).sum();
      labels[u] = hits > 0 ? best : -1;
      shares[u] = hits > 0 ? (double) counts[u][best] / hits : Double.NaN;
    }
    return new LabelMap(labels, shares);
  }

  /** The label of each unit, of two as frequent the lower one; -1 where a unit wins no sample. */
  public int[] labels() {
    return labels.clone();
  }

  /** The share of a unit's samples that are of its label, NaN where it wins none. */
  public double share(int unit) {
    return shares[Objects.checkIndex(unit, shares.length)];
  }

  private static void requireBelow(String argument, int i, int value, int end) {
    if (value < 0 || value >= end) {
      throw new IllegalArgumentException(
          argument + "[" + i + "] is " + value + ", expected 0 to " + (end - 1));
    }
  }
}
