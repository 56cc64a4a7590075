package io.lanewise.bench.results;

import org.jspecify.annotations.Nullable;

/**
 * What the machine can do, measured in the same run as the kernels.
 *
 * @param what fma: fused multiply-adds in registers; triad: a[i] = b[i] + s c[i] from memory
 * @param type f32 or f64
 * @param threads threads, each with its own data
 * @param isa width of the vectors
 * @param gflops 10^9 floating-point operations per second, median over the forks
 * @param gflopsMin the slowest iteration
 * @param gflopsMax the fastest iteration
 * @param gbPerSecond 10^9 bytes per second; of a triad only
 * @param status "ok", or "failed: why"
 */
public record PeakRow(
    String what,
    String type,
    int threads,
    @Nullable String isa,
    @Nullable Double gflops,
    @Nullable Double gflopsMin,
    @Nullable Double gflopsMax,
    @Nullable Double gbPerSecond,
    String status) {

  /** Name of the FMA peak. */
  public static final String FMA = "fma";

  /** Name of the memory bandwidth. */
  public static final String TRIAD = "triad";
}
