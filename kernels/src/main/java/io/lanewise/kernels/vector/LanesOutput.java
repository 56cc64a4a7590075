package io.lanewise.kernels.vector;

/** Where the tiles of {@link LanesTile} go, and what is done to them on the way. */
final class LanesOutput {

  /** The array, and where the tile's first vector goes. */
  float[] y = {};

  int at;

  /** From one channel to the next. */
  int plane;

  /** From one column to the next. */
  int step;

  /** Channels of the tile that are stored. */
  int channels;

  /** What the sums of the channels start at, from biasAt on. */
  float[] bias = {};

  int biasAt;

  /** The least value that is stored: 0 for ReLU, else -infinity. */
  float floor;

  /** The taps of the tile, each with where it is in the input. */
  int[] taps = {};
}
