package io.lanewise.bench.measure;

import java.time.Duration;

/**
 * How much time one measurement gets.
 *
 * @param forks fresh JVMs that JMH measures
 * @param warmups iterations that do not count, per fork
 * @param warmup length of each
 * @param iterations iterations that count, per fork
 * @param iteration length of each
 * @param freshJvms JVMs in which a kernel is watched from their start, instead of by JMH; 0: JMH
 * @param freshTime how long each of them calls its kernel
 */
public record Effort(
    int forks,
    int warmups,
    Duration warmup,
    int iterations,
    Duration iteration,
    int freshJvms,
    Duration freshTime) {

  /** Enough to see who is faster: about two seconds. */
  public static final Effort QUICK =
      new Effort(1, 5, Duration.ofMillis(250), 5, Duration.ofMillis(120), 0, Duration.ofSeconds(3));

  /** Three forks of about five seconds. */
  public static final Effort FULL =
      new Effort(3, 5, Duration.ofMillis(400), 7, Duration.ofMillis(300), 0, Duration.ofSeconds(3));

  /** The same with another number of forks. */
  public Effort withForks(int forks) {
    return new Effort(forks, warmups, warmup, iterations, iteration, freshJvms, freshTime);
  }

  /** The same for kernels in JVMs that are watched from their start. */
  public Effort withFreshJvms(int freshJvms) {
    return new Effort(forks, warmups, warmup, iterations, iteration, freshJvms, freshTime);
  }

  /** JVMs for each kernel. */
  int kernelForks() {
    return freshJvms > 0 ? freshJvms : forks;
  }
}
