package io.lanewise.bench.results;

import java.util.List;
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
 * @param forkGflops the median of each fork; empty in files of earlier versions
 * @param computedGflops what the cores could do at most: clock frequency x FMA units x lanes x 2 x
 *     threads; null for a triad, or where a factor is not known
 * @param computedHow the formula with its numbers, or why there is none; null for a triad
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
    List<Double> forkGflops,
    @Nullable Double computedGflops,
    @Nullable String computedHow,
    @Nullable Double gbPerSecond,
    String status) {

  /** Files of earlier versions lack the forks. */
  public PeakRow {
    forkGflops = forkGflops == null ? List.of() : List.copyOf(forkGflops);
  }

  /** In a sentence: {@code peak fma f32, 2 threads}. */
  public String name() {
    return "peak %s %s, %d thread%s".formatted(what, type, threads, threads == 1 ? "" : "s");
  }

  /** Name of the FMA peak. */
  public static final String FMA = "fma";

  /** Name of the memory bandwidth. */
  public static final String TRIAD = "triad";
}
