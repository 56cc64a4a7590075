package io.lanewise.nn;

import java.util.Random;

/**
 * Independent sources of random numbers from one seed. {@link Random} is the generator because its
 * algorithm is specified to the bit: the numbers are the same on every JVM.
 */
final class RandomStreams {

  /** The stream of the initial weights; epochs take theirs from 1 on. */
  static final long WEIGHTS = 0;

  private RandomStreams() {}

  /**
   * The stream with this number. The pair is mixed, as neighbouring seeds of {@link Random} start
   * alike. Source of the mixing: G. Steele et al., Fast splittable pseudorandom number generators,
   * OOPSLA 2014.
   */
  static Random of(long seed, long stream) {
    return new Random(mix(mix(seed) + 0x9e3779b97f4a7c15L * (stream + 1)));
  }

  /** Permutes the values. Source: D. Knuth, TAOCP 2, algorithm P (Fisher, Yates). */
  static void shuffle(Random random, int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
