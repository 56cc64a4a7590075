package io.lanewise.nn;

import static io.lanewise.nn.Layers.averagePool2d;
import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.maxPool2d;
import static io.lanewise.nn.Layers.relu;
import static io.lanewise.nn.Layers.sigmoid;
import static io.lanewise.nn.Layers.sumPool2d;
import static io.lanewise.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.LabelledImages;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gradient of every parameter against the central difference of the loss. Losses are about 1
 * and rounded to about 2^-23, so that a step of 2^-9 leaves an error of about 2^-14.
 */
class GradientTest {

  private static final float STEP = 0x1p-9f;
  private static final int BATCH = 5;
  private static final Features INPUT = new Features(1, 9, 8);

  private static final Map<String, Layer[]> NETWORKS =
      new TreeMap<>(
          Map.of(
              "as LeNet-5 is built",
              new Layer[] {
                conv2d(3, 3).pad(1),
                tanh(),
                averagePool2d(2),
                conv2d(4, 3),
                tanh(),
                flatten(),
                dense(6),
                tanh(),
                dense(4)
              },
              "activations in a row, one at the end",
              new Layer[] {
                flatten(), dense(6), tanh(), sigmoid(), relu(), dense(5), relu(), tanh()
              },
              "layers without parameters first",
              new Layer[] {
                maxPool2d(2).stride(1), tanh(), flatten(), sigmoid(), dense(5), sigmoid(), dense(3)
              },
              "strides, maxima and sums",
              new Layer[] {
                conv2d(4, 3).stride(2).pad(2),
                sigmoid(),
                maxPool2d(2),
                conv2d(3, 1).initialization(Initialization.LECUN_UNIFORM),
                sumPool2d(2).stride(1),
                tanh(),
                flatten(),
                dense(3)
              }));

  static Stream<Arguments> networks() {
    return TestData.backends()
        .flatMap(
            backend ->
                NETWORKS.entrySet().stream()
                    .map(
                        network ->
                            argumentSet(
                                backend.id() + ": " + network.getKey(),
                                backend,
                                network.getValue())));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void isThatOfFiniteDifferences(Backend backend, Layer[] layers) {
    Sequential network = Sequential.of(INPUT, layers);
    LabelledImages data =
        TestData.noise(BATCH, INPUT.rows(), INPUT.columns(), network.outputs(), 11);
    network.initialise(7);
    float[] weights = network.parameters();
    float[] gradient = new float[weights.length];
    try (Kernels kernels = backend.open(KernelOptions.defaults())) {
      lossAndGradient(kernels, network, weights, data, gradient);
      float[] ignored = new float[weights.length];
      for (int i = 0; i < weights.length; i++) {
        float[] moved = weights.clone();
        moved[i] = weights[i] + STEP;
        double above = lossAndGradient(kernels, network, moved, data, ignored);
        moved[i] = weights[i] - STEP;
        double below = lossAndGradient(kernels, network, moved, data, ignored);
        double difference = (above - below) / (2 * (double) STEP);
        assertThat(Math.abs(gradient[i] - difference))
            .as("parameter %d: gradient %s, difference %s", i, gradient[i], difference)
            .isLessThan(3e-4 + 3e-3 * Math.abs(difference));
      }
    }
  }

  private static double lossAndGradient(
      Kernels kernels, Sequential network, float[] weights, LabelledImages data, float[] gradient) {
    network.setParameters(weights);
    try (Engine engine = Engine.forTraining(kernels, network, 64, 1)) {
      double loss = engine.gradients(data, new int[] {0, 1, 2, 3, 4}, 0, BATCH, 1);
      System.arraycopy(engine.gradients(), 0, gradient, 0, gradient.length);
      return loss;
    }
  }
}
