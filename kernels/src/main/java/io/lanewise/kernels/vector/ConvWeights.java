package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The weights of one group, oc x ic x taps, as the matrix that multiplies columns of images:
 * forward as they are stored, row = output channel, column = (input channel, tap); backward data
 * transposed, row = input channel, column = (output channel, tap of a phase). Immutable, safe for
 * many threads.
 */
final class ConvWeights {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private final int elements;
  private final int ic;
  private final int taps;

  /** Taps of the phase; null forward. */
  private final int[] phase;

  /** Whether the phase has all taps, so that those of a row lie side by side. */
  private final boolean all;

  /**
   * Elements of four rows and the taps of a phase, seen from the first row's first tap; none where
   * the phase has all taps.
   */
  private final int[] four;

  private ConvWeights(int oc, int ic, int taps, int[] phase) {
    elements = oc * ic * taps;
    this.ic = ic;
    this.taps = taps;
    this.phase = phase;
    all = phase != null && phase.length == taps;
    four = phase == null || all ? new int[0] : new int[GemmBlocking.roundUp(4 * phase.length, VL)];
    for (int q = 0; q < four.length && q < 4 * phase.length; q++) {
      four[q] = q % 4 * taps + phase[q / 4];
    }
  }

  /** Weights of ic input channels and so many taps, as they are stored. */
  static ConvWeights forward(int oc, int ic, int taps) {
    return new ConvWeights(oc, ic, taps, null);
  }

  /** The same transposed, of the taps of one phase only. */
  static ConvWeights backwardData(int oc, int ic, int taps, int[] phase) {
    return new ConvWeights(oc, ic, taps, phase);
  }

  /** Elements of a group. */
  int elements() {
    return elements;
  }

  long bytes() {
    return (long) Integer.BYTES * (four.length + (phase == null ? 0 : phase.length));
  }

  /**
   * Packs rows i .. i + rows, columns p .. p + kcb, as rows ir and following of the block.
   *
   * @param weights from at on the group's weights
   */
  void pack(float[] weights, int at, int i, int rows, int p, int kcb, FloatPanelsA panels, int ir) {
    int ld = ic * taps;
    boolean channels = all && taps > 1 && p % taps == 0 && kcb % taps == 0;
    int fours = channels ? rows / 4 : 0;
    if (fours > 0) {
      int from = at + p / taps * ld + i * taps;
      float[] to = panels.array();
      int toAt = FloatPanelsA.at(ir);
      int group = FloatPanelsA.GROUP;
      FloatFours.interleave(kcb / taps, fours, weights, from, taps, ld, taps, to, toAt, group);
    }
    for (int row = 4 * fours; row < rows; row += 4) {
      int n = Math.min(4, rows - row);
      if (phase == null) {
        panels.interleave(weights, at + (i + row) * ld + p, ld, n, kcb, ir + row);
      } else {
        packTransposed(weights, at, i + row, n, p, kcb, panels.array(), FloatPanelsA.at(ir + row));
      }
    }
  }

  private void packTransposed(
      float[] weights, int at, int i, int rows, int p, int kcb, float[] to, int toAt) {
    int ld = ic * taps;
    if (rows == 4 && taps == 1) {
      FloatFours.copy(weights, at + p * ld + i, ld, kcb, to, toAt, 4);
    } else if (rows == 4 && !all && p % phase.length == 0 && kcb % phase.length == 0) {
      int from = at + p / phase.length * ld + i * taps;
      gather(weights, from, ld, kcb / phase.length, four, 4 * phase.length, to, toAt);
    } else {
      for (int q = 0; q < kcb; q++) {
        int k = p + q;
        int tap = at + k / phase.length * ld + i * taps + phase[k % phase.length];
        for (int row = 0; row < rows; row++) {
          to[toAt + 4 * q + row] = weights[tap + row * taps];
        }
      }
    }
  }

  /**
   * to[at + c n + q] = x[from + c ld + places[q]], c &lt; channels, q &lt; n. What the last vector
   * of a channel writes too much, the next one overwrites; a group of packed rows has slack.
   */
  private static void gather(
      float[] x, int from, int ld, int channels, int[] places, int n, float[] to, int at) {
    for (int c = 0; c < channels; c++) {
      for (int q = 0; q < n; q += VL) {
        FloatVector.fromArray(V, x, from, places, q).intoArray(to, at + q);
      }
      from += ld;
      at += n;
    }
  }
}
