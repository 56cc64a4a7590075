package io.lanewise.bench.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Hears of every step of a training in a JVM, from the first one on, and ends it in time. Steps are
 * taken together to windows of {@value #WINDOW_MILLIS} ms. Nothing is allocated in a step.
 */
final class TrainingClock {

  static final int WINDOW_MILLIS = 50;

  /** How long a training runs until its speed says how long it would take. */
  private static final double PROBE_SECONDS = 3;

  /** The share of the time for the speed after which it is taken to be steady. */
  private static final double STEADY = 1.0 / 3;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SpeedTrace trace = new SpeedTrace();
  private final long started;
  private final LongSupplier nanoTime;
  private long windowBegin;
  private long windowSamples;
  private long steps;
  private long begin;
  private long left;

  /**
   * The best speed so far, in samples per nanosecond: what compilation slows down is no measure.
   */
  private double best;

  private double limitNanos = Double.POSITIVE_INFINITY;
  private long steadyAt = Long.MAX_VALUE;
  private long end = Long.MAX_VALUE;
  private long steadySteps;
  private long steadyAllocated;

  /** Ends a training from within. */
  static final class TimeIsUp extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private TimeIsUp() {
      super("time is up", null, false, false);
    }
  }

  /**
   * A clock.
   *
   * @param started when the JVM was asked for, by {@link System#nanoTime}
   */
  TrainingClock(long started) {
    this(started, System::nanoTime);
  }

  TrainingClock(long started, LongSupplier nanoTime) {
    this.started = started;
    this.nanoTime = nanoTime;
  }

  /** What follows is a training of so many samples, which may take so long. */
  void beginCourse(long samples, double limitSeconds) {
    left = samples;
    limitNanos = 1e9 * limitSeconds;
    restart();
    begin = windowBegin;
  }

  /** What follows is a training without an end, for its speed. */
  void beginSpeed(double seconds) {
    limitNanos = Double.POSITIVE_INFINITY;
    restart();
    steadyAt = windowBegin + (long) (1e9 * STEADY * seconds);
    end = windowBegin + (long) (1e9 * seconds);
  }

  /** The training goes on after something else, such as a test. */
  void restart() {
    windowBegin = nanoTime.getAsLong();
    windowSamples = 0;
  }

  /**
   * A step is done.
   *
   * @throws TimeIsUp if there must be no further one
   */
  void step(int samples) {
    long now = nanoTime.getAsLong();
    steps++;
    left -= samples;
    windowSamples += samples;
    if (now - windowBegin >= WINDOW_MILLIS * 1_000_000L) {
      trace.add(windowBegin, now, windowSamples);
      best = Math.max(best, (double) windowSamples / (now - windowBegin));
      windowBegin = now;
      windowSamples = 0;
      if (now >= steadyAt) {
        beginSteady();
      }
    }
    if (now >= end && trace.steadyBatches() > 0) {
      steadySteps = steps - steadySteps;
      steadyAllocated = threads.getTotalThreadAllocatedBytes() - steadyAllocated;
      throw new TimeIsUp();
    }
    double elapsed = now - begin;
    if (elapsed > 1e9 * PROBE_SECONDS && elapsed + left / best > limitNanos) {
      throw new TimeIsUp();
    }
  }

  private void beginSteady() {
    steadyAt = Long.MAX_VALUE;
    steadySteps = steps;
    steadyAllocated = threads.getTotalThreadAllocatedBytes();
    trace.beginSteady();
  }

  /** Seconds since the JVM was asked for. */
  double secondsFromStart() {
    return 1e-9 * (nanoTime.getAsLong() - started);
  }

  /** Samples per second at the steady speed. */
  double samplesPerSecond() {
    return trace.steadyCallsPerSecond();
  }

  /** Seconds from the start of the JVM until the first window at 90 % of the steady speed. */
  double secondsToSpeed() {
    return 1e-9 * (trace.atSpeed() - started);
  }

  /** Bytes of Java heap that all threads allocated for each step at the steady speed. */
  double allocBytesPerStep() {
    return (double) steadyAllocated / steadySteps;
  }
}
