package io.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Samples;
import io.lanewise.nn.reference.Doubles;
import io.lanewise.nn.reference.ReferenceNetwork;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of every parameter in float32, on every backend. */
class GradientTest {

  private static final int FEW = 5;

  /** Two groups of 16 lanes, or four of 8, and a part of another. */
  private static final int MANY = 37;

  private static final long KEY = 99;

  /** Of the largest gradient of a layer. */
  private static final double BOUND = 32 * 0x1p-24;

  private static final float STEP = 0x1p-11f;

  static Stream<Arguments> cases() {
    return TestData.backends()
        .flatMap(
            backend ->
                GradientCase.all()
                    .map(each -> argumentSet(backend.id() + ": " + each, backend, each)));
  }

  /**
   * An element may differ by some roundings of the largest one of its layer, as it is a sum whose
   * terms are about as large and may cancel: up to 14 of them were seen.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfFloat64(Backend backend, GradientCase example) {
    assertIsThatOfFloat64(backend, example, FEW, 1);
  }

  /** Where the backend has them, samples lie in the lanes of vectors; each thread has some. */
  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfFloat64InLanesAndThreads(Backend backend, GradientCase example) {
    assertIsThatOfFloat64(backend, example, MANY, 2);
  }

  private static void assertIsThatOfFloat64(
      Backend backend, GradientCase example, int samples, int threads) {
    Sequential network = example.network();
    network.setParameters(example.parameters());
    double[] expected = new double[network.parameterCount()];
    double loss =
        ReferenceNetwork.of(network)
            .gradient(
                KEY,
                Doubles.of(example.parameters()),
                Doubles.of(example.x(samples)),
                Doubles.of(example.targets(samples)),
                expected);
    try (Kernels kernels = backend.open(new KernelOptions(threads));
        Engine engine = Engine.forTraining(kernels, network, samples, 0)) {
      assertThat(objective(engine, network, example.data(samples)))
          .as("loss")
          .isCloseTo(loss, within(1e-6 * (1 + loss)));
      float[] gradient = engine.gradients();
      for (Node node : network.nodes()) {
        assertClose(node, gradient, expected);
      }
    }
  }

  private static void assertClose(Node node, float[] gradient, double[] expected) {
    int from = node.offset();
    int to = from + node.parameterCount();
    double largest = Arrays.stream(expected, from, to).map(Math::abs).max().orElse(0);
    for (int i = from; i < to; i++) {
      assertThat(Math.abs(gradient[i] - expected[i]))
          .as("%s[%d]: %s, in float64 %s", node.name(), i - from, gradient[i], expected[i])
          .isLessThanOrEqualTo(BOUND * largest);
    }
  }

  /**
   * Losses are rounded to about 2^-24 of their size, so that a step of 2^-11 leaves an error of
   * about 2^-13 of it. A longer step passes over the kinks of maxima.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfFiniteDifferences(Backend backend, GradientCase example) {
    Sequential network = example.network();
    float[] parameters = example.parameters();
    network.setParameters(parameters);
    Samples data = example.data(FEW);
    try (Kernels kernels = backend.open(new KernelOptions(1));
        Engine engine = Engine.forTraining(kernels, network, FEW, 0)) {
      double loss = objective(engine, network, data);
      float[] gradient = engine.gradients();
      for (int i = 0; i < parameters.length; i++) {
        double above = moved(engine, network, data, parameters, i, STEP);
        double below = moved(engine, network, data, parameters, i, -STEP);
        double difference = (above - below) / (2 * (double) STEP);
        assertThat(Math.abs(gradient[i] - difference))
            .as("parameter %d: gradient %s, difference %s", i, gradient[i], difference)
            .isLessThan(3e-4 * (1 + loss) + 3e-3 * Math.abs(difference));
      }
    }
  }

  private static double moved(
      Engine engine, Sequential network, Samples data, float[] parameters, int i, float step) {
    float[] moved = parameters.clone();
    moved[i] += step;
    engine.setWeights(moved);
    return objective(engine, network, data);
  }

  /** What the gradients are those of: the sum over the samples where the loss is one. */
  private static double objective(Engine engine, Sequential network, Samples data) {
    int[] order = IntStream.range(0, data.size()).toArray();
    double mean = engine.gradients(data, order, 0, order.length, KEY);
    return mean * network.loss().scale(order.length) * order.length;
  }

  /** What is not listed is not compared. */
  @Test
  void everyLayerAndLossIsListed() {
    Set<Class<?>> layers = new HashSet<>();
    Set<Loss> losses = new HashSet<>();
    Set<Activation> functions = new HashSet<>();
    List<GradientCase> cases = GradientCase.all().toList();
    for (GradientCase each : cases) {
      losses.add(each.loss());
      for (Layer layer : each.layers()) {
        layers.add(layer.getClass());
        if (layer instanceof ActivationLayer activation) {
          functions.add(activation.function());
        }
      }
    }
    assertThat(layers).containsExactlyInAnyOrder(Layer.class.getPermittedSubclasses());
    assertThat(losses).containsExactlyInAnyOrder(Loss.values());
    assertThat(functions).containsExactlyInAnyOrder(Activation.values());
    assertThat(cases).extracting(GradientCase::name).doesNotHaveDuplicates();
  }
}
