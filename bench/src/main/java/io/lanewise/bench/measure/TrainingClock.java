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

  private static final double NANOS = 1e9;

  /** Without a better speed for so long, the best one says how long a training would take. */
  private static final double PROBE_SECONDS = 3;

  /** A speed is better if it is more than noise. */
  private static final double BETTER = 1.05;

  /**
   * The speed is steady when there was no better one for this share of the time that it is measured
   * for; at the latest after so many times that time, which a machine with other things to do may
   * need to compile everything.
   */
  private static final double SETTLING = 0.5;

  private static final double LONGEST_WAIT = 10;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SpeedTrace trace = new SpeedTrace();
  private final long started;
  private final LongSupplier nanoTime;
  private Phase phase = Phase.COURSE;
  private long begin;
  private long windowBegin;
  private long windowSamples;
  private long steps;
  private long left;
  private double limit;
  private double best;
  private long improved;
  private double measured;
  private long steadyBegin;
  private long steadySteps;
  private long steadyAllocated;

  private enum Phase {
    COURSE,
    SETTLING,
    STEADY
  }

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
    phase = Phase.COURSE;
    left = samples;
    limit = NANOS * limitSeconds;
    begin();
  }

  /** What follows is a training without an end, whose speed is measured when it is steady. */
  void beginSpeed(double seconds) {
    phase = Phase.SETTLING;
    measured = NANOS * seconds;
    begin();
  }

  private void begin() {
    restart();
    begin = windowBegin;
    improved = windowBegin;
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
      note((double) windowSamples / (now - windowBegin), now);
      windowBegin = now;
      windowSamples = 0;
      endWindow(now);
    }
  }

  /** What compilation slows down is no measure: only the best speed counts. */
  private void note(double speed, long now) {
    if (speed > BETTER * best) {
      best = speed;
      improved = now;
    }
  }

  private void endWindow(long now) {
    long unimproved = now - improved;
    switch (phase) {
      case COURSE -> {
        if (unimproved > NANOS * PROBE_SECONDS && now - begin + left / best > limit) {
          throw new TimeIsUp();
        }
      }
      case SETTLING -> {
        if (unimproved >= SETTLING * measured || now - begin >= LONGEST_WAIT * measured) {
          beginSteady(now);
        }
      }
      case STEADY -> {
        if (now - steadyBegin >= measured) {
          steadySteps = steps - steadySteps;
          steadyAllocated = threads.getTotalThreadAllocatedBytes() - steadyAllocated;
          throw new TimeIsUp();
        }
      }
    }
  }

  private void beginSteady(long now) {
    phase = Phase.STEADY;
    steadyBegin = now;
    steadySteps = steps;
    steadyAllocated = threads.getTotalThreadAllocatedBytes();
    trace.beginSteady();
  }

  /** Seconds since the JVM was asked for. */
  double secondsFromStart() {
    return (nanoTime.getAsLong() - started) / NANOS;
  }

  /** Samples per second at the steady speed. */
  double samplesPerSecond() {
    return trace.steadyCallsPerSecond();
  }

  /** Seconds from the start of the JVM until the first window at 90 % of the steady speed. */
  double secondsToSpeed() {
    return (trace.atSpeed() - started) / NANOS;
  }

  /** Bytes of Java heap that all threads allocated for each step at the steady speed. */
  double allocBytesPerStep() {
    return (double) steadyAllocated / steadySteps;
  }
}
