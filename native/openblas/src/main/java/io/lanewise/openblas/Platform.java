package io.lanewise.openblas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A platform for which org.bytedeco:openblas has a jar, and the library files in that jar: each
 * after those that it needs, OpenBLAS last.
 */
enum Platform {
  LINUX_X86_64(
      "linux-x86_64", "libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"),
  LINUX_ARM64("linux-arm64", "libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0"),
  MACOSX_X86_64(
      "macosx-x86_64",
      "libgcc_s.1.1.dylib",
      "libquadmath.0.dylib",
      "libgfortran.5.dylib",
      "libopenblas.0.dylib"),
  MACOSX_ARM64(
      "macosx-arm64",
      "libgcc_s.1.1.dylib",
      "libquadmath.0.dylib",
      "libgfortran.5.dylib",
      "libopenblas.0.dylib"),
  WINDOWS_X86_64("windows-x86_64", "libopenblas.dll");

  private final String classifier;
  private final List<String> files;

  Platform(String classifier, String... files) {
    this.classifier = classifier;
    this.files = List.of(files);
  }

  /**
   * The platform that the JVM runs on.
   *
   * @param os system property os.name
   * @param arch system property os.arch
   * @throws LoadingException if there is no jar for it
   */
  static Platform of(String os, String arch) throws LoadingException {
    String wanted = system(os) + "-" + architecture(arch);
    for (Platform platform : values()) {
      if (platform.classifier.equals(wanted)) {
        return platform;
      }
    }
    throw new LoadingException(
        "there are no library files for "
            + os
            + " on "
            + arch
            + ", org.bytedeco:openblas is loaded on "
            + Arrays.stream(values()).map(Platform::classifier).collect(Collectors.joining(", "))
            + " only; use another backend");
  }

  /** The classifier of the jar. */
  String classifier() {
    return classifier;
  }

  /** Names of the library files, in the order to load them. */
  List<String> files() {
    return files;
  }

  /** Where a library file is on the class path. */
  String resource(String file) {
    return "org/bytedeco/openblas/" + classifier + "/" + file;
  }

  private static String system(String os) {
    String name = os.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "macosx";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  private static String architecture(String arch) {
    return switch (arch) {
      case "amd64" -> "x86_64";
      case "aarch64" -> "arm64";
      default -> arch;
    };
  }
}
