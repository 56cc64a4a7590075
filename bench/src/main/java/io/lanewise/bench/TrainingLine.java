package io.lanewise.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lanewise.bench.results.TrainingRow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link TrainingRow} with what fits on a terminal; columns that no row has are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingLine(
    String model,
    String data,
    String backend,
    int threads,
    int batch,
    @Nullable String imagesPerSecond,
    @Nullable String range,
    @Nullable String minOverMedian,
    @Nullable String msPerEpoch,
    @Nullable String gflops,
    @Nullable String ofPeak,
    @Nullable String bytesPerStep,
    @Nullable String secondsToSpeed,
    @Nullable Integer epochs,
    @Nullable String trainLoss,
    @Nullable String testAccuracy,
    @Nullable String target,
    @Nullable Integer epochsToTarget,
    @Nullable String secondsFromStart,
    @Nullable String secondsTraining,
    @Nullable String secondsWarm,
    String status) {

  static List<TrainingLine> of(List<TrainingRow> rows) {
    return rows.stream().map(TrainingLine::of).toList();
  }

  private static TrainingLine of(TrainingRow row) {
    return new TrainingLine(
        row.model(),
        row.data(),
        row.backend(),
        row.threads(),
        row.batch(),
        format("%,.0f", row.imagesPerSecond()),
        range("%,.0f", row.imagesPerSecondMin(), row.imagesPerSecondMax()),
        format("%.3f", row.minOverMedian()),
        row.secondsPerEpoch() == null ? null : format("%.1f", 1e3 * row.secondsPerEpoch()),
        format("%.1f", row.gflops()),
        row.fractionOfPeak() == null ? null : format("%.1f %%", 100 * row.fractionOfPeak()),
        format("%.0f", row.allocBytesPerStep()),
        range("%.2f", row.secondsToSpeed(), row.secondsToSpeedMax()),
        row.measured() ? row.epochs() : null,
        format("%.4f", row.trainLoss()),
        format("%.4f", row.testAccuracy()),
        format("%.2f", row.targetAccuracy()),
        row.epochsToAccuracy(),
        format("%.2f", row.secondsToAccuracyFromStart()),
        format("%.2f", row.secondsToAccuracy()),
        format("%.2f", row.secondsToAccuracyWarm()),
        row.status());
  }

  private static @Nullable String format(String format, @Nullable Double value) {
    return value == null ? null : String.format(Locale.ROOT, format, value);
  }

  private static @Nullable String range(
      String format, @Nullable Double low, @Nullable Double high) {
    return low == null ? null : format(format, low) + ".." + format(format, high);
  }
}
