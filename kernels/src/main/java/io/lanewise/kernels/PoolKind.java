package io.lanewise.kernels;

/** What pooling makes of a window. */
public enum PoolKind {
  /** The largest element; padding is never the largest. */
  MAX("max"),
  /** The sum divided by the number of taps inside the image; 0 where there is none. */
  AVERAGE_EXCLUDE_PADDING("avg_np"),
  /** The sum divided by kh kw: padding counts as zeros. */
  AVERAGE_INCLUDE_PADDING("avg_p"),
  /** The sum. benchdnn has no name for it. */
  SUM("sum");

  private final String algorithm;

  PoolKind(String algorithm) {
    this.algorithm = algorithm;
  }

  /** benchdnn's name: max, avg_np, avg_p; and sum. */
  public String algorithm() {
    return algorithm;
  }

  /**
   * The kind with benchdnn's name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static PoolKind parse(String algorithm) {
    for (PoolKind kind : values()) {
      if (kind.algorithm.equals(algorithm)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "pooling algorithm is \"" + algorithm + "\", expected max, avg_np, avg_p or sum");
  }
}
