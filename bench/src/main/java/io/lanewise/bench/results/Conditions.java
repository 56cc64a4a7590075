package io.lanewise.bench.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machine did while it was measured. What cannot be read is null, and a fact says why.
 *
 * @param began when the run began, ISO 8601 in UTC
 * @param ended when it ended
 * @param loadBefore processes that ran or wanted to, mean of the minute before the run
 * @param loadAfter the same of its last minute
 * @param stealFraction share of the machine's processor time that its hypervisor gave to others
 * @param othersFraction share of the machine's processor time that other processes took
 * @param frequencyBeforeMhz clock frequency as the operating system reads it, highest of the
 *     processors, before the run
 * @param frequencyAfterMhz the same after the run
 * @param clockBeforeMhz clock frequency as a chain of instructions of one cycle each was timed
 *     before the run
 * @param clockAfterMhz the same after the run
 * @param rulerThreads threads of the ruler: the most of any row
 * @param ruler the ruler's speed at the beginning, at the end and in between
 * @param unknown what could not be read, and why
 */
public record Conditions(
    String began,
    String ended,
    @Nullable Double loadBefore,
    @Nullable Double loadAfter,
    @Nullable Double stealFraction,
    @Nullable Double othersFraction,
    @Nullable Double frequencyBeforeMhz,
    @Nullable Double frequencyAfterMhz,
    @Nullable Double clockBeforeMhz,
    @Nullable Double clockAfterMhz,
    int rulerThreads,
    List<RulerSample> ruler,
    List<Fact> unknown) {

  /** Copies. */
  public Conditions {
    ruler = ruler == null ? List.of() : List.copyOf(ruler);
    unknown = unknown == null ? List.of() : List.copyOf(unknown);
  }

  /** How far the ruler moved: its fastest sample over its slowest, less 1; 0 if there are none. */
  public double rulerMoved() {
    double slowest = ruler.stream().mapToDouble(RulerSample::gflops).min().orElse(1);
    double fastest = ruler.stream().mapToDouble(RulerSample::gflops).max().orElse(1);
    return fastest / slowest - 1;
  }
}
