package io.lanewise.nn;

import static io.lanewise.nn.Layers.averagePool2d;
import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.dropout;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.Samples;
import io.lanewise.nn.reference.ReferenceTraining;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 32 steps on every backend take the course of float64: losses, and the parameters at the end. */
class TrainingCurveTest {

  /** Of the loss, and of a parameter; 2.4e-7 and 5.3e-7 were seen. */
  private static final double TOLERANCE = 2e-6;

  private static final FitOptions OPTIONS =
      FitOptions.defaults().withEpochs(8).withSeed(3).withSchedule(Schedule.constant(0.1));

  /** 4 steps for each epoch, the last one of fewer samples. */
  private static final Samples DATA = data(130, new Features(1, 6, 6), 3);

  private static final Map<String, FitOptions> OPTIONS_BY_NAME = options();

  private static Map<String, FitOptions> options() {
    Map<String, FitOptions> options = new LinkedHashMap<>();
    FitOptions slow = OPTIONS.withSchedule(Schedule.constant(0.01));
    options.put("sgd", OPTIONS.withOptimizer(Optimizer.sgd()));
    options.put("momentum", OPTIONS.withOptimizer(Optimizer.momentum(0.8)));
    options.put("nesterov", OPTIONS.withOptimizer(Optimizer.nesterov(0.8)));
    options.put("weight decay", OPTIONS.withOptimizer(new Optimizer.Sgd(0.5, false, 0.1)));
    options.put("nesterov, weight decay", OPTIONS.withOptimizer(new Optimizer.Sgd(0.5, true, 0.1)));
    options.put("adagrad", slow.withOptimizer(Optimizer.adaGrad()));
    options.put("rmsprop", slow.withOptimizer(Optimizer.rmsProp()));
    options.put("adam", slow.withOptimizer(Optimizer.adam()));
    options.put("adamw", slow.withOptimizer(Optimizer.adamW(0.1)));
    options.put("linear", OPTIONS.withSchedule(Schedule.linear(0.1)));
    options.put("step", OPTIONS.withSchedule(Schedule.step(0.1, 0.5, 2)));
    options.put("exponential", OPTIONS.withSchedule(Schedule.exponential(0.1, 0.7)));
    options.put("cosine", OPTIONS.withSchedule(Schedule.cosine(0.1, 0.01)));
    options.put("inverse time", OPTIONS.withSchedule(Schedule.inverseTime(0.1, 0.5)));
    options.put("table of 1998", OPTIONS.withSchedule(Schedule.lecun1998(200)));
    options.put("clipped values", OPTIONS.withClipping(Clipping.byValue(0.05)));
    options.put("clipped norm", OPTIONS.withClipping(Clipping.byNorm(0.1)));
    return options;
  }

  static Stream<Arguments> trainings() {
    return TestData.backends()
        .flatMap(
            backend ->
                OPTIONS_BY_NAME.entrySet().stream()
                    .map(
                        entry ->
                            argumentSet(
                                backend.id() + ": " + entry.getKey(), backend, entry.getValue())));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void isThatOfFloat64(Backend backend, FitOptions options) {
    assertIsThatOfFloat64(backend, 1, options, DATA.slice(0, 20), 6);
  }

  /** Where the backend has them, samples lie in the lanes of vectors; each thread has some. */
  @ParameterizedTest
  @MethodSource("trainings")
  void isThatOfFloat64InLanesAndThreads(Backend backend, FitOptions options) {
    assertIsThatOfFloat64(backend, 2, options, DATA, 40);
  }

  private static void assertIsThatOfFloat64(
      Backend backend, int threads, FitOptions with, Dataset data, int batch) {
    FitOptions options = with.withBatch(batch);
    Sequential network =
        Sequential.of(
            DATA.input(),
            conv2d(3, 3).regularizer(Regularizer.l2(0.01)),
            tanh(),
            averagePool2d(2),
            flatten(),
            dropout(0.2),
            dense(8).regularizer(Regularizer.l1(0.001)),
            tanh(),
            dense(3));
    network.initialise(5);
    ReferenceTraining reference = new ReferenceTraining(network, options);
    double[] expected = reference.fit(data);
    assertThat(expected).hasSize(32);
    double[] losses;
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      losses = network.fit(kernels, data, options).stepLosses();
    }
    for (int step = 0; step < expected.length; step++) {
      assertThat(losses[step])
          .as("loss of step %d", step)
          .isCloseTo(expected[step], within(TOLERANCE * expected[step]));
    }
    double[] parameters = reference.parameters();
    for (int i = 0; i < parameters.length; i++) {
      assertThat((double) network.parameters()[i])
          .as("parameter %d", i)
          .isCloseTo(parameters[i], within(TOLERANCE));
    }
  }

  private static Samples data(int size, Features input, int classes) {
    Random random = new Random(1);
    float[] values = new float[size * input.elements()];
    int[] labels = new int[size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < size; i++) {
      labels[i] = i % classes;
    }
    return Samples.labelled(input, values, labels, classes);
  }
}
