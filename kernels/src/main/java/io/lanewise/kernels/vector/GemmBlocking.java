package io.lanewise.kernels.vector;

/**
 * The sizes of the five loops, in elements.
 *
 * <p>A micro-kernel computes an mr x nr tile of C. A micro-panel of B, kc x nr, stays in the level
 * 1 cache while the micro-panels of A, mr x kc, pass by; the mc x kc block of A that they make up
 * stays in the level 2 cache; the kc x nc panel of B in level 3 or memory.
 *
 * <p>Source: T. M. Low et al., Analytical Modeling Is Enough for High-Performance BLIS, ACM TOMS 43
 * (2016). Each size can be set by a system property, {@code lanewise.gemm.mc}, {@code .kc}, {@code
 * .nc}, to measure another choice.
 *
 * @param mr rows of a tile
 * @param nr columns of a tile
 * @param mc rows of a block of A, a multiple of mr
 * @param kc columns of a block of A
 * @param nc columns of a panel of B, a multiple of nr
 */
record GemmBlocking(int mr, int nr, int mc, int kc, int nc) {

  GemmBlocking {
    if (mr < 1 || nr < 1 || kc < 1 || mc < mr || nc < nr || mc % mr != 0 || nc % nr != 0) {
      throw new IllegalArgumentException(
          "blocking is mr %d, nr %d, mc %d, kc %d, nc %d, expected mc a multiple of mr, nc of nr"
              .formatted(mr, nr, mc, kc, nc));
    }
  }

  /** The blocking for a tile, element size and caches. */
  static GemmBlocking of(int mr, int nr, int elementBytes, CacheSizes caches) {
    // Two thirds of level 1 for the micro-panel of B; the rest is for A passing by and the tile of
    // C.
    int kc = setting("kc", clamp(caches.l1() * 2 / 3 / (nr * elementBytes), 64, 512) / 8 * 8);
    // A quarter of level 2 for the block of A, which shares it with the panel of B and C.
    int mc = setting("mc", clamp(caches.l2() / 4 / (kc * elementBytes), mr, 480));
    int nc = setting("nc", 4096);
    return new GemmBlocking(mr, nr, roundUp(mc - mr + 1, mr), kc, roundUp(nc, nr));
  }

  static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }

  private static int setting(String name, int otherwise) {
    int value = Integer.getInteger("lanewise.gemm." + name, otherwise);
    if (value < 1 || value > 1 << 20) {
      throw new IllegalArgumentException(
          "system property lanewise.gemm."
              + name
              + " is "
              + value
              + ", expected 1 to "
              + (1 << 20));
    }
    return value;
  }
}
