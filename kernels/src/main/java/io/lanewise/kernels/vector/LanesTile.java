package io.lanewise.kernels.vector;

/**
 * The micro-kernels of the correlation in lanes, by channels and columns of their tile, and the
 * choice between them.
 */
enum LanesTile {
  T6X4(6, 4, 1, 32) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile6x4.run(taps, n, x, w, wAt, out);
    }
  },

  T4X5(4, 5, 1, 32) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile4x5.run(taps, n, x, w, wAt, out);
    }
  },

  T8X2(8, 2, 1, 32) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile8x2.run(taps, n, x, w, wAt, out);
    }
  },

  T6X2(6, 2, 1, 16) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile6x2.run(taps, n, x, w, wAt, out);
    }
  },

  T4X2(4, 2, 1, 16) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile4x2.run(taps, n, x, w, wAt, out);
    }
  },

  T3X3(3, 3, 1, 16) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile3x3.run(taps, n, x, w, wAt, out);
    }
  },

  T8X1(8, 1, 1, 16) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile8x1.run(taps, n, x, w, wAt, out);
    }
  },

  T1X14(1, 14, 1, 32) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile1x14.run(taps, n, x, w, wAt, out);
    }
  },

  T1X14BY5(1, 14, 5, 32) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile1x14By5.run(taps, n, x, w, wAt, out);
    }
  },

  T1X8(1, 8, 1, 16) {
    @Override
    void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out) {
      LanesTile1x8.run(taps, n, x, w, wAt, out);
    }
  };

  private final int channels;
  private final int columns;
  private final int taps;
  private final int registers;

  LanesTile(int channels, int columns, int taps, int registers) {
    this.channels = channels;
    this.columns = columns;
    this.taps = taps;
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

  /** Whether all taps of a row of the kernel are computed at once: they follow one another. */
  boolean slides() {
    return taps > 1;
  }

  /**
   * y[r plane + s step] &lt;- max(bias[r] + sum over taps of x[tap, s] w[tap, r], floor), each a
   * vector of images; r &lt; channels, s &lt; {@link #columns()}.
   *
   * <p>Few integers are alive in the loop over taps: C2 puts those that find no register into
   * vector registers, and one round trip there and back in each round took a third of the speed.
   *
   * @param taps for each of n taps, where its vector of column 0 is in x; columns lie side by side
   * @param w from wAt on the weights, tap by tap those of the tile's channels
   * @param out bias, and where the tile goes
   */
  abstract void run(int[] taps, int n, float[] x, float[] w, int wAt, LanesOutput out);

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
    double fmas = channels * columns * taps / 2.0;
    double loads = (channels * taps + 2 * (columns + taps - 1)) / 2.0;
    double perTap = Math.max(Math.max(fmas, loads) / taps, FMA_LATENCY);
    double sum = 0;
    for (int phase = 0; phase < axis.phases(); phase++) {
      int count = axis.count(phase);
      if (count < columns) {
        return Double.POSITIVE_INFINITY;
      }
      for (int m = 0; m < count; m += columns) {
        int start = Math.min(m, count - columns);
        int first = axis.firstTap(phase, start + columns - 1);
        int n = Math.max(0, axis.endTap(phase, start) - first);
        if (slides() && (n != taps || !axis.isDense(phase))) {
          return Double.POSITIVE_INFINITY;
        }
        sum += TILE_OVERHEAD + n * (perTap + TAP_OVERHEAD / taps);
      }
    }
    return sum * ((outputs + channels - 1) / channels);
  }

  private static final double FMA_LATENCY = 4;
  private static final double TAP_OVERHEAD = 0.5;
  private static final double TILE_OVERHEAD = 2;
}
