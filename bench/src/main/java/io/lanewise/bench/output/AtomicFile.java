package io.lanewise.bench.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file under a temporary name in its own folder and moves it: whole or not at all. */
public final class AtomicFile {

  private AtomicFile() {}

  /** Fills a file that is about to appear. */
  @FunctionalInterface
  public interface Content {

    /** Writes everything; the caller closes the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes text in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes {@code file}, replacing what is there; makes its folder where it is missing.
   *
   * @throws IOException if it cannot be written, or {@code content} throws; {@code file} is then as
   *     it was
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    // Not Files.createTempFile: its files are for their owner alone, whatever the umask says.
    Path temporary =
        target.resolveSibling(
            "." + target.getFileName() + "-" + ProcessHandle.current().pid() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
