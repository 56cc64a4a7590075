package io.lanewise.kernels.vector;

/**
 * The sizes of the five loops, in elements.
 *
 * <p>A micro-kernel computes an mr x nr tile of C. A micro-panel of A, mr x kc, comes from the
 * level 1 cache or, with a micro-panel of B, kc x nr, from level 2, where the mc x kc block of A
 * stays; the kc x nc panel of B and the tiles that are held are in level 3 or memory.
 *
 * <p>Source: T. M. Low et al., Analytical Modeling Is Enough for High-Performance BLIS, ACM TOMS 43
 * (2016). Each size can be set by a system property, {@code lanewise.gemm.mc}, {@code .kc}, {@code
 * .nc}, {@code .mt}, to measure another choice.
 *
 * @param mr rows of a tile
 * @param nr columns of a tile
 * @param mc rows of a block of A, about, a multiple of mr
 * @param kc columns of a block of A
 * @param nc columns of a panel of B, a multiple of nr
 * @param mt rows of C whose tiles are held while k goes on, about, a multiple of mr
 */
record GemmBlocking(int mr, int nr, int mc, int kc, int nc, int mt) {

  /** Rows of the tiles that the last rows of a block are made of. */
  static final int LOW = 4;

  GemmBlocking {
    if (mr < 1
        || mr % LOW != 0
        || nr < 1
        || kc < 1
        || mc < mr
        || nc < nr
        || mt < mr
        || mc % mr != 0
        || nc % nr != 0
        || mt % mr != 0) {
      throw new IllegalArgumentException(
          ("blocking is mr %d, nr %d, mc %d, kc %d, nc %d, mt %d, expected mr a multiple of %d,"
                  + " mc and mt multiples of mr, nc of nr")
              .formatted(mr, nr, mc, kc, nc, mt, LOW));
    }
  }

  /** The blocking for a tile, element size and caches. */
  static GemmBlocking of(int mr, int nr, int elementBytes, CacheSizes caches) {
    int kc = kcSetting();
    // A quarter of level 2 for the block of A, which shares it with the panel of B and the tiles.
    int mc = setting("mc", 1, clamp(caches.l2() / 4 / (kc * elementBytes), mr, 480));
    int mt = setting("mt", 1, 2048);
    return new GemmBlocking(
        mr, nr, roundUp(mc - mr + 1, mr), kc, ncSetting(nr), roundUp(mt - mr + 1, mr));
  }

  /**
   * Long, because each step along k writes and reads the tiles of C once more: from 256 to 512 a
   * product of 768 gained 3 %, one of doubles 8 %, although a micro-panel of B no longer fits into
   * the level 1 cache; longer ones gained nothing (docs/design.md).
   */
  static int kcSetting() {
    return setting("kc", GemmPath.SHORT_UP_TO_K, 512);
  }

  private static int ncSetting(int nr) {
    return roundUp(setting("nc", 1, 1024), nr);
  }

  /** Elements of the largest panel of B, kc x nc. */
  static int panelElements(int nr) {
    return Math.multiplyExact(kcSetting(), ncSetting(nr));
  }

  /**
   * Rows of each block where so many rows are divided into equal blocks of about so many: a last
   * block of a few rows would read all of B for them.
   */
  int even(int rows, int about) {
    int blocks = Math.max(1, (2 * rows + about) / (2 * about));
    return roundUp((rows + blocks - 1) / blocks, mr);
  }

  /** Rows of the next tile where so many are left: mr, or LOW where two of those are enough. */
  int height(int rowsLeft) {
    return rowsLeft > 2 * LOW ? mr : LOW;
  }

  /** Rows of the tiles that cover so many rows of C. */
  int panelRows(int rows) {
    int whole = rows / mr * mr;
    int left = rows - whole;
    return whole + (left > 2 * LOW ? mr : roundUp(left, LOW));
  }

  static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }

  private static int setting(String name, int least, int otherwise) {
    int value = Integer.getInteger("lanewise.gemm." + name, otherwise);
    if (value < least || value > 1 << 20) {
      throw new IllegalArgumentException(
          "system property lanewise.gemm."
              + name
              + " is "
              + value
              + ", expected "
              + least
              + " to "
              + (1 << 20));
    }
    return value;
  }
}
