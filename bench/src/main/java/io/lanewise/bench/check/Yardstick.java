package io.lanewise.bench.check;

import io.lanewise.bench.jmh.PeakBenchmark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * What the machine can do at this moment on some threads: the speed of a probe, each thread with
 * one of its own.
 */
final class Yardstick implements AutoCloseable {

  /** The FMA peak. */
  static final String FMA = "fma";

  /** The triad a[i] = b[i] + s c[i]. */
  static final String TRIAD = "triad";

  private final String name;
  private final List<Probe> probes;
  private final Stopwatch stopwatch;
  private final ExecutorService threads;

  /** One call of a probe, and what it does: floating-point operations, or bytes. */
  private record Probe(Runnable call, double work) {}

  private Yardstick(String name, int threads, Supplier<Probe> probe) {
    this.name = name;
    List<Probe> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(probe.get());
    }
    probes = all;
    stopwatch = Stopwatch.of(threads);
    this.threads = Executors.newFixedThreadPool(threads);
  }

  /** The FMA peak of a type. */
  static Yardstick fma(String type, int threads) {
    return new Yardstick(
        FMA,
        threads,
        () -> {
          PeakBenchmark peak = new PeakBenchmark();
          peak.type = type;
          peak.open();
          Sink sink = new Sink();
          return new Probe(() -> sink.result = peak.run(), peak.flopsPerOp());
        });
  }

  /** Takes a result, without which C2 would find that nobody wants it, and compute nothing. */
  private static final class Sink {
    @SuppressWarnings("unused") // written so that it is computed
    private volatile double result;
  }

  /**
   * The triad over as many bytes as the measured kernel moves, so that both are in the same cache.
   */
  static Yardstick triad(double bytes, int threads) {
    int length = (int) Math.max(1, bytes / (3 * Float.BYTES * threads));
    return new Yardstick(
        TRIAD,
        threads,
        () -> {
          float[] a = new float[length];
          float[] b = new float[length];
          float[] c = new float[length];
          Arrays.fill(b, 1);
          return new Probe(() -> triad(a, b, c, 0.5f), 3.0 * Float.BYTES * length);
        });
  }

  private static void triad(float[] a, float[] b, float[] c, float scale) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + scale * c[i];
    }
  }

  String name() {
    return name;
  }

  /** Warms up, one thread at a time. */
  void warmUp(long nanos) {
    probes.forEach(probe -> stopwatch.warmUp(probe.call(), nanos));
  }

  /** Work per second, of all threads together. */
  double rate(long nanos) {
    if (probes.size() == 1) {
      return rate(probes.get(0), nanos);
    }
    try {
      double sum = 0;
      for (Future<Double> each :
          threads.invokeAll(
              probes.stream().<Callable<Double>>map(probe -> () -> rate(probe, nanos)).toList())) {
        sum += each.get();
      }
      return sum;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private double rate(Probe probe, long nanos) {
    return probe.work() * stopwatch.callsPerSecond(probe.call(), nanos);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
