package io.lanewise.bench;

import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.TrainingRow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run of measurements has ended.
 *
 * @param measured rows with figures
 * @param failed a sentence for each row without, where something broke
 */
record Outcome(long measured, List<String> failed) {

  private static final String FAILED = "failed";

  static Outcome of(List<PeakRow> peaks, List<KernelRow> rows, List<TrainingRow> training) {
    long measured =
        rows.stream().filter(KernelRow::measured).count()
            + training.stream().filter(TrainingRow::measured).count();
    List<String> failed = new ArrayList<>();
    peaks.stream()
        .filter(row -> row.status().startsWith(FAILED))
        .map(row -> row.name() + ": " + row.status())
        .forEach(failed::add);
    rows.stream()
        .filter(row -> row.status().startsWith(FAILED))
        .map(row -> problem(row) + ", " + row.backend() + ": " + row.status())
        .forEach(failed::add);
    training.stream()
        .filter(row -> row.status().startsWith(FAILED))
        .map(row -> row.label() + ", " + row.backend() + ": " + row.status())
        .forEach(failed::add);
    return new Outcome(measured, failed);
  }

  /** How many results were compared with the reference, and the one nearest its bound. */
  static Optional<String> worst(List<KernelRow> rows) {
    List<KernelRow> compared =
        rows.stream().filter(row -> row.measured() && row.maxError() != null).toList();
    return compared.stream()
        .max(Comparator.comparingDouble(Outcome::shareOfBound))
        .map(
            worst ->
                String.format(
                    Locale.ROOT,
                    "compared %d results with float64: all within their bounds, the nearest to its"
                        + " own at %.2g of it is %s, %s",
                    compared.size(),
                    shareOfBound(worst),
                    problem(worst),
                    worst.kernel()));
  }

  /** The bound of a maximum is 0, and so is its error. */
  private static double shareOfBound(KernelRow row) {
    return row.maxError() == 0 ? 0 : row.maxError() / row.errorBound();
  }

  private static String problem(KernelRow row) {
    return row.operation() + " " + row.shape() + " " + row.variant();
  }

  /** Says what went wrong and where to read more. */
  int tell(PrintWriter err, MeasurementLog log) {
    if (!failed.isEmpty()) {
      failed.forEach(sentence -> err.println("lanewise: " + sentence));
      err.printf("lanewise: %d measurements failed, see %s%n", failed.size(), log.file());
      err.flush();
      return ExitStatus.FAILED;
    }
    log.discard();
    if (measured == 0) {
      err.println("lanewise: nothing could be measured, see the status of each row");
      err.flush();
      return ExitStatus.ENVIRONMENT;
    }
    return ExitStatus.DONE;
  }
}
