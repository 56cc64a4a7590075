package io.lanewise.nn.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.nn.GradientCase;
import io.lanewise.nn.Sequential;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every gradient against the central difference of the loss. Losses are rounded to about 2^-52 of
 * their size, so that a step of 1e-5 leaves about 1e-11 of them, and 1e-10 f''' for the third
 * derivative.
 */
class ReferenceGradientTest {

  private static final double STEP = 1e-5;
  private static final long KEY = 99;
  private static final int SAMPLES = 5;

  static Stream<GradientCase> cases() {
    return GradientCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfFiniteDifferences(GradientCase example) {
    Sequential sequential = example.network();
    ReferenceNetwork network = ReferenceNetwork.of(sequential);
    assertThat(network.parameterCount()).isEqualTo(sequential.parameterCount());
    double[] w = Doubles.of(example.parameters());
    double[][] x = Doubles.of(example.x(SAMPLES));
    double[][] targets = Doubles.of(example.targets(SAMPLES));
    double[] gradient = new double[w.length];
    double loss = network.gradient(KEY, w, x, targets, gradient);
    double[] ignored = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      double weight = w[i];
      w[i] = weight + STEP;
      double above = network.gradient(KEY, w, x, targets, ignored);
      w[i] = weight - STEP;
      double below = network.gradient(KEY, w, x, targets, ignored);
      w[i] = weight;
      double difference = (above - below) / (2 * STEP);
      assertThat(Math.abs(gradient[i] - difference))
          .as("parameter %d: gradient %s, difference %s", i, gradient[i], difference)
          .isLessThanOrEqualTo(1e-6 * Math.abs(difference) + 1e-9 * (1 + loss));
    }
  }
}
