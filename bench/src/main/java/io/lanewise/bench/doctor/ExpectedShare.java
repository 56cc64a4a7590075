package io.lanewise.bench.doctor;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The share of the FMA peak below which a kernel of the self-test is too slow: half of what it
 * reached on the machine of the project (Xeon with AVX-512, the smaller of two runs on 2026-11-21).
 * Caches and units make CPUs differ in such shares by less than 2, while what goes wrong (stuck in
 * C1, vectors as objects) costs 3 to 200.
 */
final class ExpectedShare {

  private static final double MARGIN = 2;

  private static final Map<String, Double> REACHED =
      Map.ofEntries(
          Map.entry("scalar/gemm-rows", 0.019),
          Map.entry("scalar/conv2d-direct", 0.0117),
          Map.entry("scalar/pool2d-direct", 0.001),
          Map.entry("vector/gemm-12x2", 0.80),
          Map.entry("vector/gemm-12x1", 0.80),
          Map.entry("vector/conv2d-lanes-nchw", 0.50),
          Map.entry("vector/pool2d-rows", 0.0163),
          Map.entry("openblas/gemm", 0.74),
          Map.entry("openblas/conv2d-im2col", 0.17),
          Map.entry("onednn/matmul", 0.93),
          Map.entry("onednn/conv2d", 0.76),
          Map.entry("onednn/pool2d", 0.007));

  private ExpectedShare() {}

  /** For a kernel; empty where it was not measured, as that of a stranger's backend. */
  static Optional<Double> of(@Nullable String kernel) {
    return Optional.ofNullable(kernel).map(REACHED::get).map(share -> share / MARGIN);
  }
}
