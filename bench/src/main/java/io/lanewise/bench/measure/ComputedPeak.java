package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.ElementType;
import io.lanewise.bench.machine.CoreClock;
import io.lanewise.bench.machine.CpuInfo;
import io.lanewise.bench.machine.FmaUnits;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What cores could do at most by their clock and their FMA units.
 *
 * @param gflops 10^9 floating-point operations per second; null where a factor is not known
 * @param how the product with its factors, or which is not known
 */
record ComputedPeak(@Nullable Double gflops, String how) {

  /**
   * Computes it for the machine it runs on, whose clock is timed now.
   *
   * @param vectorBits width of the vectors in effect
   * @param processors processors that this JVM may use
   */
  static ComputedPeak here(ElementType type, int vectorBits, int threads, int processors) {
    return of(CpuInfo.read(), CoreClock.megahertz(), type, vectorBits, threads, processors);
  }

  /** Two threads of one core share its units. */
  static ComputedPeak of(
      CpuInfo cpu,
      double megahertz,
      ElementType type,
      int vectorBits,
      int threads,
      int processors) {
    Optional<FmaUnits> units = FmaUnits.of(cpu);
    if (units.isEmpty()) {
      return new ComputedPeak(
          null,
          "not known: how many FMA units a core of this processor has ("
              + cpu.field("model name").orElse(System.getProperty("os.arch"))
              + ")");
    }
    int cores = Math.min(threads, Math.max(1, processors / cpu.threadsPerCore()));
    int elementBits = Byte.SIZE * type.bytes();
    FmaUnits fma = units.get();
    double gflops = 1e-3 * megahertz * fma.flopsPerCycle(vectorBits, elementBits) * cores;
    return new ComputedPeak(
        gflops,
        String.format(
            Locale.ROOT,
            "%.2f GHz, timed in this run, x %d FMA units x %d lanes x 2 operations x %d %s",
            1e-3 * megahertz,
            fma.count(),
            Math.min(fma.bits(), vectorBits) / elementBits,
            cores,
            cores == 1 ? "core" : "cores"));
  }
}
