package io.lanewise.kernels.vector;

/**
 * Arrays whose elements from {@link #START} on begin a cache line, as far as that can be had: an
 * array cannot be aligned, but G1 starts a large one at the start of a region, and its header takes
 * 16 bytes.
 */
final class AlignedFloats {

  /** The element of an array that starts at a cache line. */
  static final int START = AlignedArrays.start(Float.BYTES);

  /** Large where a region is at most 2 MB. */
  private static final int LARGE = (1 << 20) / Float.BYTES;

  private AlignedFloats() {}

  /** An array of so many elements from {@link #START} on. */
  static float[] of(int elements) {
    return new float[Math.max(START + elements, LARGE)];
  }
}
