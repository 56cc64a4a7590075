package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.results.TrainingRow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Measures trainings, each in a fresh JVM with the flags of this one. */
public final class Trainings {

  private final FreshJvm jvm;
  private final Progress progress;
  private final Function<String, Optional<String>> unavailable;

  /**
   * Prepares.
   *
   * @param log hears what the JVMs print
   * @param progress hears of each training
   * @param unavailable says of a backend's id why it cannot be opened, if so
   */
  public Trainings(
      PrintStream log, Progress progress, Function<String, Optional<String>> unavailable) {
    this.jvm = new FreshJvm(log);
    this.progress = progress;
    this.unavailable = unavailable;
  }

  /** Trains each; a row for each, whatever happens. */
  public List<TrainingRow> run(List<TrainingCase> cases) {
    List<TrainingRow> rows = new ArrayList<>();
    for (TrainingCase one : cases) {
      progress.start(one.toString());
      TrainingRow row =
          unavailable
              .apply(one.backend())
              .map(reason -> one.row("unavailable: " + reason))
              .orElseGet(() -> fork(one));
      progress.finish(one.toString(), outcome(row));
      rows.add(row);
    }
    return rows;
  }

  private TrainingRow fork(TrainingCase one) {
    try {
      Path file = Files.createTempFile("lanewise-training-", ".json");
      try {
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        arguments.addAll(one.arguments());
        int status = jvm.run(TrainingFork.class, List.of(), arguments);
        if (status != 0) {
          return one.row("failed: its JVM ended with status " + status);
        }
        return new ObjectMapper().readValue(file.toFile(), TrainingRow.class);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return one.row("failed: " + e.getMessage());
    }
  }

  private static String outcome(TrainingRow row) {
    return row.measured()
        ? String.format(
            Locale.ROOT, "%.0f images/s, accuracy %.4f", row.imagesPerSecond(), row.testAccuracy())
        : row.status();
  }
}
