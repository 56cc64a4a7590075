package io.lanewise.bench.check;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/**
 * Counts calls per second: of processor time, where one thread does all the work, so that a busy
 * machine that takes the processor away does not count; of time, where there are several.
 *
 * @param nanos the clock
 */
record Stopwatch(LongSupplier nanos) {

  private static final int MOST_WARMUP = 4;
  private static final int WARMUP_STEPS = 5;

  /** Two speeds in a row are the same within this. */
  private static final double STEADY = 0.1;

  /**
   * The clock is read about so often in a measurement: reading it takes as long as a small product.
   */
  private static final int READINGS = 16;

  /** For work on a number of threads. */
  static Stopwatch of(int threads) {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    return new Stopwatch(
        threads == 1 && thread.isCurrentThreadCpuTimeSupported()
            ? thread::getCurrentThreadCpuTime
            : System::nanoTime);
  }

  /** Calls for some time, at least once. */
  double callsPerSecond(Runnable call, long time) {
    long begin = nanos.getAsLong();
    long calls = 0;
    long batch = 1;
    long spent;
    do {
      for (long i = 0; i < batch; i++) {
        call.run();
      }
      calls += batch;
      spent = nanos.getAsLong() - begin;
      if (spent < time / READINGS) {
        batch *= 2;
      }
    } while (spent < time);
    return 1e9 * calls / spent;
  }

  /**
   * Calls until the speed is steady: for some time at least, and for {@value #MOST_WARMUP} times as
   * long at most.
   */
  void warmUp(Runnable call, long time) {
    long begin = nanos.getAsLong();
    double last = 0;
    int steady = 0;
    while (true) {
      double rate = callsPerSecond(call, time / WARMUP_STEPS);
      steady = Math.abs(rate / last - 1) < STEADY ? steady + 1 : 0;
      last = rate;
      long spent = nanos.getAsLong() - begin;
      if (spent >= MOST_WARMUP * time || (spent >= time && steady >= 2)) {
        return;
      }
    }
  }
}
