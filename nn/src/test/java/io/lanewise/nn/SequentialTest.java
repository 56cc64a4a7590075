package io.lanewise.nn;

import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.Glyphs;
import io.lanewise.nn.data.LabelledImages;
import io.lanewise.nn.data.Samples;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SequentialTest {

  private static final Kernels KERNELS = Backends.require("scalar").open(KernelOptions.defaults());
  private static final LabelledImages DATA = TestData.noise(11, 6, 5, 3, 1);
  private static final FitOptions OPTIONS =
      FitOptions.defaults()
          .withEpochs(2)
          .withBatch(4)
          .withSchedule(Schedule.linear(0.1))
          .withSeed(5);

  @AfterAll
  static void close() {
    KERNELS.close();
  }

  private static Sequential small() {
    return Sequential.of(
        new Features(1, 6, 5), conv2d(2, 3), tanh(), flatten(), dense(4), tanh(), dense(3));
  }

  @Test
  void lastBatchOfAnEpochIsTrainedWithItsTrueSize() {
    List<String> heard = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    History history =
        small()
            .fit(
                KERNELS,
                DATA,
                DATA.head(5),
                OPTIONS,
                new Callback() {
                  @Override
                  public void onStep(Fit fit, StepResult step) {
                    heard.add(
                        step.epoch()
                            + (" " + step.step() + "/" + step.steps())
                            + (" " + step.samples()));
                    losses.add(step.loss());
                  }

                  @Override
                  public void onEpoch(Fit fit, EpochResult result) {
                    heard.add("epoch " + result.epoch());
                  }
                });
    assertThat(heard)
        .containsExactly(
            "1 1/3 4", "1 2/3 4", "1 3/3 3", "epoch 1", "2 1/3 4", "2 2/3 4", "2 3/3 3", "epoch 2");
    assertThat(history.stepLosses())
        .containsExactly(losses.stream().mapToDouble(loss -> loss).toArray());
    assertThat(history.epochs().get(0).trainLoss())
        .isCloseTo((4 * losses.get(0) + 4 * losses.get(1) + 3 * losses.get(2)) / 11, within(1e-12));
    assertThat(history.last().validation().orElseThrow().samples()).isEqualTo(5);
  }

  /** With one batch of everything the first loss is that of the untrained network. */
  @Test
  void lossOfAStepIsBeforeItsUpdate() {
    Sequential network = small();
    network.initialise(5);
    double before = network.evaluate(KERNELS, DATA, 11).loss();
    History history = network.fit(KERNELS, DATA, null, OPTIONS.withBatch(100));
    assertThat(history.stepLosses()).hasSize(2);
    assertThat(history.stepLosses()[0]).isCloseTo(before, within(1e-6));
    assertThat(history.last().validation()).isEmpty();
    assertThat(network.evaluate(KERNELS, DATA, 11).loss()).isLessThan(before);
  }

  @Test
  void sizeOfTheBatchDoesNotChangeAnEvaluation() {
    Sequential network = small();
    network.initialise(5);
    Evaluation all = network.evaluate(KERNELS, DATA, 11);
    for (int batch : new int[] {1, 4, 100}) {
      Evaluation some = network.evaluate(KERNELS, DATA, batch);
      assertThat(some.samples()).isEqualTo(11);
      assertThat(some.accuracy()).isEqualTo(all.accuracy());
      assertThat(some.loss()).isCloseTo(all.loss(), within(1e-6));
    }
    int[] predicted = network.predict(KERNELS, DATA, 4);
    int right = 0;
    for (int i = 0; i < DATA.size(); i++) {
      right += predicted[i] == DATA.label(i) ? 1 : 0;
    }
    assertThat(all.accuracy()).isEqualTo(right / 11.0);
  }

  @Test
  void samplesWithoutTargetsArePredicted() {
    Sequential network = small();
    network.initialise(5);
    float[] values = new float[11 * 30];
    DATA.fill(MemorySegment.ofArray(values), new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0, 11);
    Dataset unlabelled = Samples.unlabelled(new Features(1, 6, 5), values);
    assertThat(network.predict(KERNELS, unlabelled, 4))
        .containsExactly(network.predict(KERNELS, DATA, 4));
    assertThat(network.outputs(KERNELS, unlabelled, 4))
        .containsExactly(network.outputs(KERNELS, DATA, 4));
    assertThatThrownBy(() -> network.evaluate(KERNELS, unlabelled, 4))
        .hasMessageContaining("expected classes");
  }

  @Test
  void oneSeedGivesTheSameWeightsToTheBit() {
    assertThat(trained(OPTIONS)).containsExactly(trained(OPTIONS));
    assertThat(trained(OPTIONS)).isNotEqualTo(trained(OPTIONS.withSeed(6)));
  }

  private static float[] trained(FitOptions options) {
    Sequential network = small();
    network.fit(KERNELS, DATA, null, options);
    return network.parameters();
  }

  /** Two steps on everything, by v = m v + g + d w, w = w - r (1 - t / 2) v in double precision. */
  @Test
  void updateIsThatOfTheFormula() {
    Sequential network = small();
    network.initialise(5);
    float[] w0 = network.parameters();
    double[] v = new double[w0.length];
    float[] w1 = updated(w0, gradient(network, w0), v, 0.25);
    float[] w2 = updated(w1, gradient(network, w1), v, 0.125);
    network.setParameters(w0);
    network.fit(
        KERNELS,
        DATA,
        null,
        OPTIONS
            .withBatch(11)
            .withOptimizer(new Optimizer.Sgd(0.5, false, 0.125))
            .withSchedule(Schedule.linear(0.25)));
    float[] after = network.parameters();
    for (int i = 0; i < w0.length; i++) {
      assertThat(after[i]).as("parameter %d", i).isCloseTo(w2[i], within(2e-6f));
    }
  }

  private static float[] gradient(Sequential network, float[] weights) {
    int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    network.setParameters(weights);
    try (Engine engine = Engine.forTraining(KERNELS, network, 64, 1)) {
      engine.gradients(DATA, order, 0, 11, 1);
      return engine.gradients();
    }
  }

  private static float[] updated(float[] weights, float[] gradient, double[] v, double rate) {
    float[] after = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      v[i] = 0.5 * v[i] + gradient[i] + 0.125 * weights[i];
      after[i] = (float) (weights[i] - rate * v[i]);
    }
    return after;
  }

  @Test
  void summaryShowsLayersSizesAndParameters() {
    assertThat(small().summary().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
        .containsExactly(
            "name|layer|output|parameters",
            "input|1x6x5",
            "conv1|conv2d 2@3x3|2x4x3|20",
            "tanh1|tanh|2x4x3|0",
            "flatten1|flatten|24|0",
            "dense1|dense 4|4|100",
            "tanh2|tanh|4|0",
            "dense2|dense 3|3|15",
            "total|135");
  }

  @Test
  void layerThatDoesNotFitIsNamed() {
    Features input = new Features(1, 6, 5);
    assertThatThrownBy(() -> Sequential.of(input, dense(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer dense1 (dense 3) on input 1x6x5: input is 1x6x5, expected a vector: flatten it");
    assertThatThrownBy(() -> Sequential.of(input, conv2d(2, 3), conv2d(2, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer conv2 (conv2d 2@5x5) on input 2x4x3: ");
    assertThatThrownBy(() -> Sequential.of(input, conv2d(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x4x3");
    assertThatThrownBy(() -> Sequential.of(input)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> dense(0)).hasMessage("features is 0, expected at least 1");
  }

  @Test
  void dataThatDoesNotFitIsRefused() {
    Sequential network = small();
    network.initialise(5);
    assertThatThrownBy(() -> network.evaluate(KERNELS, TestData.noise(3, 5, 6, 3, 1), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data has samples of 1x5x6, expected 1x6x5 for layer conv1");
    assertThatThrownBy(() -> network.fit(KERNELS, TestData.noise(3, 6, 5, 4, 1), null, OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train has 4 classes, expected at most 3");
    assertThatThrownBy(() -> network.predict(KERNELS, DATA, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch is 0, expected at least 1");
    assertThatThrownBy(() -> small().evaluate(KERNELS, DATA, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no weights yet");
  }

  @Test
  void trainingThatDivergesStopsAndKeepsTheWeights() {
    Sequential network =
        Sequential.of(new Features(1, 6, 5), flatten(), dense(8), dense(8), dense(3));
    network.initialise(5);
    float[] before = network.parameters();
    FitOptions wild = OPTIONS.withEpochs(1).withBatch(1).withSchedule(Schedule.linear(1e6));
    assertThatThrownBy(() -> network.fit(KERNELS, DATA, null, wild))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("of epoch 1, expected a finite number");
    assertThat(network.parameters()).containsExactly(before);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    FitOptions options = FitOptions.defaults();
    assertThatThrownBy(() -> options.withEpochs(0)).hasMessage("epochs is 0, expected at least 1");
    assertThatThrownBy(() -> options.withBatch(0)).hasMessage("batch is 0, expected at least 1");
    assertThatThrownBy(() -> options.withValidationSplit(1))
        .hasMessage("validationSplit is 1.0, expected 0 to below 1");
    assertThatThrownBy(() -> Schedule.linear(Double.NaN)).hasMessageContaining("rate is NaN");
    assertThatThrownBy(() -> Optimizer.momentum(1)).hasMessageContaining("momentum is 1.0");
    assertThatThrownBy(() -> new Optimizer.Sgd(0, false, -1)).hasMessageContaining("weightDecay");
  }

  /**
   * The first run in a JVM is interpreted in part, the second is not. Six outputs are inner
   * products to GEMM, whose lanes must be added up in one order.
   */
  @ParameterizedTest
  @MethodSource("io.lanewise.nn.TestData#backends")
  void fewOutputsGiveTheSameWeightsToTheBitAgain(Backend backend) {
    LabelledImages train = Glyphs.draw(2048, 1);
    FitOptions options = FitOptions.defaults().withEpochs(10).withBatch(32);
    float[][] weights = new float[2][];
    for (int run = 0; run < 2; run++) {
      Sequential network = Mlp.of(784, 6, 10);
      try (Kernels kernels = backend.open(new KernelOptions(1))) {
        network.fit(kernels, train, null, options);
      }
      weights[run] = network.parameters();
    }
    assertThat(weights[1]).containsExactly(weights[0]);
  }
}
