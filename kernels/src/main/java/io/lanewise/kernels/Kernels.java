package io.lanewise.kernels;

import java.util.List;

/**
 * One backend, opened: its thread count and its native state. Safe for many threads; the operations
 * that it hands out are used by one thread at a time, each. Close the operations first.
 */
public interface Kernels extends AutoCloseable {

  /** What computes, as read back from it. */
  Description describe();

  /** The options that it was opened with. */
  KernelOptions options();

  /**
   * The same backend, opened once more with other options and closed apart: for workers that each
   * run kernels of one thread on a part of the data.
   */
  Kernels reopen(KernelOptions options);

  /** Where operands should live so that nothing is copied. */
  Residence residence();

  /** Every GEMM kernel, best first. A kernel computes the shapes it supports at full generality. */
  List<Variant<GemmShape, Gemm>> gemmVariants();

  /** Every convolution kernel, best first. */
  List<Variant<Conv2dShape, Conv2d>> conv2dVariants();

  /** Every pooling kernel, best first. */
  List<Variant<Pool2dShape, Pool2d>> pool2dVariants();

  /** A matrix multiplication for operands of every size: each call picks the best kernel. */
  Gemm gemm();

  /** The best convolution for a shape, NCHW. */
  default Conv2d conv2d(Conv2dShape shape) {
    return conv2d(shape, Layout.NCHW);
  }

  /**
   * The best convolution for a shape and a layout.
   *
   * @throws IllegalArgumentException if no kernel has this layout, or none supports the shape
   */
  default Conv2d conv2d(Conv2dShape shape, Layout layout) {
    return first(conv2dVariants(), shape, layout);
  }

  /** The best pooling for a shape, NCHW. */
  default Pool2d pool2d(Pool2dShape shape) {
    return pool2d(shape, Layout.NCHW);
  }

  /**
   * The best pooling for a shape and a layout.
   *
   * @throws IllegalArgumentException if no kernel has this layout, or none supports the shape
   */
  default Pool2d pool2d(Pool2dShape shape, Layout layout) {
    return first(pool2dVariants(), shape, layout);
  }

  /** Activations, bias, softmax and optimizer updates. */
  Elementwise elementwise();

  /** Releases the backend's state. Operations must be closed before. */
  @Override
  void close();

  private static <S extends Shape, K extends Operation> K first(
      List<Variant<S, K>> variants, S shape, Layout layout) {
    for (Variant<S, K> variant : variants) {
      if (variant.layout() == layout && variant.supports().test(shape)) {
        return variant.open(shape);
      }
    }
    throw new IllegalArgumentException(
        "shape is " + shape + ", which no kernel supports in layout " + layout);
  }
}
