package io.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializationTest {

  private static final int FAN_IN = 50;
  private static final int FAN_OUT = 30;

  static Stream<Arguments> momentsAndLimits() {
    double infinite = Double.POSITIVE_INFINITY;
    return Stream.of(
        arguments(Initialization.ZEROS, 0, 0, 0),
        arguments(Initialization.constant(0.1), 0.1, 0, 0.1),
        arguments(Initialization.uniform(-1, 3), 1, 16 / 12.0, 3),
        arguments(Initialization.normal(0.5, 0.1), 0.5, 0.01, infinite),
        arguments(Initialization.LECUN_UNIFORM, 0, 1.0 / 50, Math.sqrt(3.0 / 50)),
        arguments(Initialization.LECUN_NORMAL, 0, 1.0 / 50, infinite),
        arguments(Initialization.GLOROT_UNIFORM, 0, 2.0 / 80, Math.sqrt(6.0 / 80)),
        arguments(Initialization.GLOROT_NORMAL, 0, 2.0 / 80, infinite),
        arguments(Initialization.HE_UNIFORM, 0, 2.0 / 50, Math.sqrt(6.0 / 50)),
        arguments(Initialization.HE_NORMAL, 0, 2.0 / 50, infinite));
  }

  /** A hundred thousand draws: the mean errs by deviation / 316, the variance by 1 percent. */
  @ParameterizedTest
  @MethodSource("momentsAndLimits")
  void hasItsMeanItsVarianceAndItsLimit(
      Initialization initialization, double mean, double variance, double limit) {
    float[] weights = new float[100_002];
    initialization.draw(new Random(3), FAN_IN, FAN_OUT, weights, 1, 100_000);
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 1; i <= 100_000; i++) {
      sum += weights[i];
      squares += (weights[i] - mean) * (weights[i] - mean);
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    assertThat(sum / 100_000).isCloseTo(mean, within(1e-7 + Math.sqrt(variance) / 60));
    assertThat(squares / 100_000).isCloseTo(variance, within(1e-7 + variance / 30));
    assertThat(largest).isLessThanOrEqualTo(limit + 1e-7);
    assertThat(weights[0]).isZero();
    assertThat(weights[100_001]).isZero();
  }

  @ParameterizedTest
  @MethodSource("momentsAndLimits")
  void textIsReadBack(Initialization initialization) {
    assertThat(Initialization.parse(initialization.toString())).isEqualTo(initialization);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glorot",
        "constant()",
        "constant(NaN)",
        "uniform(1,1)",
        "uniform(1)",
        "normal(0,-1)",
        "x(1)"
      })
  void textOfNoneIsRefused(String text) {
    assertThatThrownBy(() -> Initialization.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }
}
