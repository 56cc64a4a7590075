package io.lanewise.kernels.vector;

import static java.lang.Math.min;

/**
 * The five loops around the micro-kernel, for every element type: they know sizes only. A subclass
 * holds the operands, their packed copies and the tiles of C.
 *
 * <pre>
 * LOOP 5  jc over the columns of C in steps of nc
 * LOOP 4    pc over k in steps of kc
 * LOOP 3      ic over the rows of C in steps of mc
 * LOOP 2        jr over the panel in steps of nr    in the first block: pack a micro-panel of B
 * LOOP 1          ir over the block in steps of mr  at the first jr: pack a micro-panel of A
 *                                                   micro-kernel: an mr x nr tile of C
 * </pre>
 *
 * <p>Each micro-panel is packed right before its first use, so that it is used while it is in the
 * level 1 cache and written back while the micro-kernel computes.
 *
 * <p>Where k is longer than kc, the sums of up to {@link GemmBlocking#mt()} rows wait in tiles, mr
 * x nr elements side by side in the order in which they are computed, until they are complete. That
 * is one stream through memory; 12 rows of C are 12 pages, which no prefetcher follows.
 *
 * <p>Source: F. Van Zee, R. van de Geijn, BLIS: A Framework for Rapidly Instantiating BLAS
 * Functionality, ACM TOMS 41 (2015).
 */
abstract class FiveLoops {

  /** Operations that each thread gets at least: some 15 microseconds. Chosen, not measured. */
  private static final long FLOPS_PER_THREAD = 2_000_000;

  /**
   * Boundaries between threads are multiples of these, so that each row and each column is in a
   * tile of the same height and width for any number of threads.
   */
  private static final int ROWS = Sgemm12x2.MR;

  /** Two vectors of the shortest elements and the longest vectors. */
  private static final int COLUMNS = 32;

  /** The sizes of the loops. */
  protected final GemmBlocking blocking;

  FiveLoops(GemmBlocking blocking) {
    this.blocking = blocking;
  }

  /** Threads that share a product. They divide the longer side of C, and never k. */
  static int parts(int m, int n, int k, int threads) {
    long byWork = 2L * m * n * k / FLOPS_PER_THREAD;
    int bySize = dividesRows(m, n) ? units(m, ROWS) : units(n, COLUMNS);
    return (int) Math.max(1, Math.min(threads, Math.min(byWork, bySize)));
  }

  /** The first row of a thread's part of C. */
  static int firstRow(int m, int n, int part, int parts) {
    return dividesRows(m, n) ? bound(m, ROWS, part, parts) : 0;
  }

  /** The row behind its last one. */
  static int endRow(int m, int n, int part, int parts) {
    return dividesRows(m, n) ? bound(m, ROWS, part + 1, parts) : m;
  }

  /** The first column of a thread's part of C. */
  static int firstColumn(int m, int n, int part, int parts) {
    return dividesRows(m, n) ? 0 : bound(n, COLUMNS, part, parts);
  }

  /** The column behind its last one. */
  static int endColumn(int m, int n, int part, int parts) {
    return dividesRows(m, n) ? n : bound(n, COLUMNS, part + 1, parts);
  }

  /** Whether threads divide the rows of C: every thread packs the other operand for itself. */
  private static boolean dividesRows(int m, int n) {
    return m >= n;
  }

  private static int bound(int size, int unit, int part, int parts) {
    return Math.min(size, (int) ((long) units(size, unit) * part / parts) * unit);
  }

  private static int units(int size, int unit) {
    return (size + unit - 1) / unit;
  }

  /**
   * Computes rows m0 .. m1 and columns n0 .. n1 of C. Each element is the same sum in the same
   * order, whatever the range that it is computed in.
   *
   * @param kc terms of the sum that are added in one step, at most the blocking's kc
   */
  final void run(int m0, int m1, int n0, int n1, int k, int kc) {
    int mt = k <= kc ? m1 - m0 : blocking.even(m1 - m0, blocking.mt());
    for (int jc = n0; jc < n1; jc += blocking.nc()) {
      int ncb = min(blocking.nc(), n1 - jc);
      for (int it = m0; it < m1; it += mt) {
        int mtb = min(mt, m1 - it);
        int mc = blocking.even(mtb, blocking.mc());
        reserve(mc, mtb, mtb > mc ? ncb : blocking.nr(), min(k, kc), k > kc ? ncb : 0);
        for (int pc = 0; pc < k; pc += kc) {
          for (int ic = 0; ic < mtb; ic += mc) {
            block(it, mtb, ic, mc, jc, ncb, pc, min(kc, k - pc), k);
          }
        }
      }
    }
  }

