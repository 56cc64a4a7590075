package io.lanewise.nn.som;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Numbers from a JSON file of known answers beside the repository, or beside LANEWISE_DATA. */
final class Fixture {

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private final String json;

  private Fixture(String json) {
    this.json = json;
  }

  /** Reads a file; skips the test where it is not. */
  static Fixture read(String name) throws IOException {
    String data = System.getenv("LANEWISE_DATA");
    Path shared = data == null ? Path.of("..", "..", "shared") : Path.of(data, "..");
    Path file = shared.resolve("fixtures").resolve(name).toAbsolutePath().normalize();
    assumeTrue(Files.isRegularFile(file), () -> "no " + file + "; it lies beside LANEWISE_DATA");
    return new Fixture(Files.readString(file));
  }

  /** The number with this key. */
  double number(String key) {
    Matcher matcher = NUMBER.matcher(json);
    if (!matcher.find(value(key))) {
      throw new AssertionError(key);
    }
    return Double.parseDouble(matcher.group());
  }

  /** All numbers of the array with this key, nested or not, in their order. */
  double[] numbers(String key) {
    int from = value(key);
    int to = from;
    int depth = 0;
    do {
      char c = json.charAt(to++);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
    } while (depth > 0);
    Stream<String> found = NUMBER.matcher(json.substring(from, to)).results().map(r -> r.group());
    DoubleStream numbers = found.mapToDouble(Double::parseDouble);
    return numbers.toArray();
  }

  private int value(String key) {
    String quoted = '"' + key + "\": ";
    int at = json.indexOf(quoted);
    if (at < 0) {
      throw new AssertionError("no key " + key);
    }
    return at + quoted.length();
  }
}
