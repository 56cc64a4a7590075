package io.lanewise.nn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.nn.data.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** What the tests train on, and with. */
final class TestData {

  private TestData() {}

  /**
   * Every backend on the class path that runs here; {@code scalar} always does. Fails where {@code
   * lanewise.require} names one that does not.
   */
  static Stream<Backend> backends() {
    Stream.of(System.getProperty("lanewise.require", "").split(","))
        .filter(id -> !id.isBlank())
        .forEach(Backends::require);
    return Backends.all().stream().filter(backend -> backend.unavailable().isEmpty());
  }

  /** Random pixels with classes in turn. */
  static LabelledImages noise(int count, int rows, int columns, int classes, long seed) {
    byte[] pixels = new byte[count * rows * columns];
    new Random(seed).nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % classes);
    }
    return new LabelledImages(pixels, labels, rows, columns, classes);
  }

  /** MNIST from LANEWISE_DATA or the data folder beside the repository; skips where it is not. */
  static LabelledImages mnist(String part) throws IOException {
    String variable = System.getenv("LANEWISE_DATA");
    Path data = variable == null ? Path.of("..", "..", "shared", "data") : Path.of(variable);
    Path folder = data.resolve("mnist");
    assumeTrue(
        Files.isDirectory(folder),
        () -> "no MNIST in " + folder.toAbsolutePath().normalize() + "; LANEWISE_DATA names it");
    return LabelledImages.readIdx(
        folder.resolve(part + "-images-idx3-ubyte.gz"),
        folder.resolve(part + "-labels-idx1-ubyte.gz"));
  }
}
