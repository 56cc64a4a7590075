package io.lanewise.nn.som;

import io.lanewise.kernels.Kernels;
import java.util.Arrays;

/**
 * The closest units of samples: scores in tiles, of which the best so far is kept, never a matrix
 * of samples x units. Where two scores are closer than rounding can tell apart, the two distances
 * are computed in double precision; so winners are those of the plain double loop, and of two units
 * at the same distance the first one wins. Owned by one thread.
 *
 * <p>Cost: 2 n units inputs floating-point operations for n samples, and half an operation for each
 * score.
 */
final class WinnerSearch implements AutoCloseable {

  /** Units whose largest score is looked at before any of them is. */
  private static final int BLOCK = 4;

  private static final int SAMPLES = TileScores.SAMPLES;

  private final Metric metric;
  private final SomData data;
  private final double[] weights;
  private final int units;
  private final TileScores tile;
  private final int width;

  /** The largest scores of each block, block b and sample s at b SAMPLES + s. */
  private final double[] largest = new double[TileScores.UNITS / BLOCK * SAMPLES];

  /** What a score must reach to be looked at. */
  private final float[] thresholds = new float[SAMPLES];

  private final float[] margins = new float[SAMPLES];

  /** Samples of the tile that are looked at. */
  private final int[] samples = new int[SAMPLES];

  private final int[] first = new int[SAMPLES];
  private final float[] firstScores = new float[SAMPLES];
  private final int[] second = new int[SAMPLES];
  private final float[] secondScores = new float[SAMPLES];
  private int from;
  private int count;

  /**
   * A search.
   *
   * @param kernels makes what computes, for this thread alone
   * @param codebook the weights, loaded
   * @param weights the weights, units x inputs
   */
  WinnerSearch(Kernels kernels, Codebook codebook, Metric metric, SomData data, double[] weights) {
    this.metric = metric;
    this.data = data;
    this.weights = weights;
    this.units = weights.length / data.inputs();
    this.tile = codebook.scores(kernels);
    this.width = TileScores.samples(data.inputs());
  }

  /** Samples of a call at most. */
  int width() {
    return width;
  }

  /** The closest units of the samples from .. from + count, into winners[from] and following. */
  void find(int from, int count, int[] winners) {
    begin(from, count);
    for (int u = 0; u < units; u += TileScores.UNITS) {
      int tileUnits = Math.min(TileScores.UNITS, units - u);
      score(u, tileUnits);
      int blocks = largestOfBlocks(tileUnits);
      for (int b = 0; b < blocks; b++) {
        visit(u, b);
      }
    }
    System.arraycopy(first, 0, winners, from, count);
  }

  /** The closest units as {@link #find} and the closest of the others, -1 if there are none. */
  void findTwo(int from, int count, int[] winners, int[] seconds) {
    begin(from, count);
    for (int u = 0; u < units; u += TileScores.UNITS) {
      int tileUnits = Math.min(TileScores.UNITS, units - u);
      score(u, tileUnits);
      for (int i = 0; i < tileUnits; i++) {
        for (int s = 0; s < count; s++) {
          offer(s, u + i, tile.scores[i * SAMPLES + s]);
        }
      }
    }
    System.arraycopy(first, 0, winners, from, count);
    System.arraycopy(second, 0, seconds, from, count);
  }

  private void begin(int from, int count) {
    this.from = from;
    this.count = count;
    Arrays.fill(first, -1);
    Arrays.fill(second, -1);
    tile.load(from, count);
  }

  private void score(int unit, int tileUnits) {
    tile.compute(unit, tileUnits);
    for (int s = 0; s < count; s++) {
      margins[s] = tile.margin(s);
    }
    // The last block is whole: what an earlier tile left behind the units must not win.
    int end = (tileUnits + BLOCK - 1) / BLOCK * BLOCK;
    Arrays.fill(tile.scores, tileUnits * SAMPLES, end * SAMPLES, Float.NEGATIVE_INFINITY);
  }

  /**
   * Computes the largest scores of the blocks, and the thresholds from them; returns the blocks.
   */
  private int largestOfBlocks(int tileUnits) {
    int blocks = (tileUnits + BLOCK - 1) / BLOCK;
    for (int s = 0; s < count; s++) {
      thresholds[s] = first[s] < 0 ? Float.NEGATIVE_INFINITY : firstScores[s];
    }
    for (int b = 0; b < blocks; b++) {
      largestOfBlock(tile.scores, b * BLOCK * SAMPLES, largest, b * SAMPLES, count);
      raise(thresholds, largest, b * SAMPLES, count);
    }
    for (int s = 0; s < count; s++) {
      thresholds[s] -= margins[s];
    }
    return blocks;
  }

  /**
   * C2 makes vectors of this loop because it is short (with 8 units in place of 4 it is not
   * unrolled) and because results are doubles: two arrays of floats might be the same one. 0.18 ns
   * a score in place of 1.2.
   */
  private static void largestOfBlock(float[] scores, int at, double[] largest, int to, int count) {
    for (int s = 0; s < count; s++) {
      float a = Math.max(scores[at + s], scores[at + SAMPLES + s]);
      float b = Math.max(scores[at + 2 * SAMPLES + s], scores[at + 3 * SAMPLES + s]);
      largest[to + s] = Math.max(a, b);
    }
  }

  private static void raise(float[] thresholds, double[] largest, int at, int count) {
    for (int s = 0; s < count; s++) {
      thresholds[s] = Math.max(thresholds[s], (float) largest[at + s]);
    }
  }

  /** Looks at the units of a block where the largest score reaches the threshold. */
  private void visit(int unit, int block) {
    int reached = reached(largest, block * SAMPLES, thresholds, count, samples);
    for (int i = 0; i < reached; i++) {
      visit(samples[i], unit, block);
    }
  }

  /** Lists the samples of which a block's largest score reaches the threshold. */
  private static int reached(
      double[] largest, int at, float[] thresholds, int count, int[] samples) {
    int reached = 0;
    for (int s = 0; s < count; s++) {
      if (largest[at + s] >= thresholds[s]) {
        samples[reached++] = s;
      }
    }
    return reached;
  }

  private void visit(int s, int unit, int block) {
    for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
      float score = tile.scores[i * SAMPLES + s];
      if (score >= thresholds[s] && closer(s, unit + i, score, first[s], firstScores[s])) {
        first[s] = unit + i;
        firstScores[s] = score;
      }
    }
  }

  /** Keeps a unit if it is one of the two closest so far. */
  private void offer(int s, int unit, float score) {
    if (second[s] >= 0 && score < secondScores[s] - margins[s]) {
      return;
    }
    if (closer(s, unit, score, first[s], firstScores[s])) {
      second[s] = first[s];
      secondScores[s] = firstScores[s];
      first[s] = unit;
      firstScores[s] = score;
    } else if (closer(s, unit, score, second[s], secondScores[s])) {
      second[s] = unit;
      secondScores[s] = score;
    }
  }

  /** Whether a unit is closer to a sample than another, earlier one, which may be none (-1). */
  private boolean closer(int s, int unit, float score, int other, float otherScore) {
    if (other < 0 || score > otherScore + margins[s]) {
      return true;
    }
    return score >= otherScore - margins[s] && distance(from + s, unit) < distance(from + s, other);
  }

  private double distance(int sample, int unit) {
    int inputs = data.inputs();
    return metric.distance(data.values(), data.at(sample), weights, unit * inputs, inputs);
  }

  @Override
  public void close() {
    tile.close();
  }
}
