package io.lanewise.nn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Keeps gradients from being too large: first each element is moved into [-value, value], then, if
 * the Euclidean norm of all gradients together is above the norm, all are scaled down to it.
 *
 * @param value largest absolute value of an element, above 0; infinite for no limit
 * @param norm largest Euclidean norm of all, above 0; infinite for no limit
 */
public record Clipping(double value, double norm) {

  /** No limit. */
  public static final Clipping NONE =
      new Clipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is not above 0
   */
  public Clipping {
    Numbers.require(value > 0, "value", value, "a number above 0");
    Numbers.require(norm > 0, "norm", norm, "a number above 0");
  }

  /** A limit for each element. */
  public static Clipping byValue(double value) {
    return new Clipping(value, Double.POSITIVE_INFINITY);
  }

  /** A limit for the norm of all. */
  public static Clipping byNorm(double norm) {
    return new Clipping(Double.POSITIVE_INFINITY, norm);
  }

  /**
   * Clips.
   *
   * @param g n gradients, read and written
   */
  void apply(int n, MemorySegment g) {
    if (value < Double.POSITIVE_INFINITY) {
      float limit = (float) value;
      for (int i = 0; i < n; i++) {
        float gradient = g.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        g.setAtIndex(ValueLayout.JAVA_FLOAT, i, Math.min(Math.max(gradient, -limit), limit));
      }
    }
    if (norm < Double.POSITIVE_INFINITY) {
      double length = length(n, g);
      if (length > norm) {
        scale(n, (float) (norm / length), g);
      }
    }
  }

  private static double length(int n, MemorySegment g) {
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double gradient = g.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      squares += gradient * gradient;
    }
    return Math.sqrt(squares);
  }

  private static void scale(int n, float factor, MemorySegment g) {
    for (int i = 0; i < n; i++) {
      g.setAtIndex(ValueLayout.JAVA_FLOAT, i, factor * g.getAtIndex(ValueLayout.JAVA_FLOAT, i));
    }
  }
}
