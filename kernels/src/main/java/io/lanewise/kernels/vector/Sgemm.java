package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Product;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Single precision: operands, their packed panels, and the tiles of C. */
final class Sgemm extends FiveLoops {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  static final int NR = 2 * VL;

  private final boolean wide;
  private final FloatPanelsA panelsA;
  private final FloatPanelsB panelsB;
  private final VectorElementwise elementwise = new VectorElementwise();

  /** The tiles: NR elements for each row. */
  private float[] tiles = {};

  /** The few rows of an inner product, each along k. */
  private float[] few = {};

  /** Inner products whose lanes are not added up yet. */
  private final float[] lanes = new float[SgemmDots.LANES];

  private Transpose transA;
  private Transpose transB;
  private float alpha;
  private float beta;
  private boolean mayReadB;
  private boolean mayComputeInC;
  private Epilogue.Bias biasAlong;
  private Activation activation;
  private boolean sumBeginsWithBias;

  private final StoredFloats a = new StoredFloats();
  private final StoredFloats b = new StoredFloats();
  private final StoredFloats c = new StoredFloats();
  private final StoredFloats bias = new StoredFloats();

  /**
   * Makes the loops of one thread.
   *
   * @param wide whether tiles are 12 x 2 vectors, for which 32 registers are needed, else 12 x 1
   */
  Sgemm(boolean wide, CacheSizes caches) {
    super(GemmBlocking.of(Sgemm12x2.MR, NR, Float.BYTES, caches));
    this.wide = wide;
    panelsA = new FloatPanelsA();
    panelsB = new FloatPanelsB();
  }

  /** Takes a product; {@link #clear} forgets it. */
  void set(Product product, GemmPath path) {
    transA = product.transA();
    transB = product.transB();
    alpha = (float) product.alpha();
    beta = (float) product.beta();
    a.set(product.a());
    b.set(product.b());
    c.set(product.c());
    biasAlong = product.epilogue().bias();
    activation = product.epilogue().activation();
    bias.set(product.bias());
    sumBeginsWithBias =
        biasAlong != Epilogue.Bias.NONE
            && alpha == 1
            && path != GemmPath.FEW_COLUMNS
            && path != GemmPath.FEW_ROWS_ALONG_K;
    mayReadB = path == GemmPath.FEW_ROWS || path == GemmPath.B_IN_PLACE;
    mayComputeInC =
        !c.isNative()
            && alpha == 1
            && (beta == 0 || beta == 1)
            && (activation == Activation.IDENTITY || activation == Activation.RELU);
  }

  void clear() {
    panelsB.release();
    a.clear();
    b.clear();
    c.clear();
    bias.clear();
  }

