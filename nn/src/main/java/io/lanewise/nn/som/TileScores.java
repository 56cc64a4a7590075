package io.lanewise.nn.som;

/**
 * How close some samples are to some units: a tile of numbers of which the largest belongs to the
 * closest unit, computed in single precision, with a bound of what rounding may do to them. Owned
 * by one thread.
 */
abstract class TileScores implements AutoCloseable {

  /** Samples of a tile at most: with {@link #UNITS} units 512 KB, a part of a level 2 cache. */
  static final int SAMPLES = 256;

  /** Units of a tile at most; a multiple of the blocks of {@link WinnerSearch}. */
  static final int UNITS = 512;

  /** Half a unit in the last place of 1. */
  private static final double ROUNDOFF = 0x1p-24;

  /** Unit u and sample s of the tile are at u SAMPLES + s. */
  final float[] scores = new float[UNITS * SAMPLES];

  /** Samples of the tiles: fewer than {@link #SAMPLES} where each is long. */
  static int samples(int inputs) {
    // 2^18 values of samples are 1 MB, and two copies of them where values are missing.
    return Math.clamp((1 << 18) / inputs & -32, 32, SAMPLES);
  }

  /** Higham's gamma: the relative error of a sum after n roundings. */
  static double gamma(int n) {
    return n * ROUNDOFF / (1 - n * ROUNDOFF);
  }

  /** Takes the samples from .. from + count. */
  abstract void load(int from, int count);

  /** Computes the scores of these samples and the units from .. from + units. */
  abstract void compute(int from, int units);

  /**
   * What the difference of two scores of a sample must be at least so that it says which of the two
   * units is closer.
   */
  abstract float margin(int sample);

  @Override
  public void close() {}
}