  /** LOOP 2 and LOOP 1: the tiles of one block. */
  private void block(int it, int mtb, int ic, int mc, int jc, int ncb, int pc, int kcb, int k) {
    int mcb = min(mc, mtb - ic);
    boolean first = pc == 0;
    boolean last = pc + kcb == k;
    for (int jr = 0; jr < ncb; jr += blocking.nr()) {
      int columns = min(blocking.nr(), ncb - jr);
      // A panel of B that serves one block only is forgotten at once, and its place is used again.
      int bAt = mtb > mc ? jr : 0;
      if (ic == 0) {
        packB(pc, kcb, jc + jr, columns, bAt);
      }
      int tiles = jr * blocking.panelRows(mtb) + ic * blocking.nr();
      for (int ir = 0; ir < mcb; ) {
        int height = blocking.height(mcb - ir);
        int rows = min(height, mcb - ir);
        if (jr == 0) {
          packA(it + ic + ir, rows, mcb - ir, pc, kcb, ir);
        }
        int tAt = first && last ? 0 : tiles + ir * blocking.nr();
        tile(it + ic + ir, rows, height, jc + jr, columns, pc, kcb, first, last, ir, bAt, tAt);
        ir += height;
      }
    }
  }

  /**
   * The same with LOOP 1 outside of LOOP 2, so that the rows of C are written from end to end and a
   * panel of B is packed once for all of them. For a short k, where most of the time goes into
   * writing C, and for sums that wait in C while k goes on and not in tiles.
   *
   * @param kc terms of the sum that are added in one step
   * @param nc columns of a panel of B
   */
  final void runByRows(int m0, int m1, int n0, int n1, int k, int kc, int nc) {
    for (int jc = n0; jc < n1; jc += nc) {
      int ncb = min(nc, n1 - jc);
      reserve(blocking.mr(), blocking.mr(), ncb, min(k, kc), 0);
      for (int pc = 0; pc < k; pc += kc) {
        rowsOfPanel(m0, m1, jc, ncb, pc, min(kc, k - pc), k);
      }
    }
  }

  private void rowsOfPanel(int m0, int m1, int jc, int ncb, int pc, int kcb, int k) {
    for (int jr = 0; jr < ncb; jr += blocking.nr()) {
      packB(pc, kcb, jc + jr, min(blocking.nr(), ncb - jr), jr);
    }
    for (int ir = m0; ir < m1; ) {
      int height = blocking.height(m1 - ir);
      int rows = min(height, m1 - ir);
      packA(ir, rows, rows, pc, kcb, 0);
      for (int jr = 0; jr < ncb; jr += blocking.nr()) {
        int columns = min(blocking.nr(), ncb - jr);
        tile(ir, rows, height, jc + jr, columns, pc, kcb, pc == 0, pc + kcb == k, 0, jr, 0);
      }
      ir += height;
    }
  }

  /**
   * Makes room.
   *
   * @param rows rows of packed A
   * @param tileRows rows of C whose tiles are held while k goes on
   * @param columns columns of packed B
   * @param kcb steps along k that are packed
   * @param tileColumns columns of C whose tiles are held; 0 if none are
   */
  abstract void reserve(int rows, int tileRows, int columns, int kcb, int tileColumns);

  /**
   * Packs rows i .. i + rows of op(A), columns p .. p + kcb, as rows ir and following of the block.
   *
   * @param rowsLeft rows of the block from i on, all of which may be packed at ir = 0
   */
  abstract void packA(int i, int rows, int rowsLeft, int p, int kcb, int ir);

  /** Packs rows p .. p + kcb of op(B), columns j .. j + columns, as column jr of the panel on. */
  abstract void packB(int p, int kcb, int j, int columns, int jr);

  /**
   * Adds a product of two micro-panels to the tile of C at (i, j).
   *
   * @param rows rows of the tile inside C
   * @param height rows of the tile and of A's micro-panel
   * @param columns columns of the tile inside C
   * @param p row of op(B) where the micro-panels start
   * @param first whether this is the first step along k, so that the tile starts from beta C
   * @param last whether this is the last step along k, so that the tile becomes a part of C
   * @param ir row of the packed block of A where the micro-panel starts
   * @param jr column of the packed panel of B where the micro-panel starts
   * @param tAt where the tile is kept meanwhile
   */
  abstract void tile(
      int i,
      int rows,
      int height,
      int j,
      int columns,
      int p,
      int kcb,
      boolean first,
      boolean last,
      int ir,
      int jr,
      int tAt);

  /**
   * Rows m0 .. m1 of C, which has few columns: inner products of rows of A, read where they lie,
   * and the columns of B. No loops around a micro-kernel, but the same operands and tiles.
   *
   * @throws UnsupportedOperationException if these are images, which always take the five loops
   */
  void fewColumns(int m0, int m1, int n, int k) {
    throw new UnsupportedOperationException("a product of images takes the five loops");
  }

  /**
   * Columns n0 .. n1 of C, which has few rows: inner products of columns of B, stored along k and
   * read where they lie, and the rows of A.
   *
   * @throws UnsupportedOperationException if these are images, which always take the five loops
   */
  void fewRows(int m, int n0, int n1, int k) {
    throw new UnsupportedOperationException("a product of images takes the five loops");
  }
}
