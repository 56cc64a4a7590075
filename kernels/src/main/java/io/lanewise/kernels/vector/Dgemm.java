package io.lanewise.kernels.vector;

import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Double precision: operands, their packed panels, and the tiles of C. */
final class Dgemm extends FiveLoops {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  static final int NR = 2 * VL;

  private final boolean wide;
  private final DoublePanelsA panelsA;
  private final DoublePanelsB panelsB;

  /** The tiles: NR elements for each row. */
  private double[] tiles = {};

  /** The few rows of an inner product, each along k. */
  private double[] few = {};

  /** Inner products whose lanes are not added up yet. */
  private final double[] lanes = new double[DgemmDots.LANES];

  private Transpose transA;
  private Transpose transB;
  private double alpha;
  private double beta;
  private boolean mayReadB;
  private boolean mayComputeInC;

  private final StoredDoubles a = new StoredDoubles();
  private final StoredDoubles b = new StoredDoubles();
  private final StoredDoubles c = new StoredDoubles();

  /**
   * Makes the loops of one thread.
   *
   * @param wide whether tiles are 12 x 2 vectors, for which 32 registers are needed, else 12 x 1
   */
  Dgemm(boolean wide, CacheSizes caches) {
    super(GemmBlocking.of(Dgemm12x2.MR, NR, Double.BYTES, caches));
    this.wide = wide;
    panelsA = new DoublePanelsA();
    panelsB = new DoublePanelsB();
  }

  /** Takes a product; {@link #clear} forgets it. */
  void set(Product product, GemmPath path) {
    transA = product.transA();
    transB = product.transB();
    alpha = (double) product.alpha();
    beta = (double) product.beta();
    a.set(product.a());
    b.set(product.b());
    c.set(product.c());
    mayReadB = path == GemmPath.FEW_ROWS || path == GemmPath.B_IN_PLACE;
    mayComputeInC = !c.isNative() && alpha == 1 && (beta == 0 || beta == 1);
  }

  void clear() {
    panelsB.release();
    a.clear();
    b.clear();
    c.clear();
  }

  long bytes() {
    return panelsA.bytes()
        + panelsB.bytes()
        + a.bytes()
        + b.bytes()
        + (long) Double.BYTES * (tiles.length + few.length + lanes.length);
  }

  @Override
  void reserve(int rows, int tileRows, int columns, int kcb, int tileColumns) {
    panelsA.reserve(rows + blocking.mr());
    panelsB.reserve(columns, kcb);
    reserveTiles(
        tileColumns == 0
            ? blocking.mr() * NR
            : blocking.panelRows(tileRows) * GemmBlocking.roundUp(tileColumns, NR));
  }

  private void reserveTiles(int elements) {
    if (tiles.length < elements) {
      tiles = new double[elements];
    }
  }

  @Override
  void packA(int i, int rows, int rowsLeft, int p, int kcb, int ir) {
    if (transA == Transpose.NO) {
      panelsA.interleave(a, i, rows, p, kcb, ir);
    } else if (ir == 0) {
      panelsA.slice(a, i, rowsLeft, p, kcb);
    }
  }

  @Override
  void packB(int p, int kcb, int j, int columns, int jr) {
    if (!readsInPlace(p, kcb, j)) {
      panelsB.pack(b, transB, p, kcb, j, columns, jr);
    }
  }

  /** Whether B may be read in place, two whole vectors of each row, the last one included. */
  private boolean readsInPlace(int p, int kcb, int j) {
    return mayReadB && b.at(p, j) + (kcb - 1L) * b.ld() + NR <= b.array().length;
  }

  @Override
  void tile(
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
      int tAt) {
    if (last && rows == height && columns == NR && mayComputeInC) {
      // C is written before the sum and not after it: its cache lines arrive while the sum goes on.
      int at = (int) c.at(i, j);
      if (!first) {
        move(height, tAt, c.array(), at, c.ld());
      } else if (beta == 0) {
        clear(height, c.array(), at, c.ld());
      }
      multiply(height, NR, p, kcb, ir, j, jr, c.array(), at, c.ld());
      return;
    }
    if (first) {
      clear(height, tiles, tAt, NR);
    }
    multiply(height, columns, p, kcb, ir, j, jr, tiles, tAt, NR);
    if (last) {
      store(i, rows, j, columns, tAt);
    }
  }

