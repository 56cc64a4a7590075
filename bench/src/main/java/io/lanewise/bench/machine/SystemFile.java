package io.lanewise.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The small files under /proc and /sys in which Linux says how it is. */
public final class SystemFile {

  private SystemFile() {}

  /** The text of a file without spaces around it; empty if it is not there or cannot be read. */
  public static Optional<String> read(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the operating system is the one that has such files. */
  public static boolean isLinux() {
    return System.getProperty("os.name").equals("Linux");
  }
}
