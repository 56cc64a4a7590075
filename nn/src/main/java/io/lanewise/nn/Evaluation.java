package io.lanewise.nn;

/**
 * How well a network does on data.
 *
 * @param samples samples looked at
 * @param accuracy share of samples that it gets right, 0 to 1: the highest output is the class, or
 *     the target's highest; with a single output, it is less than 0.5 from the target. It says
 *     nothing where targets are measurements
 * @param loss mean loss, without penalties on weights
 * @param seconds seconds that it took
 */
public record Evaluation(int samples, double accuracy, double loss, double seconds) {

  /** Samples per second. */
  public double samplesPerSecond() {
    return samples / seconds;
  }
}
