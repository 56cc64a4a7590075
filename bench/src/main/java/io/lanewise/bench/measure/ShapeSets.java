package io.lanewise.bench.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Sets of products that have a name: shape files among the resources, each with the reasons for its
 * shapes in comments.
 */
public final class ShapeSets {

  private static final String FOLDER = "/io/lanewise/bench/shapes/";

  private static final List<String> NAMES =
      List.of("squares-small", "squares", "thin", "lenet5", "mlp", "bert-base", "resnet50");

  private ShapeSets() {}

  /** The names. */
  public static List<String> names() {
    return NAMES;
  }

  /** The lines of the set with this name. */
  static List<String> lines(String name) {
    try (InputStream in = ShapeSets.class.getResourceAsStream(FOLDER + name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
