package io.lanewise.kernels;

/**
 * The sizes of one problem. Its string is oneDNN benchdnn's problem syntax, so that one string
 * names a test, a benchmark's parameter and a row of a report.
 *
 * <p>Source: oneDNN, tests/benchdnn/doc, driver_conv.md, driver_pool.md and driver_matmul.md.
 */
public sealed interface Shape permits GemmShape, Windowed {

  /** The problem's name, such as {@code lenet:conv1}; empty if it has none. */
  String name();

  /**
   * Floating-point operations of one execution; a multiplication and an addition count as two, and
   * what falls into padding does not count.
   */
  long flops();
}
