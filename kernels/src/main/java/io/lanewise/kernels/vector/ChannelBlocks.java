package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;

/**
 * Where the channels of a batch of images lie when they are in the lanes of vectors: for each group
 * its channels in blocks of {@link #MOST}, each block [pixels of all images][channels], the last
 * one as wide as it has to be in whole vectors. A pixel of all images is (image h + y) w + x.
 *
 * @param groups groups of channels
 * @param channels channels of each
 * @param pixels pixels of all images
 */
record ChannelBlocks(int groups, int channels, int pixels) {

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /**
   * Channels of a block. Four vectors: two that a tile writes at a time, and rows long enough to be
   * packed by one short loop. All channels together would set the rows of a tile a page apart.
   */
  static final int MOST = 4 * VL;

  /** Channels of a group in whole vectors. */
  int padded() {
    return GemmBlocking.roundUp(channels, VL);
  }

  long elements() {
    return (long) groups * padded() * pixels;
  }

  /** Elements from one pixel to the next in the block of a channel. */
  int width(int channel) {
    return Math.min(MOST, padded() - channel / MOST * MOST);
  }

  /** Where a channel of a group has its first pixel. */
  int at(int group, int channel) {
    return (group * padded() + channel / MOST * MOST) * pixels + channel % MOST;
  }
}
