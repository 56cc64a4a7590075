package io.lanewise.bench;

import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many times as fast one backend or peer trains as another.
 *
 * @param training model, data, batch and threads
 * @param contender who
 * @param against the other
 * @param ratio of the medians of their speeds
 */
record TrainingRatio(String training, String contender, String against, double ratio) {

  /** Every pair, in the order in which the rows have them. */
  static List<TrainingRatio> of(List<TrainingRow> rows) {
    Map<String, List<TrainingRow>> trainings =
        rows.stream()
            .filter(TrainingRow::measured)
            .collect(
                Collectors.groupingBy(TrainingRow::label, LinkedHashMap::new, Collectors.toList()));
    List<TrainingRatio> ratios = new ArrayList<>();
    trainings.forEach(
        (training, contenders) -> {
          for (int i = 0; i < contenders.size(); i++) {
            TrainingRow one = contenders.get(i);
            for (TrainingRow other : contenders.subList(i + 1, contenders.size())) {
              ratios.add(
                  new TrainingRatio(
                      training,
                      one.backend(),
                      other.backend(),
                      one.imagesPerSecond() / other.imagesPerSecond()));
            }
          }
        });
    return ratios;
  }
}
