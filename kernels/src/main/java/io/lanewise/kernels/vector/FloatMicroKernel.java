package io.lanewise.kernels.vector;

/**
 * Computes a full tile from packed panels: C &lt;- C + alpha A B, with A mr x kc, B kc x nr, C mr x
 * nr.
 *
 * <p>Element (i, p) of A is at aAt + p mr + i, element (p, j) of B at bAt + p nr + j, element (i,
 * j) of C at cAt + i ldc + j. An implementation is one static method with the loop over k inside:
 * large enough (over 325 bytecodes) that HotSpot never inlines it into its caller, far smaller than
 * what it never compiles (8,000), with one write-back.
 */
interface FloatMicroKernel {

  /** Rows of the tile. */
  int mr();

  /** Columns of the tile: a whole number of vectors. */
  int nr();

  /** Computes the tile. */
  void tile(
      int kc, float alpha, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int ldc);
}
