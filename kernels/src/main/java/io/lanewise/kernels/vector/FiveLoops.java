package io.lanewise.kernels.vector;

import static java.lang.Math.min;

/**
 * The five loops around the micro-kernel, for every element type: they know sizes only. A subclass
 * holds the operands and their packed copies.
 *
 * <pre>
 * LOOP 5  jc over the columns of C in steps of nc
 * LOOP 4    pc over k in steps of kc              pack the kc x nc panel of B
 * LOOP 3      ic over the rows of C in steps of mc  pack the mc x kc block of A
 * LOOP 2        jr over the panel in steps of nr
 * LOOP 1          ir over the block in steps of mr    micro-kernel: an mr x nr tile of C
 * </pre>
 *
 * <p>Source: F. Van Zee, R. van de Geijn, BLIS: A Framework for Rapidly Instantiating BLAS
 * Functionality, ACM TOMS 41 (2015).
 */
abstract class FiveLoops {

  /** The sizes of the loops. */
  protected final GemmBlocking blocking;

  FiveLoops(GemmBlocking blocking) {
    this.blocking = blocking;
  }

  /**
   * Computes rows m0 .. m1 and columns n0 .. n1 of C. Each element is the same sum in the same
   * order, whatever the range that it is computed in.
   */
  final void run(int m0, int m1, int n0, int n1, int k) {
    for (int jc = n0; jc < n1; jc += blocking.nc()) {
      int ncb = min(blocking.nc(), n1 - jc);
      for (int pc = 0; pc < k; pc += blocking.kc()) {
        int kcb = min(blocking.kc(), k - pc);
        packB(pc, kcb, jc, ncb);
        for (int ic = m0; ic < m1; ic += blocking.mc()) {
          int mcb = min(blocking.mc(), m1 - ic);
          packA(ic, mcb, pc, kcb);
          block(ic, mcb, pc, kcb, jc, ncb);
        }
      }
    }
  }

  /** LOOP 2 and LOOP 1: the tiles of one block. */
  private void block(int ic, int mcb, int pc, int kcb, int jc, int ncb) {
    int mr = blocking.mr();
    int nr = blocking.nr();
    for (int jr = 0; jr < ncb; jr += nr) {
      for (int ir = 0; ir < mcb; ir += mr) {
        tile(
            ic + ir,
            min(mr, mcb - ir),
            jc + jr,
            min(nr, ncb - jr),
            kcb,
            pc == 0,
            ir * kcb,
            jr * kcb);
      }
    }
  }

  /** Packs rows i .. i + rows of op(A), columns p .. p + kcb, into panels of mr rows. */
  abstract void packA(int i, int rows, int p, int kcb);

  /** Packs rows p .. p + kcb of op(B), columns j .. j + columns, into panels of nr columns. */
  abstract void packB(int p, int kcb, int j, int columns);

  /**
   * Adds a product of two micro-panels to the tile of C at (i, j).
   *
   * @param rows rows of the tile inside C, at most mr
   * @param columns columns of the tile inside C, at most nr
   * @param first whether this is the first step along k, so that beta applies
   * @param aAt start of A's micro-panel
   * @param bAt start of B's micro-panel
   */
  abstract void tile(int i, int rows, int j, int columns, int kcb, boolean first, int aAt, int bAt);
}
