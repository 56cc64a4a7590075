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

  private final DoubleMicroKernel kernel;
  private final DoublePanels panelsA;
  private final DoublePanels panelsB;

  /** A tile that is not wholly inside C, or whose C is native, is computed here: mr x nr. */
  private final double[] tile;

  private Transpose transA;
  private Transpose transB;
  private double alpha;
  private double beta;

  private final StoredDoubles a = new StoredDoubles();
  private final StoredDoubles b = new StoredDoubles();
  private final StoredDoubles c = new StoredDoubles();

  Dgemm(DoubleMicroKernel kernel, CacheSizes caches) {
    super(GemmBlocking.of(kernel.mr(), kernel.nr(), Double.BYTES, caches));
    this.kernel = kernel;
    panelsA = new DoublePanels(kernel.mr());
    panelsB = new DoublePanels(kernel.nr());
    tile = new double[kernel.mr() * kernel.nr()];
  }

  /** Takes a product; the caller clears it after the run. */
  void set(Product product) {
    transA = product.transA();
    transB = product.transB();
    alpha = product.alpha();
    beta = product.beta();
    a.set(product.a());
    b.set(product.b());
    c.set(product.c());
  }

  void clear() {
    a.clear();
    b.clear();
    c.clear();
  }

  long bytes() {
    return panelsA.bytes() + panelsB.bytes() + a.bytes() + b.bytes() + 8L * tile.length;
  }

  @Override
  void packA(int i, int rows, int p, int kcb) {
    panelsA.packA(a, transA, i, rows, p, kcb);
  }

  @Override
  void packB(int p, int kcb, int j, int columns) {
    panelsB.packB(b, transB, p, kcb, j, columns);
  }

  @Override
  void tile(int i, int rows, int j, int columns, int kcb, boolean first, int aAt, int bAt) {
    double[] pa = panelsA.array();
    double[] pb = panelsB.array();
    double factor = first ? beta : 1;
    int nr = blocking.nr();
    if (c.isNative()) {
      load(c.segment(), c.at(i, j), c.ld(), rows, columns, factor);
      kernel.tile(kcb, alpha, pa, aAt, pb, bAt, tile, 0, nr);
      store(c.segment(), c.at(i, j), c.ld(), rows, columns);
    } else if (rows < blocking.mr() || columns < nr) {
      load(c.array(), (int) c.at(i, j), c.ld(), rows, columns, factor);
      kernel.tile(kcb, alpha, pa, aAt, pb, bAt, tile, 0, nr);
      store(c.array(), (int) c.at(i, j), c.ld(), rows, columns);
    } else {
      scale(c.array(), (int) c.at(i, j), c.ld(), factor);
      kernel.tile(kcb, alpha, pa, aAt, pb, bAt, c.array(), (int) c.at(i, j), c.ld());
    }
  }

  /** C &lt;- beta C for a whole tile, which also brings it into the cache. */
  private void scale(double[] c, int at, int ldc, double beta) {
    if (beta == 1) {
      return;
    }
    for (int i = 0; i < blocking.mr(); i++) {
      int row = at + i * ldc;
      for (int j = 0; j < blocking.nr(); j += VL) {
        DoubleVector value =
            beta == 0 ? DoubleVector.zero(V) : DoubleVector.fromArray(V, c, row + j).mul(beta);
        value.intoArray(c, row + j);
      }
    }
  }

  private void load(double[] c, int at, int ldc, int rows, int columns, double beta) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        VectorMask<Double> inside = V.indexInRange(j, columns);
        DoubleVector value =
            beta == 0
                ? DoubleVector.zero(V)
                : DoubleVector.fromArray(V, c, at + i * ldc + j, inside).mul(beta);
        value.intoArray(tile, i * blocking.nr() + j);
      }
    }
  }

  private void store(double[] c, int at, int ldc, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        DoubleVector.fromArray(V, tile, i * blocking.nr() + j)
            .intoArray(c, at + i * ldc + j, V.indexInRange(j, columns));
      }
    }
  }

  private void load(MemorySegment c, long at, int ldc, int rows, int columns, double beta) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        VectorMask<Double> inside = V.indexInRange(j, columns);
        long bytes = (at + (long) i * ldc + j) * Double.BYTES;
        DoubleVector value =
            beta == 0
                ? DoubleVector.zero(V)
                : DoubleVector.fromMemorySegment(V, c, bytes, ByteOrder.nativeOrder(), inside)
                    .mul(beta);
        value.intoArray(tile, i * blocking.nr() + j);
      }
    }
  }

  private void store(MemorySegment c, long at, int ldc, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        DoubleVector.fromArray(V, tile, i * blocking.nr() + j)
            .intoMemorySegment(
                c,
                (at + (long) i * ldc + j) * Double.BYTES,
                ByteOrder.nativeOrder(),
                V.indexInRange(j, columns));
      }
    }
  }
}
