package io.lanewise.bench.check;

import io.lanewise.bench.measure.FreshJvm;
import io.lanewise.bench.output.ErrorSentence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs a JVM at a level and hears its messages. It has its own process, so that whatever happens in
 * it - a crash, an illegal instruction, an endless loop - is an {@link Ending} and nothing more.
 *
 * @param classPath where its classes are
 * @param flags flags besides those of the level
 * @param environment variables besides those of the level
 * @param patience how long it may say nothing before it is taken to hang
 * @param log what it prints besides messages is appended here
 */
public record ChildJvm(
    String classPath,
    List<String> flags,
    Map<String, String> environment,
    Duration patience,
    Path log)
    implements LevelJvms.Launch {

  /** What a JVM and a library may take to start on a busy machine, at least. */
  private static final Duration START = Duration.ofSeconds(60);

  private static final long SECONDS_TO_DIE = 10;

  /** What a JVM may take to end that has done everything; after that it is ended. */
  private static final long SECONDS_TO_LEAVE = 2;

  /** Statuses above it are a signal's number more than this. */
  private static final int SIGNALS = 128;

  /** The same with further flags and variables. */
  public ChildJvm with(List<String> moreFlags, Map<String, String> moreEnvironment) {
    List<String> allFlags = new ArrayList<>(flags);
    allFlags.addAll(moreFlags);
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(moreEnvironment);
    return new ChildJvm(classPath, allFlags, variables, patience, log);
  }

  /** How a JVM has ended. */
  public enum Manner {
    /** It said that everything was done. */
    DONE,
    /** The listener had heard enough. */
    STOPPED,
    /** It ended without saying so. */
    DIED,
    /** It said nothing for too long, and was ended. */
    HUNG
  }

  /**
   * An end.
   *
   * @param manner how
   * @param sentence how in words, such as "its JVM ended with status 132 (SIGILL)"
   */
  public record Ending(Manner manner, String sentence) {}

  /**
   * Runs one to its end.
   *
   * @throws UncheckedIOException if this thread is interrupted
   */
  @Override
  public Ending run(
      Class<?> main, Level level, List<String> arguments, Predicate<Message> listener) {
    List<String> allFlags =
        new ArrayList<>(
            List.of(
                // Not into the folder where the user happens to be.
                "-XX:ErrorFile=" + System.getProperty("java.io.tmpdir") + "/hs_err_pid%p.log",
                "-XX:-CreateCoredumpOnCrash"));
    allFlags.addAll(level.flags());
    allFlags.addAll(flags);
    ProcessBuilder builder =
        new ProcessBuilder(FreshJvm.command(main, classPath, allFlags, arguments));
    builder.environment().putAll(environment);
    builder.environment().putAll(level.environment());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Ending(Manner.DIED, "its JVM could not be started: " + ErrorSentence.reason(e));
    }
    Thread guard = new Thread(process::destroyForcibly);
    try {
      Runtime.getRuntime().addShutdownHook(guard);
      try {
        return listen(process, listener);
      } finally {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(guard);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private Ending listen(Process process, Predicate<Message> listener) throws InterruptedException {
    BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(process, lines), "messages of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    Duration wait = patience.compareTo(START) > 0 ? patience : START;
    while (true) {
      Optional<String> line = lines.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      if (line == null) {
        return new Ending(
            Manner.HUNG, "its JVM said nothing for " + wait.toSeconds() + " seconds and was ended");
      }
      if (line.isEmpty()) {
        break;
      }
      Optional<Message> message = Message.read(line.get());
      if (message.isPresent()) {
        wait = patience;
        if (message.get() instanceof Message.Done) {
          // Whether it can end then says nothing of any kernel.
          process.waitFor(SECONDS_TO_LEAVE, TimeUnit.SECONDS);
          return new Ending(Manner.DONE, "done");
        }
        if (!listener.test(message.get())) {
          return new Ending(Manner.STOPPED, "stopped");
        }
        if (message.get() instanceof Message.Answered) {
          answer(process);
        }
      }
    }
    return process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS)
        ? new Ending(Manner.DIED, "its JVM ended with " + status(process.exitValue()))
        : new Ending(Manner.HUNG, "its JVM closed its output and did not end");
  }

  private static void answer(Process process) {
    try {
      OutputStream line = process.getOutputStream();
      line.write('\n');
      line.flush();
    } catch (IOException e) {
      // It has ended, which is heard next.
    }
  }

  private static void read(Process process, BlockingQueue<Optional<String>> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(line -> lines.add(Optional.of(line)));
    } catch (IOException | UncheckedIOException e) {
      // The process was ended: there is nothing more to hear.
    } finally {
      lines.add(Optional.empty());
    }
  }

  /** A status in words; a shell adds 128 to the signal that ended a process, and so does Java. */
  static String status(int status) {
    String signal =
        switch (status - SIGNALS) {
          case 4 -> " (SIGILL, an illegal instruction)";
          case 6 -> " (SIGABRT, the JVM crashed)";
          case 7 -> " (SIGBUS)";
          case 8 -> " (SIGFPE)";
          case 9 -> " (SIGKILL, perhaps for want of memory)";
          case 11 -> " (SIGSEGV)";
          case 15 -> " (SIGTERM)";
          default -> "";
        };
    return "status " + status + signal;
  }
}
