package io.lanewise.bench.check.fault;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Product;

/** A kernel that takes 15 % longer; see {@link Fault#SLOWER}. */
public final class SlowerBackend extends FaultyBackend {

  private static final double LONGER = 0.15;

  @Override
  Gemm spoil(Gemm gemm, Kernels kernels) {
    return new FaultyGemm(gemm, kernels) {
      @Override
      void spoil(Product product, long nanos) {
        long end = System.nanoTime() + (long) (LONGER * nanos);
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
      }
    };
  }
}
