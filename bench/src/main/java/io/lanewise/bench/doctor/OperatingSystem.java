package io.lanewise.bench.doctor;

import java.util.Map;
import java.util.TreeMap;

/**
 * The operating system, and what its environment tells the libraries.
 *
 * @param name its name
 * @param version its version
 * @param environment variables that are set and change what a backend does
 */
public record OperatingSystem(String name, String version, Map<String, String> environment) {

  private static final String[] PREFIXES = {
    "OPENBLAS_", "ONEDNN_", "DNNL_", "OMP_", "KMP_", "LANEWISE_", "JAVA_TOOL_OPTIONS"
  };

  /** Looks. */
  public static OperatingSystem look() {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.keySet().removeIf(name -> !matters(name));
    return new OperatingSystem(
        System.getProperty("os.name"), System.getProperty("os.version"), environment);
  }

  private static boolean matters(String name) {
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
