package io.lanewise.bench.measure;

import io.lanewise.bench.results.Median;
import java.util.stream.IntStream;

/**
 * How fast calls were, from the first one on: batches of calls, each about a millisecond long, or
 * one call where that takes longer. The memory for it is there from the beginning.
 */
final class SpeedTrace {

  /** A batch that was shorter is followed by one of twice as many calls. */
  private static final long SHORTEST_NANOS = 500_000;

  private static final int CAPACITY = 1 << 16;

  /** The share of its steady speed at which a kernel counts as being at speed. */
  private static final double AT_SPEED = 0.9;

  private final long[] ends = new long[CAPACITY];
  private final double[] callsPerSecond = new double[CAPACITY];
  private int batches;
  private int steadyFrom;
  private long calls = 1;

  /** Calls in the next batch. */
  long calls() {
    return calls;
  }

  /**
   * Notes a batch of {@link #calls()} calls.
   *
   * @param begin nanoseconds on any clock
   * @param end the same clock's at the end of the batch
   */
  void add(long begin, long end) {
    add(begin, end, calls);
    if (end - begin < SHORTEST_NANOS) {
      calls *= 2;
    }
  }

  /** Notes a batch of as many calls as its caller chose. */
  void add(long begin, long end, long calls) {
    long nanos = Math.max(1, end - begin);
    if (batches < CAPACITY) {
      ends[batches] = end;
      callsPerSecond[batches] = 1e9 * calls / nanos;
      batches++;
    }
  }

  /** Says that what follows is taken as steady. */
  void beginSteady() {
    steadyFrom = batches;
  }

  /** Median of the batches since {@link #beginSteady}. */
  double steadyCallsPerSecond() {
    return Median.of(
        IntStream.range(steadyFrom, batches).mapToDouble(i -> callsPerSecond[i]).toArray());
  }

  /** When the first batch ended that ran at 90 % of the steady speed or more. */
  long atSpeed() {
    double enough = AT_SPEED * steadyCallsPerSecond();
    int first =
        IntStream.range(0, batches)
            .filter(i -> callsPerSecond[i] >= enough)
            .findFirst()
            .orElseThrow();
    return ends[first];
  }
}
