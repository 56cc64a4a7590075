package io.lanewise.bench.machine;

import io.lanewise.bench.results.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A piece of plain Java whose speed depends on the machine alone: it is compiled once and measured
 * again and again in the same JVM. Where it moves, what was measured meanwhile moved as well.
 *
 * <p>Twelve independent chains of a multiplication and an addition keep three floating-point units
 * busy for the 8 cycles of a chain's step, and touch no memory: it sees the clock, time taken by a
 * hypervisor, other processes, and a neighbour on the same core's other thread, which a single
 * chain would not. It does not see neighbours in the caches.
 */
public final class Ruler {

  private static final int STEPS = 1 << 14;
  private static final int CHAINS = 12;
  private static final int CALLS = 64;
  private static final int SLICES = 40;
  private static final long WARM_UP_NANOS = 1_000_000_000L;

  private final int threads;

  /** A ruler on some threads, the caller's not among them; spends a second on its compilation. */
  public Ruler(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected at least 1");
    }
    this.threads = threads;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < WARM_UP_NANOS) {
      slice();
    }
  }

  /**
   * 10^9 floating-point operations per second, all threads together: for each thread the median of
   * {@value #SLICES} slices of about 2.5 ms, so that what takes a thread off its core for less than
   * half of the time is not seen, as it is not seen in the median of iterations.
   */
  public double gflops() {
    List<Callable<Double>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(Ruler::medianOfSlices);
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      double sum = 0;
      for (Future<Double> speed : executor.invokeAll(tasks)) {
        sum += speed.get();
      }
      return sum;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Threads that it measures on. */
  public int threads() {
    return threads;
  }

  private static double medianOfSlices() {
    double[] speeds = new double[SLICES];
    for (int i = 0; i < SLICES; i++) {
      speeds[i] = slice();
    }
    return Median.of(speeds);
  }

  private static double slice() {
    double sum = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      sum += chains(0.75, 0.25);
    }
    long nanos = System.nanoTime() - begin;
    // The sum is positive: the speed depends on it, so that the chains have to be computed.
    return sum > 0 ? 2.0 * CHAINS * STEPS * CALLS / nanos : 0;
  }

  /** x &lt;- x shrink + grow tends to 1: it neither overflows nor becomes denormal. */
  private static double chains(double shrink, double grow) {
    double c0 = 1;
    double c1 = 2;
    double c2 = 3;
    double c3 = 4;
    double c4 = 5;
    double c5 = 6;
    double c6 = 7;
    double c7 = 8;
    double c8 = 9;
    double c9 = 10;
    double c10 = 11;
    double c11 = 12;
    for (int step = 0; step < STEPS; step++) {
      c0 = c0 * shrink + grow;
      c1 = c1 * shrink + grow;
      c2 = c2 * shrink + grow;
      c3 = c3 * shrink + grow;
      c4 = c4 * shrink + grow;
      c5 = c5 * shrink + grow;
      c6 = c6 * shrink + grow;
      c7 = c7 * shrink + grow;
      c8 = c8 * shrink + grow;
      c9 = c9 * shrink + grow;
      c10 = c10 * shrink + grow;
      c11 = c11 * shrink + grow;
    }
    return c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11;
  }
}
