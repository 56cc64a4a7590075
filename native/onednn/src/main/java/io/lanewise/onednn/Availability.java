package io.lanewise.onednn;

import java.util.Optional;

/** Whether the library can be used, found out once. */
final class Availability {

  private static final Optional<String> REASON = find();

  private Availability() {}

  /** Empty if it can; else one sentence: what is missing, why, and what to do about it. */
  static Optional<String> reason() {
    return REASON;
  }

  /**
   * Tries. A missing jar shows as {@link NoClassDefFoundError}, a missing or damaged library file
   * as {@link UnsatisfiedLinkError}; JavaCPP throws some of its own where a folder cannot be
   * written.
   */
  private static Optional<String> find() {
    try {
      Library.load();
      return Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      return Optional.of(
          "the native library of oneDNN cannot be loaded on "
              + platform()
              + " ("
              + firstLine(rootCause(e))
              + "); put org.bytedeco:dnnl and org.bytedeco:javacpp with the classifier of this"
              + " platform on the class path, and if they are there, delete JavaCPP's cache ("
              + cache()
              + ") to have the file extracted anew");
    } catch (NoClassDefFoundError e) {
      return Optional.of(
          "the classes of org.bytedeco:dnnl are missing ("
              + firstLine(e)
              + "); put org.bytedeco:dnnl and org.bytedeco:javacpp on the class path");
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(
          "oneDNN cannot be started on "
              + platform()
              + " ("
              + firstLine(rootCause(e))
              + "); check that the jars of org.bytedeco:dnnl and org.bytedeco:javacpp are whole and"
              + " of the versions that lanewise-onednn asks for");
    }
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
