package io.lanewise.openblas;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the copies of the library files live. */
final class CacheFolder {

  private CacheFolder() {}

  /** The folder that this process uses. */
  static Path forThisUser() {
    return of(
        System.getProperty(OpenBlas.CACHE_PROPERTY, ""),
        System.getenv(),
        System.getProperty("os.name"),
        System.getProperty("user.home"));
  }

  /**
   * The folder: the one that the user names, or {@code lanewise/openblas} in the system's place for
   * such things.
   *
   * @param property value of {@link OpenBlas#CACHE_PROPERTY}, or empty
   * @param environment environment variables
   * @param os system property os.name
   * @param home system property user.home
   */
  static Path of(String property, Map<String, String> environment, String os, String home) {
    if (!property.isEmpty()) {
      return Path.of(property).toAbsolutePath();
    }
    return caches(environment, os.toLowerCase(Locale.ROOT), home).resolve("lanewise", "openblas");
  }

  private static Path caches(Map<String, String> environment, String os, String home) {
    if (os.startsWith("mac")) {
      return Path.of(home, "Library", "Caches");
    }
    String variable = os.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME";
    String named = environment.getOrDefault(variable, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    return os.startsWith("windows") ? Path.of(home, "AppData", "Local") : Path.of(home, ".cache");
  }
}
