package io.lanewise.nn;

import io.lanewise.kernels.Layout;

/**
 * The samples that a network is compiled for, and how they lie in memory: one behind the other, or
 * in groups whose samples lie side by side, [samples / lanes][elements][lanes].
 *
 * @param samples number of samples, a multiple of lanes
 * @param layout NCHW, or LANES
 * @param lanes samples of a group; 1 in NCHW
 */
record Batch(int samples, Layout layout, int lanes) {

  /** Samples one behind the other. */
  static Batch rows(int samples) {
    return new Batch(samples, Layout.NCHW, 1);
  }

  /** Whether samples lie side by side. */
  boolean inLanes() {
    return lanes > 1;
  }

  /** Number of groups. */
  int groups() {
    return samples / lanes;
  }

  /** The index in NCHW of what lies at an index in a tensor of so many elements per sample. */
  int nchwIndex(int index, int elements) {
    int lane = index % lanes;
    int element = index / lanes % elements;
    int group = index / lanes / elements;
    return (group * lanes + lane) * elements + element;
  }
}
