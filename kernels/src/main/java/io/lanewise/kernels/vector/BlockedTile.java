package io.lanewise.kernels.vector;

/** The micro-kernels of {@link BlockedConv2d}, by the vectors of output channels of their tile. */
enum BlockedTile {
  T7X2(2) {
    @Override
    void run(
        int[] taps,
        int first,
        int end,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] y,
        int yAt,
        int plane,
        int pixels) {
      BlockedTile7x2.run(taps, first, end, x, xAt, w, wAt, y, yAt, plane, pixels);
    }
  },

  T7X3(3) {
    @Override
    void run(
        int[] taps,
        int first,
        int end,
        float[] x,
        int xAt,
        float[] w,
        int wAt,
        float[] y,
        int yAt,
        int plane,
        int pixels) {
      BlockedTile7x3.run(taps, first, end, x, xAt, w, wAt, y, yAt, plane, pixels);
    }
  };

  /** Pixels of a tile, side by side in a row: images of 7 x 7, 14 x 14 .. 224 x 224 fill them. */
  static final int PIXELS = 7;

  private final int vectors;

  BlockedTile(int vectors) {
    this.vectors = vectors;
  }

  /** Vectors of output channels. */
  int vectors() {
    return vectors;
  }

  /**
   * y[r, o] += sum over taps t and channels c of x[taps[t] + r, c] w[t, c, o], first &lt;= t &lt;
   * end; c &lt; VL, o a channel of one of the vectors, pixels r VL apart.
   *
   * @param x the input from xAt on, where each tap is with its VL channels
   * @param w from wAt on the weights, those of a tap and a channel side by side
   * @param y from yAt on the sums, vectors a plane apart
   * @param pixels pixels, a multiple of {@link #PIXELS}
   */
  abstract void run(
      int[] taps,
      int first,
      int end,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int plane,
      int pixels);
}
