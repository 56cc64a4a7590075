package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A tile of C, mr x nr at most: which micro-kernels add to it. */
final class SgemmTile {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private SgemmTile() {}

  /** Fills a tile with zeros. */
  static void clear(int height, float[] t, int tAt, int ldt) {
    FloatVector zero = FloatVector.zero(V);
    for (int row = 0; row < height; row++) {
      zero.intoArray(t, tAt);
      zero.intoArray(t, tAt + VL);
      tAt += ldt;
    }
  }

  /**
   * t[i ldt + j] += sum over p of A(i, p) b[ldb p + j], i &lt; height, j &lt; columns, in whole
   * vectors.
   *
   * @param wide whether 12 x 2 vectors are computed at a time, for which 32 registers are needed
   * @param height rows of the tile, 12 or 4
   * @param columns columns of the tile, two vectors at most
   * @param kc terms of the sum
   * @param a from aAt on a micro-panel of {@link FloatPanelsA}
   * @param b from bAt on rows of B, ldb apart
   * @param t from tAt on the tile, rows ldt apart
   */
  static void multiply(
      boolean wide,
      int height,
      int columns,
      int kc,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      int ldb,
      float[] t,
      int tAt,
      int ldt) {
    if (height == GemmBlocking.LOW) {
      Sgemm4x2.multiply(kc, a, aAt, b, bAt, ldb, t, tAt, ldt);
    } else if (wide && columns > VL) {
      Sgemm12x2.multiply(kc, a, aAt, b, bAt, ldb, t, tAt, ldt);
    } else {
      Sgemm12x1.multiply(kc, a, aAt, b, bAt, ldb, t, tAt, ldt);
      if (columns > VL) {
        Sgemm12x1.multiply(kc, a, aAt, b, bAt + VL, ldb, t, tAt + VL, ldt);
      }
    }
  }
}
