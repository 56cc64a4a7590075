package io.lanewise.nn;

import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.sigmoid;
import static io.lanewise.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a perceptron cannot learn. */
class XorTest {

  private static final Features PAIR = Features.vector(2);
  private static final float[] PAIRS = {0, 0, 0, 1, 1, 0, 1, 1};
  private static final FitOptions OPTIONS =
      FitOptions.defaults()
          .withEpochs(500)
          .withBatch(4)
          .withOptimizer(Optimizer.adam())
          .withSchedule(Schedule.constant(0.05));

  @ParameterizedTest
  @MethodSource("io.lanewise.nn.TestData#backends")
  void isLearnedByTwoLayers(Backend backend) {
    Samples xor = Samples.of(PAIR, PAIRS, new float[] {0, 1, 1, 0}, 1);
    Sequential network =
        Sequential.of(PAIR, Loss.BINARY_CROSS_ENTROPY, dense(4), tanh(), dense(1), sigmoid());
    float[] said = said(backend, network, xor);
    assertThat(said[0]).isLessThan(0.1f);
    assertThat(said[1]).isGreaterThan(0.9f);
    assertThat(said[2]).isGreaterThan(0.9f);
    assertThat(said[3]).isLessThan(0.1f);
  }

  /** Of one layer the best is to say 1/2 to everything. */
  @ParameterizedTest
  @MethodSource("io.lanewise.nn.TestData#backends")
  void isNotLearnedByOne(Backend backend) {
    Samples xor = Samples.of(PAIR, PAIRS, new float[] {0, 1, 1, 0}, 1);
    Sequential network = Sequential.of(PAIR, Loss.BINARY_CROSS_ENTROPY, dense(1), sigmoid());
    for (float p : said(backend, network, xor)) {
      assertThat(p).isBetween(0.4f, 0.6f);
    }
  }

  private static float[] said(Backend backend, Sequential network, Samples data) {
    try (Kernels kernels = backend.open(KernelOptions.defaults())) {
      network.fit(kernels, data, OPTIONS);
      return network.outputs(kernels, data, 4);
    }
  }
}
