package io.lanewise.kernels.vector;

/**
 * The micro-kernels of the gradient of the weights in lanes, by output channels and taps of their
 * tile, and the choice between them.
 */
enum LanesGradientTile {
  T4X5(4, 5, 32) {
    @Override
    void run(
        int rows,
        int columns,
        float[] x,
        int xAt,
        int rowStep,
        int[] taps,
        int k,
        float[] dy,
        int dyAt,
        float[] sums,
        int at) {
      LanesGradient4x5.run(rows, columns, x, xAt, rowStep, taps, k, dy, dyAt, sums, at);
    }
  },

  T3X5(3, 5, 32) {
    @Override
    void run(
        int rows,
        int columns,
        float[] x,
        int xAt,
        int rowStep,
        int[] taps,
        int k,
        float[] dy,
        int dyAt,
        float[] sums,
        int at) {
      LanesGradient3x5.run(rows, columns, x, xAt, rowStep, taps, k, dy, dyAt, sums, at);
    }
  },

  T3X3(3, 3, 16) {
    @Override
    void run(
        int rows,
        int columns,
        float[] x,
        int xAt,
        int rowStep,
        int[] taps,
        int k,
        float[] dy,
        int dyAt,
        float[] sums,
        int at) {
      LanesGradient3x3.run(rows, columns, x, xAt, rowStep, taps, k, dy, dyAt, sums, at);
    }
  };

  /** Cycles in which a tile's sums are read and written once for many pixels, for each tap. */
  private static final double OVERHEAD = 0.5;

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
   * sums[r, s] += sum over rows p and columns q of dy[p, q, r] x[p, q + taps[k + s]], each a vector
   * of images; r &lt; {@link #channels()}, s &lt; {@link #taps()}.
   *
   * @param x from xAt on the input, rowStep from one row of the output to the next, a vector from
   *     one column to the next
   * @param taps from element k on, where the taps are in the input
   * @param dy from dyAt on the gradients, the channels of the tile side by side for each pixel
   * @param sums from at on the sums, the taps of a channel side by side
   */
  abstract void run(
      int rows,
      int columns,
      float[] x,
      int xAt,
      int rowStep,
      int[] taps,
      int k,
      float[] dy,
      int dyAt,
      float[] sums,
      int at);

  /**
   * The tile that takes the fewest cycles: the FMAs, two a cycle, of all tiles, overhang included.
   *
   * @param outputs output channels of a group
   * @param allTaps taps of a group, over all input channels
   */
  static LanesGradientTile choose(int vectorRegisters, int outputs, int allTaps) {
    LanesGradientTile best = T3X3;
    double least = Double.POSITIVE_INFINITY;
    for (LanesGradientTile tile : values()) {
      if (tile.registers <= vectorRegisters) {
        double tiles =
            Math.ceil((double) outputs / tile.channels) * Math.ceil((double) allTaps / tile.taps);
        double cycles = tiles * (tile.channels * tile.taps / 2.0 + OVERHEAD);
        if (cycles < least) {
          best = tile;
          least = cycles;
        }
      }
    }
    return best;
  }
}