  /** Writes a tile to C. */
  private void store(int i, int rows, int j, int columns, int tAt) {
    if (alpha != 1 || beta != 0) {
      scale(i, rows, j, columns, tAt);
    }
    if (c.isNative()) {
      copy(c.segment(), c.at(i, j), rows, columns, tAt);
    } else {
      copy(c.array(), (int) c.at(i, j), rows, columns, tAt);
    }
  }

  @Override
  void fewColumns(int m0, int m1, int n, int k) {
    layAlongK(b, transB == Transpose.NO, n, k);
    reserveTiles(GemmBlocking.roundUp(n, NR) / NR * blocking.mr() * NR);
    for (int i = m0; i < m1; i += 4) {
      int rows = Math.min(4, m1 - i);
      a.piece(i, rows, 0, k);
      for (int j = 0; j < n; j += 4) {
        dots(k, a, rows, j, Math.min(4, n - j), j / NR * blocking.mr() * NR + j % NR, NR, 1);
      }
      for (int j = 0; j < n; j += NR) {
        store(i, rows, j, Math.min(NR, n - j), j * blocking.mr());
      }
    }
  }

  @Override
  void fewRows(int m, int n0, int n1, int k) {
    layAlongK(a, transA == Transpose.YES, m, k);
    reserveTiles(blocking.mr() * NR);
    for (int j = n0; j < n1; j += NR) {
      int columns = Math.min(NR, n1 - j);
      for (int column = 0; column < columns; column += 4) {
        int inside = Math.min(4, columns - column);
        b.piece(j + column, inside, 0, k);
        for (int i = 0; i < m; i += 4) {
          dots(k, b, inside, i, Math.min(4, m - i), i * NR + column, 1, NR);
        }
      }
      store(0, m, j, columns, 0);
    }
  }

  /** Copies the few rows or columns of op(B) or op(A) so that each lies along k, k apart. */
  private void layAlongK(StoredDoubles x, boolean across, int rows, int k) {
    if (few.length < GemmBlocking.roundUp(rows, 4) * k) {
      few = new double[GemmBlocking.roundUp(rows, 4) * k];
    }
    x.piece(0, across ? k : rows, 0, across ? rows : k);
    for (int row = 0; row < rows; row++) {
      int at = x.pieceAt() + (across ? row : row * x.pieceStride());
      int stride = across ? x.pieceStride() : 1;
      for (int p = 0; p < k; p++) {
        few[row * k + p] = x.array()[at + p * stride];
      }
    }
  }

  /**
   * Products of up to four rows of the piece with few rows row .. row + n: element (i, j) of the
   * tile at tAt + i ti + j tj.
   */
  private void dots(int k, StoredDoubles x, int rows, int row, int n, int tAt, int ti, int tj) {
    double[] long4 = x.array();
    int at = x.pieceAt();
    int ld = x.pieceStride();
    int whole = k / VL * VL;
    if (rows == 4 && n > 1) {
      DgemmDots.fourByFour(whole, long4, at, ld, few, row * k, k, lanes, tiles, tAt, ti, tj);
    } else if (rows == 4) {
      DgemmDots.fourByOne(whole, long4, at, ld, few, row * k, lanes, tiles, tAt, ti);
    } else {
      for (int i = 0; i < rows; i++) {
        DgemmDots.fourByOne(
            whole, few, row * k, k, long4, at + i * ld, lanes, tiles, tAt + i * ti, tj);
      }
    }
    if (whole < k) {
      DgemmDots.addLast(
          k - whole, rows, long4, at + whole, ld, n, few, row * k + whole, k, tiles, tAt, ti, tj);
    }
  }

