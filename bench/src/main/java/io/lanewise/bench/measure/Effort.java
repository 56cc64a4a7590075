package io.lanewise.bench.measure;

import java.time.Duration;

/**
 * How much time one measurement gets.
 *
 * @param forks fresh JVMs
 * @param warmups iterations that do not count, per fork
 * @param warmup length of each
 * @param iterations iterations that count, per fork
 * @param iteration length of each
 */
public record Effort(int forks, int warmups, Duration warmup, int iterations, Duration iteration) {

  /** Enough to see who is faster: about two seconds. */
  public static final Effort QUICK =
      new Effort(1, 5, Duration.ofMillis(250), 5, Duration.ofMillis(120));

  /** Three forks of about five seconds. */
  public static final Effort FULL =
      new Effort(3, 5, Duration.ofMillis(400), 7, Duration.ofMillis(300));

  /** The same with another number of forks. */
  public Effort withForks(int forks) {
    return new Effort(forks, warmups, warmup, iterations, iteration);
  }
}
