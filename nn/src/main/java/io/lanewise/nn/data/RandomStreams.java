package io.lanewise.nn.data;

import java.util.Random;

/**
 * Independent sources of random numbers from one seed. {@link Random} is the generator because its
 * algorithm is specified to the bit: the numbers are the same on every JVM.
 */
public final class RandomStreams {

  /** The stream of the initial weights; epochs take theirs from 1 on. */
  public static final long WEIGHTS = 0;

  private RandomStreams() {}

  /** The stream with this number. The pair is mixed, as neighbouring seeds start alike. */
  public static Random of(long seed, long stream) {
    return new Random(key(seed, stream));
  }

  /**
   * One number for a seed and a stream, from which others follow by the same function: a random
   * number that depends on its place only, not on how many were drawn before.
   */
  public static long key(long seed, long stream) {
    return mix(mix(seed) + 0x9e3779b97f4a7c15L * (stream + 1));
  }

  /** Permutes the values. Source: D. Knuth, TAOCP 2, algorithm P (Fisher, Yates). */
  public static void shuffle(Random random, int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /**
   * A bijection of 64-bit numbers that spreads every bit. Source: G. Steele et al., Fast splittable
   * pseudorandom number generators, OOPSLA 2014.
   */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
