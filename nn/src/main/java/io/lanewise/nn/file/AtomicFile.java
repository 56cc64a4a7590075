package io.lanewise.nn.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file under a temporary name in its own folder, waits until the disk has it and moves it:
 * whole or not at all, whatever stops the program.
 */
public final class AtomicFile {

  private static final int BUFFER = 1 << 16;

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
   * Writes {@code file}, replacing what is there; makes its folder where it is missing. Threads may
   * write the same file: one of their contents stays.
   *
   * @throws IOException if it cannot be written, the thread is interrupted, or {@code content}
   *     throws; {@code file} is then as it was, and no temporary file is left
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    // Not Files.createTempFile: its files are for their owner alone, whatever the umask says.
    Path temporary =
        target.resolveSibling(
            "."
                + target.getFileName()
                + ("-" + ProcessHandle.current().pid())
                + ("-" + Thread.currentThread().threadId() + ".part"));
    try {
      writeThrough(temporary, content);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Fills a file and waits for the disk: a move may reach it before the data does. */
  private static void writeThrough(Path file, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }
}
