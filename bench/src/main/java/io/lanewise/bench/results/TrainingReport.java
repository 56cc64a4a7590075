package io.lanewise.bench.results;

import java.util.List;

/**
 * A training with where its time went.
 *
 * @param training its row
 * @param layers the time of each layer over all steps
 */
public record TrainingReport(List<TrainingRow> training, List<LayerRow> layers) {}
