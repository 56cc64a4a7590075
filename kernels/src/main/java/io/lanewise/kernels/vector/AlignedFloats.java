package io.lanewise.kernels.vector;

/**
 * Floats that begin a cache line, as far as that can be had, cut from large arrays: an array cannot
 * be aligned, but G1 starts a large one at the start of a region, and its header takes 16 bytes.
 * Tiles in lanes are 10 to 20 % slower where their loads cross lines.
 *
 * @param array holds them and others'
 * @param start the first one
 * @param length number of elements
 */
record AlignedFloats(float[] array, int start, int length) {

  private static final AlignedFloats NONE = new AlignedFloats(new float[0], 0, 0);
  private static final int LINE = 64 / Float.BYTES;
  private static final int LARGE = Math.max(1 << 18, AlignedArrays.large(Float.BYTES));

  /** What the next ones are cut from. */
  private static float[] chunk = NONE.array;

  private static int used;

  /** None. */
  static AlignedFloats none() {
    return NONE;
  }

  /**
   * So many zeros. What is large has an array of its own; the array that the others are cut from
   * can be collected when all of them are, and it is no longer the latest.
   */
  static synchronized AlignedFloats of(int length) {
    int first = AlignedArrays.start(Float.BYTES);
    if (length > LARGE / 4) {
      return new AlignedFloats(
          new float[Math.max(Math.addExact(first, length), LARGE)], first, length);
    }
    if (chunk.length - used < length) {
      used = first;
      chunk = new float[LARGE];
    }
    AlignedFloats floats = new AlignedFloats(chunk, used, length);
    used = (int) Math.min(chunk.length, used + (length + LINE - 1L) / LINE * LINE);
    return floats;
  }

  long bytes() {
    return (long) length * Float.BYTES;
  }
}