  /** C &lt;- tile + beta C for a whole tile and a beta of 0 or 1. */
  private void move(int height, int tAt, double[] to, int cAt, int ldc) {
    double[] t = tiles;
    for (int row = 0; row < height; row++) {
      DoubleVector sum0 = DoubleVector.fromArray(V, t, tAt);
      DoubleVector sum1 = DoubleVector.fromArray(V, t, tAt + VL);
      if (beta != 0) {
        sum0 = sum0.add(DoubleVector.fromArray(V, to, cAt));
        sum1 = sum1.add(DoubleVector.fromArray(V, to, cAt + VL));
      }
      sum0.intoArray(to, cAt);
      sum1.intoArray(to, cAt + VL);
      tAt += NR;
      cAt += ldc;
    }
  }

  /** Fills a tile with zeros. */
  private static void clear(int height, double[] t, int tAt, int ldt) {
    DoubleVector zero = DoubleVector.zero(V);
    for (int row = 0; row < height; row++) {
      zero.intoArray(t, tAt);
      zero.intoArray(t, tAt + VL);
      tAt += ldt;
    }
  }

  private void multiply(
      int height,
      int columns,
      int p,
      int kcb,
      int ir,
      int j,
      int jr,
      double[] t,
      int tAt,
      int ldt) {
    double[] panel = panelsA.array();
    int aAt = DoublePanelsA.at(ir);
    boolean inPlace = readsInPlace(p, kcb, j);
    double[] rows = inPlace ? b.array() : panelsB.array();
    int bAt = inPlace ? (int) b.at(p, j) : DoublePanelsB.at(jr, kcb);
    int ldb = inPlace ? b.ld() : NR;
    if (height == GemmBlocking.LOW) {
      Dgemm4x2.multiply(kcb, panel, aAt, rows, bAt, ldb, t, tAt, ldt);
    } else if (wide && columns > VL) {
      Dgemm12x2.multiply(kcb, panel, aAt, rows, bAt, ldb, t, tAt, ldt);
    } else {
      Dgemm12x1.multiply(kcb, panel, aAt, rows, bAt, ldb, t, tAt, ldt);
      if (columns > VL) {
        Dgemm12x1.multiply(kcb, panel, aAt, rows, bAt + VL, ldb, t, tAt + VL, ldt);
      }
    }
  }

  /** The tile &lt;- alpha tile + beta C. */
  private void scale(int i, int rows, int j, int columns, int tAt) {
    double[] t = tiles;
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < columns; v += VL) {
        int at = tAt + row * NR + v;
        DoubleVector sum = DoubleVector.fromArray(V, t, at).mul(alpha);
        if (beta != 0) {
          VectorMask<Double> inside = V.indexInRange(v, columns);
          long cAt = c.at(i + row, j + v);
          DoubleVector old =
              c.isNative()
                  ? DoubleVector.fromMemorySegment(
                      V, c.segment(), cAt * Double.BYTES, ByteOrder.nativeOrder(), inside)
                  : DoubleVector.fromArray(V, c.array(), (int) cAt, inside);
          sum = old.fma(DoubleVector.broadcast(V, beta), sum);
        }
        sum.intoArray(t, at);
      }
    }
  }

  private void copy(double[] to, int cAt, int rows, int columns, int tAt) {
    double[] t = tiles;
    int ldc = c.ld();
    if (columns == NR) {
      for (int row = 0; row < rows; row++) {
        DoubleVector.fromArray(V, t, tAt).intoArray(to, cAt);
        DoubleVector.fromArray(V, t, tAt + VL).intoArray(to, cAt + VL);
        tAt += NR;
        cAt += ldc;
      }
      return;
    }
    for (int v = 0; v < columns; v += VL) {
      VectorMask<Double> inside = V.indexInRange(v, columns);
      for (int row = 0; row < rows; row++) {
        DoubleVector.fromArray(V, t, tAt + row * NR + v).intoArray(to, cAt + row * ldc + v, inside);
      }
    }
  }

  private void copy(MemorySegment to, long cAt, int rows, int columns, int tAt) {
    double[] t = tiles;
    for (int v = 0; v < columns; v += VL) {
      VectorMask<Double> inside = V.indexInRange(v, columns);
      for (int row = 0; row < rows; row++) {
        DoubleVector.fromArray(V, t, tAt + row * NR + v)
            .intoMemorySegment(
                to,
                (cAt + (long) row * c.ld() + v) * Double.BYTES,
                ByteOrder.nativeOrder(),
                inside);
      }
    }
  }
}
