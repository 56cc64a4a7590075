package io.lanewise.bench.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.jmh.CheckedBenchmark;
import io.lanewise.bench.jmh.PeakBenchmark;
import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM of a backend's self-test: one native library each, and a fresh one, as programs are.
 * Kernel and FMA peak take turns of a few milliseconds, and of both the shortest call counts: the
 * question is whether a kernel can run at its speed, on a machine that may be busy.
 */
final class SelfTestFork {

  private static final int TURNS = 15;

  /** On a busy machine C2 may need longer than a warm-up waits for it. */
  private static final int MOST_ATTEMPTS = 3;

  private static final long PEAK_NANOS = 3_000_000;
  private static final long KERNEL_NANOS = 12_000_000;

  /** One call of a kernel that is only interpreted takes half a second. */
  private static final long MOST_NANOS = 500_000_000;

  private static final long LEAST_WARM_UP_NANOS = 250_000_000;
  private static final long MOST_WARM_UP_NANOS = 1_500_000_000;

  /** A compilation by C2 takes up to this long here, and is only counted when it is done. */
  private static final long QUIET_NANOS = 150_000_000;

  private SelfTestFork() {}

  /** When a kernel was measured, to find its samples by. */
  private record Measured(SelfTestRow row, Instant begin, Instant end) {}

  /** The FMA peak, by the shortest call so far: on a busy machine C2 comes to it late. */
  private static final class Peak {

    private final PeakBenchmark benchmark = new PeakBenchmark();
    private double nanos = Double.POSITIVE_INFINITY;

    Peak() {
      benchmark.type = "f32";
      benchmark.open();
      warmUp(benchmark::run);
    }

    void turn() {
      nanos = Math.min(nanos, shortestCall(benchmark::run, PEAK_NANOS));
    }

    double gflops() {
      return benchmark.flopsPerOp() / nanos;
    }
  }

  /** Arguments: the file to write the rows to, and the id of the backend. */
  public static void main(String[] arguments) throws IOException {
    List<SelfTestRow> rows = new ArrayList<>();
    try (TierWatch tiers = TierWatch.start()) {
      List<Measured> measured = new ArrayList<>();
      Peak peak = new Peak();
      for (SelfTestCase one : SelfTestCase.values()) {
        measured.add(measure(one, arguments[1], peak));
      }
      tiers.stop();
      for (Measured each : measured) {
        rows.add(
            each.row
                .besidePeak(peak.gflops())
                .compiledBy(tiers.hottest(each.begin, each.end), tiers.bestOfPeak()));
      }
    }
    AtomicFile.write(Path.of(arguments[0]), new ObjectMapper().writeValueAsString(rows));
  }

  private static Measured measure(SelfTestCase one, String backend, Peak peak) {
    Instant begin = Instant.now();
    try {
      CheckedBenchmark benchmark = one.benchmark(backend);
      benchmark.open();
      SelfTestRow row = null;
      for (int i = 0; i < MOST_ATTEMPTS && (row == null || SelfTest.judge(row).failed()); i++) {
        warmUp(benchmark::run);
        begin = Instant.now();
        row = takeTurns(one, benchmark, peak);
      }
      Instant end = Instant.now();
      benchmark.close();
      return new Measured(row, begin, end);
    } catch (UnsupportedOperationException e) {
      return new Measured(
          SelfTestRow.without(backend, one.problem(), "unsupported: " + e.getMessage()),
          begin,
          begin);
    } catch (RuntimeException | LinkageError e) {
      return new Measured(
          SelfTestRow.without(backend, one.problem(), "failed: " + e.getMessage()), begin, begin);
    }
  }

  private static SelfTestRow takeTurns(SelfTestCase one, CheckedBenchmark benchmark, Peak peak) {
    double nanos = Double.POSITIVE_INFINITY;
    long begin = System.nanoTime();
    for (int i = 0; i < TURNS && System.nanoTime() - begin < MOST_NANOS; i++) {
      peak.turn();
      nanos = Math.min(nanos, shortestCall(benchmark::run, KERNEL_NANOS));
    }
    return SelfTestRow.measured(
            benchmark.backend,
            benchmark.kernelInUse(),
            one.problem(),
            benchmark.flopsPerOp() / nanos)
        .besidePeak(peak.gflops());
  }

  private static long shortestCall(Runnable call, long nanos) {
    long shortest = Long.MAX_VALUE;
    long begin = System.nanoTime();
    long last = begin;
    while (last - begin < nanos) {
      call.run();
      long now = System.nanoTime();
      shortest = Math.min(shortest, now - last);
      last = now;
    }
    return shortest;
  }

  /** Until the compilers have been quiet for a while. */
  private static void warmUp(Runnable call) {
    CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
    long begin = System.nanoTime();
    long changed = begin;
    long before = compilation == null ? 0 : compilation.getTotalCompilationTime();
    long now = begin;
    while (now - begin < LEAST_WARM_UP_NANOS
        || (now - changed < QUIET_NANOS && now - begin < MOST_WARM_UP_NANOS)) {
      call.run();
      now = System.nanoTime();
      long time = compilation == null ? 0 : compilation.getTotalCompilationTime();
      if (time != before) {
        before = time;
        changed = now;
      }
    }
  }
}
