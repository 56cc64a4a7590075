package io.lanewise.bench.check.fault;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Product;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A kernel whose last tile has the wrong sign where n is one more than its columns, at the level
 * {@value #LEVEL} alone; see {@link Fault#WRONG_SIGN}.
 */
public final class WrongSignBackend extends FaultyBackend {

  /** The level at which the fault shows, and what it reads back. */
  public static final String LEVEL = "avx2";

  private static final String ISA = "AVX2, 256-bit";

  /** Twelve rows of two vectors of eight floats. */
  private static final int TILE_ROWS = 12;

  private static final int TILE_COLUMNS = 16;

  @Override
  Gemm spoil(Gemm gemm, Kernels kernels) {
    return isAt(kernels.describe().isa()) ? new WrongSign(gemm, kernels) : gemm;
  }

  /** Whether the fault shows at this instruction set. */
  public static boolean isAt(String isa) {
    return isa.startsWith(ISA);
  }

  static final class WrongSign extends FaultyGemm {

    WrongSign(Gemm right, Kernels kernels) {
      super(right, kernels);
    }

    @Override
    void spoil(Product product, long nanos) {
      if (product.n() != TILE_COLUMNS + 1) {
        return;
      }
      MemorySegment c = product.c().slice();
      int lastTile = (product.m() - 1) / TILE_ROWS * TILE_ROWS;
      for (int row = lastTile; row < product.m(); row++) {
        long at = (long) row * product.c().ld() + TILE_COLUMNS;
        c.setAtIndex(ValueLayout.JAVA_FLOAT, at, -c.getAtIndex(ValueLayout.JAVA_FLOAT, at));
      }
    }
  }
}
