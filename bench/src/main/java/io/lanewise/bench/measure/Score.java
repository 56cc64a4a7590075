package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.ForkReport;
import io.lanewise.bench.results.Median;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the forks of one measurement gave.
 *
 * @param opsPerSecond the iterations of each fork, executions per second, all threads together
 * @param allocBytesPerOp bytes of Java heap allocated by one execution
 * @param report what the last fork said; all forks compute the same
 * @param secondsToSpeed for each fork that was watched from its start, when it was at speed; empty
 *     where JMH has measured
 */
record Score(
    List<double[]> opsPerSecond,
    double allocBytesPerOp,
    ForkReport report,
    List<Double> secondsToSpeed) {

  Score {
    opsPerSecond = List.copyOf(opsPerSecond);
    secondsToSpeed = List.copyOf(secondsToSpeed);
  }

  /** Whether the forks were watched from their start. */
  boolean isFresh() {
    return !secondsToSpeed.isEmpty();
  }

  /** Median over the forks of the medians of their iterations. */
  double median() {
    return Median.of(forkMedians().toArray());
  }

  /** The median of each fork's iterations. */
  DoubleStream forkMedians() {
    return opsPerSecond.stream().mapToDouble(Median::of);
  }

  /**
   * (Largest - smallest) / median of the forks' medians; of the iterations where there is one fork.
   */
  double spread() {
    double[] speeds = opsPerSecond.size() > 1 ? forkMedians().toArray() : opsPerSecond.get(0);
    DoubleSummaryStatistics range = Arrays.stream(speeds).summaryStatistics();
    return (range.getMax() - range.getMin()) / Median.of(speeds);
  }

  /** The slowest iteration. */
  double min() {
    return opsPerSecond.stream().flatMapToDouble(Arrays::stream).min().orElseThrow();
  }

  /** The fastest iteration. */
  double max() {
    return opsPerSecond.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
  }
}
