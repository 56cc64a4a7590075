package io.lanewise.kernels.vector;

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

  private final FloatMicroKernel kernel;
  private final FloatPanels panelsA;
  private final FloatPanels panelsB;

  /** A tile that is not wholly inside C, or whose C is native, is computed here: mr x nr. */
  private final float[] tile;

  private Transpose transA;
  private Transpose transB;
  private float alpha;
  private float beta;

  private final StoredFloats a = new StoredFloats();
  private final StoredFloats b = new StoredFloats();
  private final StoredFloats c = new StoredFloats();

  Sgemm(FloatMicroKernel kernel, CacheSizes caches) {
    super(GemmBlocking.of(kernel.mr(), kernel.nr(), Float.BYTES, caches));
    this.kernel = kernel;
    panelsA = new FloatPanels(kernel.mr());
    panelsB = new FloatPanels(kernel.nr());
    tile = new float[kernel.mr() * kernel.nr()];
  }

  /** Takes a product; the caller clears it after the run. */
  void set(Product product) {
    transA = product.transA();
    transB = product.transB();
    alpha = (float) product.alpha();
    beta = (float) product.beta();
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
    return panelsA.bytes() + panelsB.bytes() + a.bytes() + b.bytes() + 4L * tile.length;
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
    float[] pa = panelsA.array();
    float[] pb = panelsB.array();
    float factor = first ? beta : 1;
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
  private void scale(float[] c, int at, int ldc, float beta) {
    if (beta == 1) {
      return;
    }
    for (int i = 0; i < blocking.mr(); i++) {
      int row = at + i * ldc;
      for (int j = 0; j < blocking.nr(); j += VL) {
        FloatVector value =
            beta == 0 ? FloatVector.zero(V) : FloatVector.fromArray(V, c, row + j).mul(beta);
        value.intoArray(c, row + j);
      }
    }
  }

  private void load(float[] c, int at, int ldc, int rows, int columns, float beta) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        VectorMask<Float> inside = V.indexInRange(j, columns);
        FloatVector value =
            beta == 0
                ? FloatVector.zero(V)
                : FloatVector.fromArray(V, c, at + i * ldc + j, inside).mul(beta);
        value.intoArray(tile, i * blocking.nr() + j);
      }
    }
  }

  private void store(float[] c, int at, int ldc, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        FloatVector.fromArray(V, tile, i * blocking.nr() + j)
            .intoArray(c, at + i * ldc + j, V.indexInRange(j, columns));
      }
    }
  }

  private void load(MemorySegment c, long at, int ldc, int rows, int columns, float beta) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        VectorMask<Float> inside = V.indexInRange(j, columns);
        long bytes = (at + (long) i * ldc + j) * Float.BYTES;
        FloatVector value =
            beta == 0
                ? FloatVector.zero(V)
                : FloatVector.fromMemorySegment(V, c, bytes, ByteOrder.nativeOrder(), inside)
                    .mul(beta);
        value.intoArray(tile, i * blocking.nr() + j);
      }
    }
  }

  private void store(MemorySegment c, long at, int ldc, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += VL) {
        FloatVector.fromArray(V, tile, i * blocking.nr() + j)
            .intoMemorySegment(
                c,
                (at + (long) i * ldc + j) * Float.BYTES,
                ByteOrder.nativeOrder(),
                V.indexInRange(j, columns));
      }
    }
  }
}
