package io.lanewise.nn.som;

import io.lanewise.kernels.Kernels;

/**
 * The weights of all units in the form in which winners are searched. Units are loaded by any
 * number of threads, each its own; then one thread calls {@link #complete}, and then any number of
 * threads score.
 */
abstract class Codebook implements AutoCloseable {

  /** A codebook for these samples. */
  static Codebook of(Kernels kernels, Metric metric, SomData data, int units) {
    return metric == Metric.MANHATTAN
        ? new ManhattanCodebook(data, units)
        : new DotCodebook(kernels, metric, data, units);
  }

  /** Takes the weights of the units from .. to - 1; weights has units x inputs numbers. */
  abstract void load(double[] weights, int from, int to);

  /** Says that all units are loaded. */
  abstract void complete();

  /**
   * A thread's means to score.
   *
   * @param kernels makes what computes, for this thread alone
   */
  abstract TileScores scores(Kernels kernels);

  @Override
  public void close() {}
}
