package io.lanewise.nn;

/** Sums the time of something that is done again and again. Two reads of the clock, about 50 ns. */
final class StopWatch {

  private long started;
  private long nanos;

  void start() {
    started = System.nanoTime();
  }

  void stop() {
    nanos += System.nanoTime() - started;
  }

  double seconds() {
    return nanos * 1e-9;
  }
}
