package io.lanewise.bench;

import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.results.TrainingRow;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A layer of a {@link TrainingRow} with what fits on a terminal: the time of one step. */
record LayerLine(
    String model,
    String backend,
    int threads,
    int batch,
    String layer,
    String forwardMicros,
    String backwardMicros,
    String share) {

  static List<LayerLine> of(List<TrainingRow> rows) {
    return rows.stream()
        .flatMap(
            row ->
                Objects.requireNonNullElse(row.layers(), List.<LayerRow>of()).stream()
                    .map(layer -> of(row, layer)))
        .toList();
  }

  private static LayerLine of(TrainingRow row, LayerRow layer) {
    return new LayerLine(
        row.model(),
        row.backend(),
        row.threads(),
        row.batch(),
        layer.layer(),
        micros(layer.forwardSeconds()),
        micros(layer.backwardSeconds()),
        String.format(Locale.ROOT, "%.1f %%", 100 * layer.share()));
  }

  private static String micros(double seconds) {
    return String.format(Locale.ROOT, "%.1f", 1e6 * seconds);
  }
}
