package io.lanewise.bench.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Sets of problems that have a name: shape files among the resources, each with the reasons for its
 * shapes in comments.
 */
public final class ShapeSets {

  private static final String FOLDER = "/io/lanewise/bench/shapes/";

  private ShapeSets() {}

  /** The names of the sets of an operation. */
  public static List<String> names(Op op) {
    return switch (op) {
      case GEMM ->
          List.of("squares-small", "squares", "thin", "lenet5", "mlp", "bert-base", "resnet50");
      case CONV2D -> List.of("lenet5", "alexnet", "vgg16", "resnet50", "mobilenet-v1");
      case POOL2D -> List.of("lenet5", "alexnet", "vgg16", "resnet50", "bandwidth");
    };
  }

  /** The lines of the set with this name. */
  static List<String> lines(Op op, String name) {
    try (InputStream in = ShapeSets.class.getResourceAsStream(FOLDER + op + "/" + name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
