package io.lanewise.bench.output;

import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writing into a folder that the user named. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Makes the folder where it is missing and tries whether a file can be written there.
   *
   * @throws CommandFailure with status 4 if not
   */
  public static void check(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".lanewise-", ".probe"));
    } catch (IOException e) {
      throw cannotWrite("folder " + folder, e);
    }
  }

  /**
   * Writes a text file, whole or not at all.
   *
   * @throws CommandFailure with status 4 if it cannot be written
   */
  public static void write(Path file, String text) {
    attempt(file, () -> AtomicFile.write(file, text));
  }

  /** As {@link #write(Path, String)} for any bytes. */
  public static void write(Path file, byte[] bytes) {
    attempt(file, () -> AtomicFile.write(file, out -> out.write(bytes)));
  }

  /** Writes something. */
  @FunctionalInterface
  public interface Writing {

    /** Writes. */
    void run() throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param file for the message
   * @throws CommandFailure with status 4 if it cannot be written
   */
  public static void attempt(Path file, Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw cannotWrite("file " + file, e);
    }
  }

  private static CommandFailure cannotWrite(String what, IOException e) {
    return CommandFailure.environment(
        "cannot write "
            + what
            + " ("
            + ErrorSentence.reason(e)
            + "); make room, name another place or change its permissions",
        e);
  }
}
