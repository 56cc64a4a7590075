package io.lanewise.kernels;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One kernel of a backend, by name: what the contract tests and the benchmarks walk over.
 *
 * @param name backend and kernel, such as {@code vector/gemm-12x2} or {@code scalar/conv2d-direct}
 * @param layout how the operands of a convolution or a pooling lie in memory; NCHW for others
 * @param supports whether the kernel computes this shape
 * @param opener makes the operation for a shape that it supports
 * @param <S> type of the shape
 * @param <K> type of the operation
 */
public record Variant<S extends Shape, K extends Operation>(
    String name, Layout layout, Predicate<S> supports, Function<S, K> opener) {

  /** A kernel that computes every shape; of images in NCHW. */
  public static <S extends Shape, K extends Operation> Variant<S, K> of(
      String name, Function<S, K> opener) {
    return new Variant<>(name, Layout.NCHW, shape -> true, opener);
  }

  /** A kernel that computes some shapes; of images in NCHW. */
  public static <S extends Shape, K extends Operation> Variant<S, K> of(
      String name, Predicate<S> supports, Function<S, K> opener) {
    return new Variant<>(name, Layout.NCHW, supports, opener);
  }

  /**
   * Makes the operation.
   *
   * @throws IllegalArgumentException if this kernel does not support the shape
   */
  public K open(S shape) {
    if (!supports.test(shape)) {
      throw new IllegalArgumentException("shape " + shape + " is not supported by kernel " + name);
    }
    return opener.apply(shape);
  }
}
