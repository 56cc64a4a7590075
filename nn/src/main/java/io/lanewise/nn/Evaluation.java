package io.lanewise.nn;

/**
 * How well a network does on data.
 *
 * @param images images looked at
 * @param accuracy share of images whose highest score is the true class, 0 to 1
 * @param loss mean cross entropy, natural logarithm
 * @param seconds seconds that it took
 */
public record Evaluation(int images, double accuracy, double loss, double seconds) {

  /** Images per second. */
  public double imagesPerSecond() {
    return images / seconds;
  }
}
