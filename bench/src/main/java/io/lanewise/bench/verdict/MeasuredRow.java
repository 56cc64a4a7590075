package io.lanewise.bench.verdict;

import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of a run, whichever table it is from.
 *
 * @param problem what was computed
 * @param kernel who computed it; null where there is one way only
 * @param residence where the operands were; null where there is one place only
 * @param unit of the speeds
 * @param speeds one for each JVM; empty if it was not measured
 * @param fractionOfPeak of the FMA peak; null if that is not known
 * @param status "ok", or why it was not measured
 */
record MeasuredRow(
    Problem problem,
    @Nullable String kernel,
    @Nullable String residence,
    String unit,
    List<Double> speeds,
    @Nullable Double fractionOfPeak,
    String status) {

  /** What rows of two runs must agree in. */
  record Problem(
      String operation, String type, String shape, String layout, String backend, int threads) {}

  private static final String GFLOPS = "GFLOP/s";
  private static final String GB_PER_SECOND = "GB/s";
  private static final String IMAGES_PER_SECOND = "images/s";
  private static final String MACHINE = "machine";
  private static final String NONE = "-";

  /** The machine, the kernels and the trainings. */
  static List<MeasuredRow> of(Results results) {
    return Stream.of(
            results.peak().stream().map(MeasuredRow::of),
            results.rows().stream().map(MeasuredRow::of),
            results.training().stream().map(MeasuredRow::of))
        .flatMap(rows -> rows)
        .toList();
  }

  private static MeasuredRow of(PeakRow row) {
    boolean copies = row.gbPerSecond() != null;
    return new MeasuredRow(
        new Problem("peak " + row.what(), row.type(), NONE, NONE, MACHINE, row.threads()),
        null,
        null,
        copies ? GB_PER_SECOND : GFLOPS,
        speeds(row.forkGflops(), row.gflops(), copies ? row.gbPerSecond() : row.gflops()),
        null,
        row.status());
  }

  private static MeasuredRow of(KernelRow row) {
    return new MeasuredRow(
        new Problem(
            row.operation(), row.type(), row.shape(), row.variant(), row.backend(), row.threads()),
        row.kernel(),
        row.residence(),
        row.copies() ? GB_PER_SECOND : GFLOPS,
        speeds(row.forkGflops(), row.gflops(), row.copies() ? row.gbPerSecond() : row.gflops()),
        row.fractionOfPeak(),
        row.status());
  }

  private static MeasuredRow of(TrainingRow row) {
    Double speed = row.imagesPerSecond();
    List<Double> forks = Objects.requireNonNullElse(row.imagesPerSecondOfForks(), List.of());
    String shape = row.model() + " " + row.data() + " batch " + row.batch();
    return new MeasuredRow(
        new Problem("training", "f32", shape, NONE, row.backend(), row.threads()),
        null,
        null,
        IMAGES_PER_SECOND,
        speeds(forks, speed, speed),
        row.fractionOfPeak(),
        row.status());
  }

  /** Forks in another unit. Files of earlier versions have none, and their median is one. */
  private static List<Double> speeds(
      List<Double> forks, @Nullable Double median, @Nullable Double inUnit) {
    if (median == null || inUnit == null) {
      return List.of();
    }
    return forks.isEmpty()
        ? List.of(inUnit)
        : forks.stream().map(fork -> fork * (inUnit / median)).toList();
  }

  /** Whether there is a speed to compare. */
  boolean measured() {
    return status.equals(KernelRow.OK) && !speeds.isEmpty();
  }

  double[] forks() {
    return speeds.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
