package io.lanewise.kernels.vector;

/**
 * The micro-kernels of the gradient of the weights in lanes, by output channels and taps of their
 * tile, and the choice between them.
 */
enum LanesGradientTile {
  T4X5(4, 5, 32) {
    @Override
    void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at) {
      LanesGradient4x5.run(pixels, n, x, dy, dyAt, sums, at);
    }
  },

  T3X5(3, 5, 32) {
    @Override
    void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at) {
      LanesGradient3x5.run(pixels, n, x, dy, dyAt, sums, at);
    }
  },

  T3X3(3, 3, 16) {
    @Override
    void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at) {
      LanesGradient3x3.run(pixels, n, x, dy, dyAt, sums, at);
    }
  },

  T8X1(8, 1, 16) {
    @Override
    void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at) {
      LanesGradient8x1.run(pixels, n, x, dy, dyAt, sums, at);
    }
  };

  /** Cycles from an FMA to the next one of the same sum. */
  private static final double FMA_LATENCY = 4;

  private final int channels;
  private final int taps;
  private final int registers;

  LanesGradientTile(int channels, int taps, int registers) {
    this.channels = channels;
    this.taps = taps;
    this.registers = registers;
  }

  /** Output channels of the tile. */
  int channels() {
    return channels;
  }

  /** Taps of the tile. */
  int taps() {
    return taps;
  }

  /**
   * sums[r, s] += sum over pixels of dy[pixel, r] x[pixel, s], each a vector of images; r &lt;
   * {@link #channels()}, s &lt; {@link #taps()}.
   *
   * @param pixels for each of n outputs, where what its first tap reads is in x; taps lie side by
   *     side
   * @param dy from dyAt on the gradients, pixel by pixel those of the tile's channels
   * @param sums from at on the sums, channel by channel those of its taps
   */
  abstract void run(int[] pixels, int n, float[] x, float[] dy, int dyAt, float[] sums, int at);

  /**
   * The tile that takes the fewest cycles: the FMAs, at two a cycle, the loads likewise, or the
   * latency of an FMA, of all tiles, overhang included.
   *
   * @param outputs output channels of a group
   * @param runs lengths of the runs of taps of a kernel row that lie side by side
   */
  static LanesGradientTile choose(int vectorRegisters, int outputs, int[] runs) {
    LanesGradientTile best = T8X1;
    double least = Double.POSITIVE_INFINITY;
    for (LanesGradientTile tile : values()) {
      double cycles = tile.registers <= vectorRegisters ? tile.cycles(outputs, runs) : least;
      if (cycles < least) {
        best = tile;
        least = cycles;
      }
    }
    return best;
  }

  private double cycles(int outputs, int[] runs) {
    int tiles = 0;
    for (int run : runs) {
      if (run < taps) {
        return Double.POSITIVE_INFINITY;
      }
      tiles += (run + taps - 1) / taps;
    }
    tiles *= (outputs + channels - 1) / channels;
    return tiles * Math.max(FMA_LATENCY, Math.max(channels * taps, channels + taps) / 2.0);
  }
}
