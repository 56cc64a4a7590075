package io.lanewise.nn.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.lanewise.nn.Clipping;
import io.lanewise.nn.Optimizer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two steps from w = 1 at rate 0.1 with gradients 0.5 and -0.25, worked out by hand. */
class ReferenceOptimizerTest {

  static Stream<Arguments> steps() {
    return Stream.of(
        argumentSet("sgd", Optimizer.sgd(), 0.95, 0.975),
        argumentSet("momentum: v = 0.5, 0.2", Optimizer.momentum(0.9), 0.95, 0.93),
        argumentSet("nesterov: d + 0.9 v = 0.95, -0.07", Optimizer.nesterov(0.9), 0.905, 0.912),
        argumentSet("decay: d = 0.7, -0.064", new Optimizer.Sgd(0, false, 0.2), 0.93, 0.9364),
        argumentSet(
            "adagrad: s = 0.25, 0.3125", Optimizer.adaGrad(), 0.9, 0.9 + 0.025 / Math.sqrt(0.3125)),
        argumentSet(
            "rmsprop: s = 0.025, 0.02875",
            Optimizer.rmsProp(),
            1 - 0.05 / Math.sqrt(0.025),
            1 - 0.05 / Math.sqrt(0.025) + 0.025 / Math.sqrt(0.02875)),
        argumentSet(
            "adam: m = 0.05, 0.02 and v = 0.00025, 0.00031225",
            Optimizer.adam(),
            0.9,
            0.9 - 0.1 * (0.02 / 0.19) / Math.sqrt(0.00031225 / 0.001999)),
        argumentSet(
            "adamw: 1 % of w besides",
            Optimizer.adamW(0.1),
            0.99 - 0.1,
            0.89 * 0.99 - 0.1 * (0.02 / 0.19) / Math.sqrt(0.00031225 / 0.001999)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void stepsAreThoseOfTheFormula(Optimizer kind, double first, double second) {
    double[] w = {7, 1};
    ReferenceOptimizer optimizer = new ReferenceOptimizer(kind, w.length);
    optimizer.update(0.1, new double[] {0, 0.5}, w);
    assertThat(w[1]).isCloseTo(first, within(1e-6));
    optimizer.update(0.1, new double[] {0, -0.25}, w);
    assertThat(w[1]).isCloseTo(second, within(1e-6));
  }

  @Test
  void clippingLimitsElementsThenTheNorm() {
    assertThat(clipped(Clipping.NONE, 30, -40)).containsExactly(30, -40);
    assertThat(clipped(Clipping.byValue(0.3), -1, 0.2, 0.5)).containsExactly(-0.3, 0.2, 0.3);
    assertThat(clipped(Clipping.byNorm(1), 3, -4))
        .containsExactly(new double[] {0.6, -0.8}, within(1e-15));
    assertThat(clipped(Clipping.byNorm(5), 3, -4)).containsExactly(3, -4);
    assertThat(clipped(new Clipping(4, 1), 3, -40))
        .containsExactly(new double[] {0.6, -0.8}, within(1e-15));
  }

  private static double[] clipped(Clipping clipping, double... g) {
    ReferenceClipping.apply(clipping, g);
    return g;
  }
}
