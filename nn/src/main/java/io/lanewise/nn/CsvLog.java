package io.lanewise.nn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;

/** Writes a line of comma-separated values for every epoch; a resumed training goes on below. */
public final class CsvLog implements Callback {

  private static final String HEADER =
      "epoch,rate,trainLoss,samplesPerSecond,seconds,validationLoss,validationAccuracy";

  private final Path file;

  /** Writes to this file; a training from the start replaces it. */
  public CsvLog(Path file) {
    this.file = Objects.requireNonNull(file, "file");
  }

  @Override
  public void onStart(Fit fit) {
    if (fit.epochs().isEmpty() || !Files.exists(file)) {
      write(HEADER, StandardOpenOption.TRUNCATE_EXISTING);
      fit.epochs().forEach(this::write);
    }
  }

  @Override
  public void onEpoch(Fit fit, EpochResult epoch) {
    write(epoch);
  }

  private void write(EpochResult epoch) {
    String line =
        String.format(
            Locale.ROOT,
            "%d,%s,%s,%.1f,%.3f,%s,%s",
            epoch.epoch(),
            epoch.rate(),
            epoch.trainLoss(),
            epoch.samplesPerSecond(),
            epoch.seconds(),
            epoch.validation().map(value -> "" + value.loss()).orElse(""),
            epoch.validation().map(value -> "" + value.accuracy()).orElse(""));
    write(line, StandardOpenOption.APPEND);
  }

  private void write(String line, StandardOpenOption how) {
    try {
      Files.writeString(
          file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + " (" + e.getMessage() + ")", e);
    }
  }
}
