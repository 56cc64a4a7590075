package io.lanewise.bench.check;

import org.jspecify.annotations.Nullable;

/**
 * What is measured at a level: the key by which speeds are held against those of a baseline.
 *
 * @param backend id of the backend
 * @param level name of the level
 * @param kernel name of the kernel
 * @param op gemm, conv2d or pool2d
 * @param dir its direction; null for gemm
 * @param type f32 or f64
 * @param shape the problem in benchdnn's syntax
 */
public record SpeedCase(
    String backend,
    String level,
    String kernel,
    String op,
    @Nullable String dir,
    String type,
    String shape) {

  /** The same problem, whoever computes it. */
  public String problem() {
    return op + (dir == null ? "" : " " + dir) + " " + type + " " + shape;
  }

  @Override
  public String toString() {
    return kernel + " at " + level + ", " + problem();
  }
}
