package io.lanewise.bench.doctor;

import io.lanewise.bench.machine.SystemFile;
import io.lanewise.bench.results.Fact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The native libraries that this process has loaded besides those of the JDK and of the system: the
 * files of OpenBLAS, oneDNN, and what they brought along.
 */
final class NativeFiles {

  private static final String TOPIC = "native file, SHA-256";
  private static final int PATH_FIELD = 5;
  private static final List<String> OF_THE_SYSTEM = List.of("/lib/", "/lib64/", "/usr/");

  private NativeFiles() {}

  /** Name and SHA-256 of each that is loaded now. */
  static List<Fact> facts() {
    if (!SystemFile.isLinux()) {
      return List.of(Fact.unknown(TOPIC, "all", "read from Linux's /proc/self/maps only"));
    }
    return of(SystemFile.read("/proc/self/maps").orElse("")).stream()
        .map(
            file -> {
              String name = String.valueOf(file.getFileName());
              try {
                return Fact.of(TOPIC, name, sha256(file));
              } catch (IOException e) {
                return Fact.unknown(TOPIC, name, "the file cannot be read any more");
              }
            })
        .toList();
  }

  /** The files in the text of /proc/self/maps. */
  static List<Path> of(String maps) {
    String jdk = System.getProperty("java.home");
    return maps.lines()
        .map(line -> line.split(" +", PATH_FIELD + 1))
        .filter(fields -> fields.length > PATH_FIELD)
        .map(fields -> fields[PATH_FIELD].strip())
        .filter(path -> path.startsWith("/") && path.matches(".*\\.so(\\.\\d+)*"))
        .filter(path -> !path.startsWith(jdk))
        .filter(path -> OF_THE_SYSTEM.stream().noneMatch(path::startsWith))
        .distinct()
        .map(Path::of)
        .toList();
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
