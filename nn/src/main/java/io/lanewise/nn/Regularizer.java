package io.lanewise.nn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A penalty on the weights of a layer, added to the loss of every batch:
 *
 * <pre>
 * penalty = l1 sum |w| + l2 sum w^2,  d penalty / dw = l1 sign(w) + 2 l2 w
 * </pre>
 *
 * <p>The biases are free, as is usual.
 *
 * @param l1 factor of the absolute values, at least 0
 * @param l2 factor of the squares, at least 0
 */
public record Regularizer(double l1, double l2) {

  /** No penalty. */
  public static final Regularizer NONE = new Regularizer(0, 0);

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is negative or not finite
   */
  public Regularizer {
    Numbers.requireNotNegative("l1", l1);
    Numbers.requireNotNegative("l2", l2);
  }

  /** Absolute values only. */
  public static Regularizer l1(double l1) {
    return new Regularizer(l1, 0);
  }

  /** Squares only. */
  public static Regularizer l2(double l2) {
    return new Regularizer(0, l2);
  }

  boolean isNone() {
    return l1 == 0 && l2 == 0;
  }

  /**
   * The penalty on n weights.
   *
   * @param w weights, read
   */
  double penalty(int n, MemorySegment w) {
    double absolute = 0;
    double squared = 0;
    for (int i = 0; i < n; i++) {
      double weight = w.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      absolute += Math.abs(weight);
      squared += weight * weight;
    }
    return l1 * absolute + l2 * squared;
  }

  /**
   * Adds the penalty's gradient.
   *
   * @param w weights, read
   * @param dw their gradients, added to
   */
  void addGradient(int n, MemorySegment w, MemorySegment dw) {
    float first = (float) l1;
    float second = (float) (2 * l2);
    for (int i = 0; i < n; i++) {
      float weight = w.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      float gradient = dw.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      float penalty = first * Math.signum(weight) + second * weight;
      dw.setAtIndex(ValueLayout.JAVA_FLOAT, i, gradient + penalty);
    }
  }
}
