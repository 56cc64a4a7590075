package io.lanewise.nn.reference;

/**
 * Which sample goes through a network, as dropout needs to know.
 *
 * @param training whether to learn from it; else dropout lets everything through
 * @param key random bits of the step
 * @param sample place of the sample in its batch, from 0
 */
record Pass(boolean training, long key, int sample) {

  /** Any sample of which only the output is wanted. */
  static final Pass INFERENCE = new Pass(false, 0, 0);
}
