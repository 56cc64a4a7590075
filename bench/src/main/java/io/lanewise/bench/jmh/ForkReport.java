package io.lanewise.bench.jmh;

import io.lanewise.nn.file.AtomicFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a fork says besides its score: who computed, and how exactly. JMH's own results are numbers
 * only, so a fork leaves a small file where the system property {@value #PROPERTY} says.
 *
 * @param status "ok", or "unavailable: why", or "failed: why"
 * @param kernel name of the kernel that ran
 * @param library what computed, by name and version
 * @param isa instruction set in effect
 * @param threadsInEffect threads that the backend says it uses
 * @param residence where the operands were, heap or native
 * @param flopsPerOp floating-point operations of one execution
 * @param bytesPerOp bytes that one execution must move at least
 * @param workspaceBytes scratch memory that the kernel held then; null if that is not known
 * @param maxError see {@link Accuracy}
 * @param errorBound see {@link Accuracy}
 */
public record ForkReport(
    String status,
    String kernel,
    String library,
    String isa,
    int threadsInEffect,
    String residence,
    double flopsPerOp,
    double bytesPerOp,
    @Nullable Long workspaceBytes,
    double maxError,
    double errorBound) {

  /** System property of a fork: the file to write. Without it nothing is written. */
  public static final String PROPERTY = "lanewise.forkReport";

  /** The report of a fork that could not measure. */
  static ForkReport failure(String status) {
    return new ForkReport(status, "", "", "", 0, "", 0, 0, null, Double.NaN, Double.NaN);
  }

  /** A report on what is not a kernel: there is nothing to check. */
  static ForkReport ofMachine(String kernel, String isa, double flopsPerOp, double bytesPerOp) {
    return new ForkReport(
        "ok", kernel, "", isa, 1, "heap", flopsPerOp, bytesPerOp, null, Double.NaN, Double.NaN);
  }

  /** Writes it where the property says. */
  void publish() {
    String file = System.getProperty(PROPERTY);
    if (file == null) {
      return;
    }
    Properties properties = new Properties();
    properties.setProperty("status", status);
    properties.setProperty("kernel", kernel);
    properties.setProperty("library", library);
    properties.setProperty("isa", isa);
    properties.setProperty("threadsInEffect", Integer.toString(threadsInEffect));
    properties.setProperty("residence", residence);
    properties.setProperty("flopsPerOp", Double.toString(flopsPerOp));
    properties.setProperty("bytesPerOp", Double.toString(bytesPerOp));
    if (workspaceBytes != null) {
      properties.setProperty("workspaceBytes", workspaceBytes.toString());
    }
    properties.setProperty("maxError", Double.toString(maxError));
    properties.setProperty("errorBound", Double.toString(errorBound));
    try {
      write(Path.of(file), properties);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the fork's report to " + file, e);
    }
  }

  /** One at a time: each thread of a machine's benchmark publishes. */
  private static synchronized void write(Path file, Properties properties) throws IOException {
    AtomicFile.write(file, out -> properties.store(out, null));
  }

  /**
   * Reads what a fork has published.
   *
   * @throws IOException if there is nothing
   */
  public static ForkReport read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    if (properties.isEmpty()) {
      throw new EOFException("nothing was published");
    }
    return new ForkReport(
        properties.getProperty("status"),
        properties.getProperty("kernel"),
        properties.getProperty("library"),
        properties.getProperty("isa"),
        Integer.parseInt(properties.getProperty("threadsInEffect")),
        properties.getProperty("residence"),
        Double.parseDouble(properties.getProperty("flopsPerOp")),
        Double.parseDouble(properties.getProperty("bytesPerOp")),
        properties.containsKey("workspaceBytes")
            ? Long.valueOf(properties.getProperty("workspaceBytes"))
            : null,
        Double.parseDouble(properties.getProperty("maxError")),
        Double.parseDouble(properties.getProperty("errorBound")));
  }
}
