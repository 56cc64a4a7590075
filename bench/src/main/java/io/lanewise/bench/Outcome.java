package io.lanewise.bench;

import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.TrainingRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a run of measurements has ended.
 *
 * @param measured rows with figures
 * @param failed rows without, where something broke
 */
record Outcome(long measured, long failed) {

  static Outcome of(List<KernelRow> rows, List<TrainingRow> training) {
    List<String> status =
        Stream.concat(
                rows.stream().map(KernelRow::status), training.stream().map(TrainingRow::status))
            .toList();
    return new Outcome(
        status.stream().filter(KernelRow.OK::equals).count(),
        status.stream().filter(text -> text.startsWith("failed")).count());
  }

  /** Says what went wrong and where to read more. */
  int tell(PrintWriter err, MeasurementLog log) {
    if (failed > 0) {
      err.printf("lanewise: %d measurements failed, see %s%n", failed, log.file());
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
