package io.lanewise.onednn;

import java.util.Locale;
import java.util.Optional;

/** Whether the library can be used, found out once. */
final class Availability {

  private static final Optional<String> REASON = find();

  private Availability() {}

  /** Empty if it can; else one sentence: what is missing, why, and what to do about it. */
  static Optional<String> reason() {
    return REASON;
  }

  private static Optional<String> find() {
    try {
      Library.load();
      return Optional.empty();
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(reason(e, rootCause(e)));
    }
  }

  /**
   * A missing jar shows as {@link ClassNotFoundException} below whatever a class that needs it has
   * thrown, a missing or damaged library file as {@link UnsatisfiedLinkError}; JavaCPP throws some
   * of its own where a folder cannot be written.
   */
  private static String reason(Throwable thrown, Throwable cause) {
    if (cause instanceof IllegalCallerException) {
      return "native access is not enabled, so that oneDNN cannot be loaded ("
          + firstLine(cause)
          + "); start the JVM with --enable-native-access="
          + (Availability.class.getModule().isNamed()
              ? "org.bytedeco.javacpp," + Availability.class.getModule().getName()
              : "ALL-UNNAMED");
    } else if (thrown instanceof UnsatisfiedLinkError) {
      return "the native library of oneDNN cannot be loaded on "
          + platform()
          + " ("
          + firstLine(cause)
          + "); put "
          + jars()
          + " on the class path, and if they are there, delete JavaCPP's cache ("
          + cache()
          + ") to have the file extracted anew";
    } else if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
      return "classes that oneDNN needs are missing ("
          + firstLine(cause)
          + "); put "
          + jars()
          + " on the class path";
    }
    return "oneDNN cannot be started on "
        + platform()
        + " ("
        + firstLine(cause)
        + "); check that the jars "
        + jars()
        + " are whole and of the versions that lanewise-onednn asks for";
  }

  /** What has to be there; JavaCPP's loader of dnnl asks for opencl, on CPUs too. */
  private static String jars() {
    return "org.bytedeco:dnnl, org.bytedeco:javacpp and org.bytedeco:opencl, each without and with"
        + " the classifier of this platform, "
        + classifier();
  }

  /** JavaCPP's name of the platform, such as linux-x86_64, without asking it. */
  private static String classifier() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : os;
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> system + "-x86_64";
      case "aarch64" -> system + "-arm64";
      default -> system + "-" + System.getProperty("os.arch");
    };
  }

  private static String platform() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }

  /** Where JavaCPP extracts to, without asking it: its classes may be what is broken. */
  private static String cache() {
    String property = System.getProperty("org.bytedeco.javacpp.cachedir");
    return property == null ? System.getProperty("user.home") + "/.javacpp/cache" : property;
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    return e.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
  }
}
