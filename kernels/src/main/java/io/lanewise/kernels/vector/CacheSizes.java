package io.lanewise.kernels.vector;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sizes of the data caches that one core sees, in bytes.
 *
 * @param l1 level 1, data
 * @param l2 level 2
 */
record CacheSizes(int l1, int l2) {

  /**
   * What is taken where the machine does not tell: small enough for every CPU of the last years.
   */
  private static final CacheSizes UNKNOWN = new CacheSizes(32 << 10, 512 << 10);

  private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");

  /** Reads them from Linux; elsewhere returns a cautious guess. */
  static CacheSizes ofThisMachine() {
    int l1 = 0;
    int l2 = 0;
    try (DirectoryStream<Path> caches = Files.newDirectoryStream(LINUX, "index*")) {
      for (Path cache : caches) {
        String level = Files.readString(cache.resolve("level")).strip();
        String type = Files.readString(cache.resolve("type")).strip();
        int bytes = parse(Files.readString(cache.resolve("size")).strip());
        if (level.equals("1") && type.equals("Data")) {
          l1 = bytes;
        } else if (level.equals("2")) {
          l2 = bytes;
        }
      }
    } catch (IOException | RuntimeException e) {
      return UNKNOWN;
    }
    return l1 == 0 || l2 == 0 ? UNKNOWN : new CacheSizes(l1, l2);
  }

  /** Reads a size such as 48K or 2M. */
  static int parse(String size) {
    int digits = Integer.parseInt(size.substring(0, size.length() - 1));
    return switch (size.charAt(size.length() - 1)) {
      case 'K' -> Math.multiplyExact(digits, 1 << 10);
      case 'M' -> Math.multiplyExact(digits, 1 << 20);
      default -> Integer.parseInt(size);
    };
  }
}
