package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.results.TrainingRow;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Measures trainings, each in a fresh JVM with the flags of this one. */
public final class Trainings {

  private final PrintStream log;
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
    this.log = log;
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
        Process process = start(one, file);
        int status = await(process);
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

  private static Process start(TrainingCase one, Path file) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(TrainingFork.class.getName());
    command.add(file.toString());
    command.addAll(one.arguments());
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Copies what it prints to the log; ends it where this JVM is told to end. */
  private int await(Process process) throws IOException {
    Thread guard = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(guard);
    try {
      log.write(process.getInputStream().readAllBytes());
      log.flush();
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(guard);
    }
  }

  private static String outcome(TrainingRow row) {
    return row.measured()
        ? String.format(
            Locale.ROOT, "%.0f images/s, accuracy %.4f", row.imagesPerSecond(), row.testAccuracy())
        : row.status();
  }
}
