package io.lanewise.bench.measure;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of ours in a JVM of its own, with the class path and the flags of this one. */
public final class FreshJvm {

  /** System property of that JVM: microseconds since 1970 when it was asked for. */
  private static final String STARTED = "lanewise.started";

  private final PrintStream log;

  /** Whatever such a JVM prints goes to a log. */
  public FreshJvm(PrintStream log) {
    this.log = log;
  }

  /**
   * Runs to the end; the JVM is ended where this one is told to end.
   *
   * @param main the class
   * @param flags further flags
   * @param arguments of the main method
   * @return its exit status
   */
  public int run(Class<?> main, List<String> flags, List<String> arguments) throws IOException {
    List<String> command = command(main, System.getProperty("java.class.path"), flags, arguments);
    return await(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /**
   * The command that starts such a JVM, with the flags of this one.
   *
   * @param main the class
   * @param classPath where it is
   * @param flags further flags
   * @param arguments of the main method
   */
  public static List<String> command(
      Class<?> main, String classPath, List<String> flags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add("-D" + STARTED + "=" + ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** Called in such a JVM: nanoseconds since it was asked for, exec and boot included. */
  static long nanosSinceStart() {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return 1000 * (micros - Long.parseLong(System.getProperty(STARTED)));
  }

  private int await(Process process) throws IOException {
    Thread guard = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(guard);
    try {
      process.getInputStream().transferTo(log);
      log.flush();
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(guard);
    }
  }
}
