package io.lanewise.bench.jmh;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of a backend's kernels is meant.
 *
 * @param variants what the backend has
 * @param kernel name of one of them, which brings its own layout; or {@value #BEST}
 * @param layout of the operands, where the backend itself chooses
 * @param <S> type of the shape
 * @param <K> type of the operation
 */
public record Selection<S extends Shape, K extends Operation>(
    List<Variant<S, K>> variants, String kernel, Layout layout) {

  /** What the backend itself would choose. */
  public static final String BEST = "best";

  /**
   * Why nothing that is meant computes a shape; empty if something does.
   *
   * @throws IllegalArgumentException if there is no kernel of this name
   */
  public Optional<String> obstacle(S shape) {
    if (!isBest()) {
      return named().supports().test(shape)
          ? Optional.empty()
          : Optional.of("kernel " + kernel + " does not compute this shape");
    }
    List<Variant<S, K>> here =
        variants.stream().filter(variant -> variant.layout() == layout).toList();
    if (here.isEmpty()) {
      return Optional.of("the backend has no kernel for layout " + layout);
    }
    return here.stream().anyMatch(variant -> variant.supports().test(shape))
        ? Optional.empty()
        : Optional.of("no kernel of the backend computes this shape in layout " + layout);
  }

  /** Whether the backend itself chooses. */
  boolean isBest() {
    return kernel.equals(BEST);
  }

  /**
   * The kernel of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  Variant<S, K> named() {
    return variants.stream()
        .filter(variant -> variant.name().equals(kernel))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kernel is \"%s\", expected %s or one of %s"
                        .formatted(
                            kernel,
                            BEST,
                            variants.stream()
                                .map(Variant::name)
                                .collect(Collectors.joining(", ")))));
  }
}
