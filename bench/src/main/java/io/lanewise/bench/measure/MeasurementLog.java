package io.lanewise.bench.measure;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the measured JVMs print: a file that is there to be read when something fails. */
public final class MeasurementLog implements AutoCloseable {

  private final Path file;
  private final PrintStream stream;
  private final boolean temporary;

  private MeasurementLog(Path file, PrintStream stream, boolean temporary) {
    this.file = file;
    this.stream = stream;
    this.temporary = temporary;
  }

  /**
   * Opens {@code jmh.log} in a folder, or a temporary file where there is none.
   *
   * @throws CommandFailure with status 4 if it cannot be written
   */
  public static MeasurementLog in(@Nullable Path folder) {
    return in(folder, "jmh.log");
  }

  /**
   * Opens a file of this name in a folder, or a temporary file where there is none.
   *
   * @throws CommandFailure with status 4 if it cannot be written
   */
  public static MeasurementLog in(@Nullable Path folder, String name) {
    try {
      Path file =
          folder == null
              ? Files.createTempFile("lanewise-", ".log")
              : Files.createDirectories(folder).resolve(name);
      PrintStream stream =
          new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
      return new MeasurementLog(file, stream, folder == null);
    } catch (IOException e) {
      throw CommandFailure.environment("cannot write a log (" + ErrorSentence.reason(e) + ")", e);
    }
  }

  /** Where to write. */
  public PrintStream stream() {
    return stream;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Throws a temporary file away; called when all went well. */
  public void discard() {
    if (temporary) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        stream.println("cannot delete this file: " + e);
      }
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
