package io.lanewise.bench;

import io.lanewise.bench.measure.Measurement;
import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.measure.Warnings;
import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.History;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How every run of measurements ends: its results are printed, written to its folder, added to the
 * history, doubted where they have to be, and become the exit status.
 *
 * @param spec the command
 * @param folder where files are left; null if none are
 * @param history what speeds are added to
 * @param environment where it ran
 */
record RunEnd(
    CommandSpec spec, @Nullable Path folder, Optional<History> history, Environment environment) {

  /**
   * Ends a run.
   *
   * @param print prints the results: first of all, what was measured for an hour must not be lost
   *     because a disk is full
   * @return the exit status
   */
  int of(
      Measurement measurement,
      List<KernelRow> rows,
      List<TrainingRow> training,
      Conditions conditions,
      MeasurementLog log,
      Consumer<Results> print) {
    Results results =
        new Results(
            Results.SCHEMA,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Invocation.text(spec),
            environment,
            conditions,
            Warnings.of(conditions, rows, training),
            measurement.peaks(),
            rows,
            training);
    PrintWriter err = spec.commandLine().getErr();
    print.accept(results);
    if (folder != null) {
      err.println("wrote " + ResultFiles.write(folder, results, measurement.jmhJson()));
    }
    history.ifPresent(some -> some.append(results));
    results.warnings().forEach(warning -> err.println("lanewise: " + warning));
    err.flush();
    return Outcome.of(results.peak(), rows, training).tell(err, log);
  }
}
