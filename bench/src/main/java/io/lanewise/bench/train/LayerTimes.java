package io.lanewise.bench.train;

import io.lanewise.bench.results.LayerRow;
import io.lanewise.nn.LayerTime;
import java.util.List;

/** Where the time of a training went, as rows. */
public final class LayerTimes {

  private LayerTimes() {}

  /** A row for each layer, of one of so many steps; 1 for all of them together. */
  public static List<LayerRow> rows(List<LayerTime> times, int steps) {
    double all =
        times.stream().mapToDouble(time -> time.forwardSeconds() + time.backwardSeconds()).sum();
    return times.stream()
        .map(
            time ->
                new LayerRow(
                    time.layer(),
                    time.forwardSeconds() / steps,
                    time.backwardSeconds() / steps,
                    (time.forwardSeconds() + time.backwardSeconds()) / all))
        .toList();
  }
}
