package io.lanewise.bench.results;

import java.util.List;

/**
 * A training with where its time went.
 *
 * @param training its row
 * @param layers the time of each layer
 */
public record TrainingReport(List<TrainingRow> training, List<LayerRow> layers) {

  /**
   * How long a layer took over all steps.
   *
   * @param layer its name; "loss" and "update" stand for what is not a layer
   * @param forwardSeconds seconds forward
   * @param backwardSeconds seconds backward
   * @param share its share of the time of all
   */
  public record LayerRow(
      String layer, double forwardSeconds, double backwardSeconds, double share) {}
}
