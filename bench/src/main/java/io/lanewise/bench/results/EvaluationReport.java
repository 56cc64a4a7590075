package io.lanewise.bench.results;

import java.util.List;
import java.util.Map;

/**
 * How well a network does on data.
 *
 * @param summary over all samples
 * @param averages the scores over the classes
 * @param classes the scores of each class
 * @param confusion a row for each class, how often it was said to be each
 */
public record EvaluationReport(
    Summary summary,
    List<ScoreRow> averages,
    List<ScoreRow> classes,
    List<Map<String, Object>> confusion) {

  /**
   * All samples.
   *
   * @param network the network's file
   * @param data name of the data
   * @param backend id of the backend
   * @param threads threads of the backend
   * @param samples number of samples
   * @param accuracy share of them that was found
   * @param error share of them that was not
   * @param loss mean loss
   * @param samplesPerSecond samples per second
   */
  public record Summary(
      String network,
      String data,
      String backend,
      int threads,
      int samples,
      double accuracy,
      double error,
      double loss,
      double samplesPerSecond) {}

  /**
   * Scores.
   *
   * @param name name of the class, or how the mean was taken
   * @param samples samples of the class; all for a mean
   * @param precision of what was said to be it, the share that is
   * @param recall of what is it, the share that was said to be (sensitivity)
   * @param f1 harmonic mean of both
   * @param specificity of what is not it, the share that was not said to be
   * @param negativePredictiveValue of what was not said to be it, the share that is not
   */
  public record ScoreRow(
      String name,
      long samples,
      double precision,
      double recall,
      double f1,
      double specificity,
      double negativePredictiveValue) {}
}
