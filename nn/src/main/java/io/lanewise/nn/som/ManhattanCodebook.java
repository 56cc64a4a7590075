package io.lanewise.nn.som;

import io.lanewise.kernels.Kernels;
import java.util.Arrays;

/**
 * Scores that are negative sums of differences. There is no matrix product for them: one loop along
 * the samples for each unit and variable, on samples stored by variable.
 */
final class ManhattanCodebook extends Codebook {

  private final SomData data;
  private final int inputs;
  private final double[] weights;

  ManhattanCodebook(SomData data, int units) {
    this.data = data;
    this.inputs = data.inputs();
    this.weights = new double[units * inputs];
  }

  @Override
  void load(double[] weights, int from, int to) {
    System.arraycopy(weights, from * inputs, this.weights, from * inputs, (to - from) * inputs);
  }

  @Override
  void complete() {}

  @Override
  TileScores scores(Kernels kernels) {
    return new Scores();
  }

  private final class Scores extends TileScores {

    private final int width = samples(inputs);

    /** Sample s of variable j is at j width + s; 0 where it is missing. */
    private final float[] columns = new float[width * inputs];

    /** 1 where a value is there, as the columns. */
    private final float[] present = new float[data.isIncomplete() ? columns.length : 0];

    /** The sums of one unit. */
    private final double[] sums = new double[width];

    private int count;
    private boolean incomplete;

    @Override
    void load(int from, int count) {
      this.count = count;
      incomplete = data.isIncomplete(from, count);
      float[] values = data.values();
      for (int s = 0; s < count; s++) {
        for (int j = 0; j < inputs; j++) {
          float value = values[data.at(from + s) + j];
          boolean there = !Float.isNaN(value);
          columns[j * width + s] = there ? value : 0;
          if (incomplete) {
            present[j * width + s] = there ? 1 : 0;
          }
        }
      }
    }

    @Override
    void compute(int from, int units) {
      for (int u = 0; u < units; u++) {
        Arrays.fill(sums, 0);
        for (int j = 0; j < inputs; j++) {
          double w = weights[(from + u) * inputs + j];
          if (incomplete) {
            addPresent(w, j * width);
          } else {
            add(w, j * width);
          }
        }
        negate(u * SAMPLES);
      }
    }

    private void add(double w, int at) {
      for (int s = 0; s < count; s++) {
        sums[s] += Math.abs(columns[at + s] - w);
      }
    }

    private void addPresent(double w, int at) {
      for (int s = 0; s < count; s++) {
        sums[s] += Math.abs(columns[at + s] - w * present[at + s]);
      }
    }

    private void negate(int at) {
      for (int s = 0; s < count; s++) {
        scores[at + s] = (float) -sums[s];
      }
    }

    /**
     * The sums are those of {@link Metric#MANHATTAN} to the bit, and rounding to float does not
     * change their order: only equal scores are in doubt.
     */
    @Override
    float margin(int sample) {
      return 0;
    }
  }
}
