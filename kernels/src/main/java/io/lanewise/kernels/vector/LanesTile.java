package io.lanewise.kernels.vector;

/**
 * The micro-kernels of the correlation in lanes, by channels and columns of their tile, and the
 * choice between them.
 */
enum LanesTile {
  T6X4(6, 4, 32) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile6x4.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  },

  T4X5(4, 5, 32) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile4x5.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  },

  T8X2(8, 2, 32) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile8x2.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  },

  T6X2(6, 2, 16) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile6x2.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  },

  T4X2(4, 2, 16) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile4x2.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  },

  T3X3(3, 3, 16) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile3x3.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  },

  T8X1(8, 1, 16) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile8x1.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  },

  T1X8(1, 8, 16) {
    @Override
    void run(
        int[] taps,
        int from,
        int to,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] b,
        int bAt,
        float floor,
        float[] y,
        int yAt,
        int yPlane,
        int yStep,
        int channels) {
      LanesTile1x8.run(
          taps, from, to, x, xAt, w, wAt, b, bAt, floor, y, yAt, yPlane, yStep, channels);
    }
  };

  private final int channels;
  private final int columns;
  private final int registers;

  LanesTile(int channels, int columns, int registers) {
    this.channels = channels;
    this.columns = columns;
    this.registers = registers;
  }

  /** Channels of the tile. */
  int channels() {
    return channels;
  }

  /** Columns of the tile. */
  int columns() {
    return columns;
  }

  /**
   * y[r yPlane + s yStep] &lt;- max(b[r] + sum over k of x[k, s] w[k, r], floor), each a vector of
   * images; r &lt; channels, s &lt; {@link #columns()}.
   *
   * @param taps from element from to element to pairs: where a tap's vector of column 0 is from xAt
   *     on, where its weights are from wAt on; columns lie side by side, and so do the weights of
   *     the tile's channels
   * @param b bias from bAt on, one for each channel of the tile
   * @param floor 0 for ReLU, -infinity for no activation
   * @param channels channels that are stored, at most {@link #channels()}
   */
  abstract void run(
      int[] taps,
      int from,
      int to,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float floor,
      float[] y,
      int yAt,
      int yPlane,
      int yStep,
      int channels);

  /**
   * The tile that takes the fewest cycles: those that fit into the registers are compared by the
   * larger of the FMAs, at two a cycle, the loads, at two a cycle where vectors cross cache lines
   * and count twice, and the latency of an FMA, for every tap of every tile, overhang included.
   *
   * @param outputs channels of the output
   * @param columns the axis along which tiles lie
   */
  static LanesTile choose(int vectorRegisters, int outputs, LanesAxis columns) {
    LanesTile best = T8X1;
    double least = Double.POSITIVE_INFINITY;
    for (LanesTile tile : values()) {
      if (tile.registers <= vectorRegisters) {
        double cycles = tile.cycles(outputs, columns);
        if (cycles < least) {
          best = tile;
          least = cycles;
        }
      }
    }
    return best;
  }

  private double cycles(int outputs, LanesAxis axis) {
    double perTap =
        Math.max(Math.max(channels * columns / 2.0, (channels + 2 * columns) / 2.0), FMA_LATENCY);
    double sum = 0;
    for (int phase = 0; phase < axis.phases(); phase++) {
      int count = axis.count(phase);
      if (count < columns) {
        return Double.POSITIVE_INFINITY;
      }
      for (int m = 0; m < count; m += columns) {
        int start = Math.min(m, count - columns);
        int taps = axis.endTap(phase, start) - axis.firstTap(phase, start + columns - 1);
        sum += TILE_OVERHEAD + Math.max(0, taps) * (perTap + TAP_OVERHEAD);
      }
    }
    return sum * ((outputs + channels - 1) / channels);
  }

  private static final double FMA_LATENCY = 4;
  private static final double TAP_OVERHEAD = 0.5;
  private static final double TILE_OVERHEAD = 2;
}
