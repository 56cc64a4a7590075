package io.lanewise.nn.reference;

import io.lanewise.nn.Clipping;

/** Gradients kept from being too large; {@link Clipping} has the rule. */
final class ReferenceClipping {

  private ReferenceClipping() {}

  /** Clips g in place: each element into [-value, value], then all to a length of norm at most. */
  static void apply(Clipping clipping, double[] g) {
    double squares = 0;
    for (int i = 0; i < g.length; i++) {
      g[i] = Math.min(Math.max(g[i], -clipping.value()), clipping.value());
      squares += g[i] * g[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < g.length && length > clipping.norm(); i++) {
      g[i] *= clipping.norm() / length;
    }
  }
}