  long bytes() {
    return panelsA.bytes()
        + panelsB.bytes()
        + a.bytes()
        + b.bytes()
        + bias.bytes()
        + (long) Float.BYTES * (tiles.length + few.length + lanes.length)
        + elementwise.workspaceBytes();
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
      tiles = new float[elements];
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
        begin(height, i, rows, j, columns, c.array(), at, c.ld());
      } else if (sumBeginsWithBias) {
        addBias(i, rows, j, columns, c.array(), at, c.ld());
      }
      multiply(height, NR, p, kcb, ir, j, jr, c.array(), at, c.ld());
      finish(i, rows, j, columns, c.array(), at, c.ld());
      return;
    }
    if (first) {
      begin(height, i, rows, j, columns, tiles, tAt, NR);
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
    finish(i, rows, j, columns, tiles, tAt, NR);
    if (activation == Activation.TANH || activation == Activation.SIGMOID) {
      elementwise.activate(activation, rows * NR, tiles, tAt, tiles, tAt);
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
  private void layAlongK(StoredFloats x, boolean across, int rows, int k) {
    if (few.length < GemmBlocking.roundUp(rows, 4) * k) {
      few = new float[GemmBlocking.roundUp(rows, 4) * k];
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
  private void dots(int k, StoredFloats x, int rows, int row, int n, int tAt, int ti, int tj) {
    float[] long4 = x.array();
    int at = x.pieceAt();
    int ld = x.pieceStride();
    int whole = k / VL * VL;
    if (rows == 4 && n > 1) {
      SgemmDots.fourByFour(whole, long4, at, ld, few, row * k, k, lanes, tiles, tAt, ti, tj);
    } else if (rows == 4) {
      SgemmDots.fourByOne(whole, long4, at, ld, few, row * k, lanes, tiles, tAt, ti);
    } else {
      for (int i = 0; i < rows; i++) {
        SgemmDots.fourByOne(
            whole, few, row * k, k, long4, at + i * ld, lanes, tiles, tAt + i * ti, tj);
      }
    }
    if (whole < k) {
      SgemmDots.addLast(
          k - whole, rows, long4, at + whole, ld, n, few, row * k + whole, k, tiles, tAt, ti, tj);
    }
  }

  /** C &lt;- tile + beta C for a whole tile and a beta of 0 or 1. */
  private void move(int height, int tAt, float[] to, int cAt, int ldc) {
    float[] t = tiles;
    for (int row = 0; row < height; row++) {
      FloatVector sum0 = FloatVector.fromArray(V, t, tAt);
      FloatVector sum1 = FloatVector.fromArray(V, t, tAt + VL);
      if (beta != 0) {
        sum0 = sum0.add(FloatVector.fromArray(V, to, cAt));
        sum1 = sum1.add(FloatVector.fromArray(V, to, cAt + VL));
      }
      sum0.intoArray(to, cAt);
      sum1.intoArray(to, cAt + VL);
      tAt += NR;
      cAt += ldc;
    }
  }

  private void multiply(
      int height, int columns, int p, int kcb, int ir, int j, int jr, float[] t, int tAt, int ldt) {
    float[] panel = panelsA.array();
    int aAt = FloatPanelsA.at(ir);
    boolean inPlace = readsInPlace(p, kcb, j);
    float[] rows = inPlace ? b.array() : panelsB.array();
    int bAt = inPlace ? (int) b.at(p, j) : FloatPanelsB.at(jr, kcb);
    int ldb = inPlace ? b.ld() : NR;
    SgemmTile.multiply(wide, height, columns, kcb, panel, aAt, rows, bAt, ldb, t, tAt, ldt);
  }

  /** The tile &lt;- alpha tile + beta C. */
  private void scale(int i, int rows, int j, int columns, int tAt) {
    float[] t = tiles;
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < columns; v += VL) {
        int at = tAt + row * NR + v;
        FloatVector sum = FloatVector.fromArray(V, t, at).mul(alpha);
        if (beta != 0) {
          VectorMask<Float> inside = V.indexInRange(v, columns);
          long cAt = c.at(i + row, j + v);
          FloatVector old =
              c.isNative()
                  ? FloatVector.fromMemorySegment(
                      V, c.segment(), cAt * Float.BYTES, ByteOrder.nativeOrder(), inside)
                  : FloatVector.fromArray(V, c.array(), (int) cAt, inside);
          sum = old.fma(FloatVector.broadcast(V, beta), sum);
        }
        sum.intoArray(t, at);
      }
    }
  }

  /** What the sums of a tile start from: zeros, or the bias, which is free there. */
  private void begin(int height, int i, int rows, int j, int columns, float[] t, int tAt, int ldt) {
    if (!sumBeginsWithBias) {
      SgemmTile.clear(height, t, tAt, ldt);
    } else if (biasAlong == Epilogue.Bias.PER_ROW) {
      bias.piece(0, 1, i, rows);
      for (int row = 0; row < height; row++) {
        int from = bias.pieceAt() + Math.min(row, rows - 1);
        FloatVector value = FloatVector.broadcast(V, bias.array()[from]);
        value.intoArray(t, tAt + row * ldt);
        value.intoArray(t, tAt + row * ldt + VL);
      }
    } else {
      bias.piece(0, 1, j, columns);
      float[] from = bias.array();
      int at = bias.pieceAt();
      FloatVector left = FloatVector.fromArray(V, from, at, V.indexInRange(0, columns));
      FloatVector right = FloatVector.fromArray(V, from, at + VL, V.indexInRange(VL, columns));
      for (int row = 0; row < height; row++) {
        left.intoArray(t, tAt + row * ldt);
        right.intoArray(t, tAt + row * ldt + VL);
      }
    }
  }

  /** Adds the bias where the sum did not begin with it; an activation that is one instruction. */
  private void finish(int i, int rows, int j, int columns, float[] t, int tAt, int ldt) {
    if (!sumBeginsWithBias) {
      addBias(i, rows, j, columns, t, tAt, ldt);
    }
    if (activation == Activation.RELU) {
      for (int row = 0; row < rows; row++) {
        int at = tAt + row * ldt;
        FloatVector.fromArray(V, t, at).max(0).intoArray(t, at);
        FloatVector.fromArray(V, t, at + VL).max(0).intoArray(t, at + VL);
      }
    }
  }

  private void addBias(int i, int rows, int j, int columns, float[] t, int tAt, int ldt) {
    if (biasAlong == Epilogue.Bias.PER_ROW) {
      bias.piece(0, 1, i, rows);
      for (int row = 0; row < rows; row++) {
        FloatVector value = FloatVector.broadcast(V, bias.array()[bias.pieceAt() + row]);
        for (int at = tAt + row * ldt; at < tAt + row * ldt + NR; at += VL) {
          FloatVector.fromArray(V, t, at).add(value).intoArray(t, at);
        }
      }
    } else if (biasAlong == Epilogue.Bias.PER_COLUMN) {
      bias.piece(0, 1, j, columns);
      for (int v = 0; v < columns; v += VL) {
        FloatVector values =
            FloatVector.fromArray(V, bias.array(), bias.pieceAt() + v, V.indexInRange(v, columns));
        for (int at = tAt + v; at < tAt + rows * ldt + v; at += ldt) {
          FloatVector.fromArray(V, t, at).add(values).intoArray(t, at);
        }
      }
    }
  }

  private void copy(float[] to, int cAt, int rows, int columns, int tAt) {
    float[] t = tiles;
    int ldc = c.ld();
    if (columns == NR) {
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(V, t, tAt).intoArray(to, cAt);
        FloatVector.fromArray(V, t, tAt + VL).intoArray(to, cAt + VL);
        tAt += NR;
        cAt += ldc;
      }
      return;
    }
    for (int v = 0; v < columns; v += VL) {
      VectorMask<Float> inside = V.indexInRange(v, columns);
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(V, t, tAt + row * NR + v).intoArray(to, cAt + row * ldc + v, inside);
      }
    }
  }

  private void copy(MemorySegment to, long cAt, int rows, int columns, int tAt) {
    float[] t = tiles;
    for (int v = 0; v < columns; v += VL) {
      VectorMask<Float> inside = V.indexInRange(v, columns);
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(V, t, tAt + row * NR + v)
            .intoMemorySegment(
                to, (cAt + (long) row * c.ld() + v) * Float.BYTES, ByteOrder.nativeOrder(), inside);
      }
    }
  }
}
