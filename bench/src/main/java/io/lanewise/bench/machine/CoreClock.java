package io.lanewise.bench.machine;

/**
 * The clock of the core that asks, timed: a chain of exclusive-or and rotate, each of which takes
 * one cycle and waits for the one before, on x86 as on ARM. Virtual machines hide the frequency,
 * and what /proc/cpuinfo prints there is that of the time stamp counter.
 */
public final class CoreClock {

  private static final int STEPS = 1 << 16;
  private static final int CYCLES_PER_STEP = 2;
  private static final int SLICES = 500;

  /** What C2 needs at most, though both processors are busy. */
  private static final long WARM_UP_NANOS = 300_000_000L;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private CoreClock() {}

  /**
   * Megahertz: the fastest of {@value #SLICES} slices of about 35 microseconds each, since whatever
   * disturbs a slice makes it longer.
   */
  public static double megahertz() {
    long x = System.nanoTime();
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      x = chain(x);
    }
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < SLICES; i++) {
      long begin = System.nanoTime();
      x = chain(x);
      shortest = Math.min(shortest, System.nanoTime() - begin);
    }
    // x is 0 once in 2^64 runs: the result depends on the chain, which so has to be computed.
    return x == 0 ? 0 : 1e3 * CYCLES_PER_STEP * STEPS / shortest;
  }

  private static long chain(long x) {
    for (int i = 0; i < STEPS; i++) {
      x = Long.rotateLeft(x ^ MIX, 7);
    }
    return x;
  }
}
