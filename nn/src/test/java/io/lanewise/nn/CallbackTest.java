package io.lanewise.nn;

import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.dropout;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallbackTest {

  private static final Kernels KERNELS = Backends.require("scalar").open(KernelOptions.defaults());
  private static final Dataset TRAIN = TestData.noise(23, 4, 3, 3, 1);
  private static final Dataset TEST = TestData.noise(9, 4, 3, 3, 2);
  private static final FitOptions OPTIONS =
      FitOptions.defaults().withEpochs(6).withBatch(4).withSeed(5);

  @TempDir private Path folder;

  @AfterAll
  static void close() {
    KERNELS.close();
  }

  private static Sequential network() {
    return Sequential.of(
        new Features(1, 4, 3), flatten(), dense(8), tanh(), dropout(0.25), dense(3));
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizer.sgd(),
        Optimizer.momentum(0.9),
        Optimizer.nesterov(0.9),
        Optimizer.adaGrad(),
        Optimizer.rmsProp(),
        Optimizer.adam(),
        Optimizer.adamW(0.01));
  }

  /** Interrupted after two of six epochs, gone on from the file. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void interruptedTrainingEndsToTheBitAsTheWhole(Optimizer optimizer) throws IOException {
    FitOptions options =
        OPTIONS.withOptimizer(optimizer).withSchedule(Schedule.linear(0.05)).withEpochs(6);
    Sequential whole = network();
    Path wholeLog = folder.resolve("whole.csv");
    History expected = whole.fit(KERNELS, TRAIN, TEST, options, callbacks(wholeLog));
    Path file = folder.resolve("checkpoint.safetensors");
    Path log = folder.resolve("parts.csv");
    Callback interrupt =
        new Callback() {
          @Override
          public void onEpoch(Fit fit, EpochResult epoch) {
            if (epoch.epoch() == 2) {
              throw new IllegalStateException("interrupted");
            }
          }
        };
    assertThatThrownBy(
            () -> network().fit(KERNELS, TRAIN, TEST, options, with(log, file, interrupt)))
        .hasMessage("interrupted");
    NetworkFile read = NetworkFile.read(file);
    Sequential resumed = read.network();
    TrainingState state = read.state().orElseThrow();
    assertThat(state.epochs()).hasSize(2);
    History history =
        resumed.resume(KERNELS, TRAIN, TEST, options, state, with(log, file, new Callback() {}));
    assertThat(resumed.parameters()).containsExactly(whole.parameters());
    assertThat(history.epochs()).hasSameSizeAs(expected.epochs());
    assertThat(losses(history)).containsExactlyElementsOf(losses(expected));
    assertThat(withoutTimes(log)).containsExactlyElementsOf(withoutTimes(wholeLog));
  }

  private static Callback[] callbacks(Path log) {
    return new Callback[] {
      new ReduceRate(Monitor.VALIDATION_LOSS, 1, 0.5),
      new EarlyStopping(Monitor.VALIDATION_LOSS, 3, true),
      new CsvLog(log)
    };
  }

  private static Callback[] with(Path log, Path file, Callback last) {
    Callback[] first = callbacks(log);
    return new Callback[] {first[0], first[1], first[2], Checkpoint.every(file), last};
  }

  private static List<Double> losses(History history) {
    return history.epochs().stream().map(EpochResult::trainLoss).toList();
  }

  private static List<String> withoutTimes(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .map(line -> line.split(",", -1))
        .map(line -> String.join(",", line[0], line[1], line[2], line[5], line[6]))
        .toList();
  }

  @Test
  void stateOfAnotherTrainingIsRefused() {
    Sequential network = network();
    TrainingState state = network.fit(KERNELS, TRAIN, OPTIONS.withEpochs(1)).state();
    assertThatThrownBy(() -> network.resume(KERNELS, TRAIN, null, OPTIONS.withSeed(6), state))
        .hasMessage("seed is 6, expected 5");
    assertThatThrownBy(() -> network.resume(KERNELS, TRAIN, null, OPTIONS.withBatch(5), state))
        .hasMessage("batch is 5, expected 4");
    assertThatThrownBy(
            () ->
                network.resume(
                    KERNELS, TRAIN, null, OPTIONS.withOptimizer(Optimizer.adam()), state))
        .hasMessageStartingWith("optimizer is Adam[");
    assertThatThrownBy(() -> network.resume(KERNELS, TEST, null, OPTIONS, state))
        .hasMessageStartingWith("train is 9 samples");
  }

  /** Losses as given, by a callback that looks at them instead of the real ones. */
  @Test
  void earlyStoppingEndsWithTheBestEpoch() {
    List<float[]> after = new ArrayList<>();
    EarlyStopping stopping = new EarlyStopping(Monitor.VALIDATION_LOSS, 2, true);
    double[] losses = {3, 2, 1, 1.5, 1, 0.5};
    Sequential network = network();
    History history =
        network.fit(
            KERNELS,
            TRAIN,
            TEST,
            OPTIONS,
            new Callback() {
              @Override
              public void onEpoch(Fit fit, EpochResult epoch) {
                after.add(fit.network().parameters());
                stopping.onEpoch(fit, withLoss(epoch, losses[epoch.epoch() - 1]));
              }

              @Override
              public void onEnd(Fit fit) {
                stopping.onEnd(fit);
              }
            });
    assertThat(history.epochs()).hasSize(5);
    assertThat(stopping.bestEpoch()).isEqualTo(3);
    assertThat(network.parameters()).containsExactly(after.get(2));
    assertThat(history.state().stopped()).isTrue();
  }

  private static EpochResult withLoss(EpochResult epoch, double loss) {
    Evaluation validation = new Evaluation(9, 0.5, loss, 1);
    return new EpochResult(
        epoch.epoch(), epoch.rate(), loss, 1, 1, java.util.Optional.of(validation));
  }

  @Test
  void rateFallsWhenNothingGetsBetter() {
    ReduceRate reduce = new ReduceRate(Monitor.VALIDATION_LOSS, 2, 0.5);
    double[] losses = {3, 3, 3, 3, 3, 1};
    List<Double> rates = new ArrayList<>();
    network()
        .fit(
            KERNELS,
            TRAIN,
            TEST,
            OPTIONS.withSchedule(Schedule.constant(0.01)),
            new Callback() {
              @Override
              public void onEpoch(Fit fit, EpochResult epoch) {
                rates.add(epoch.rate());
                reduce.onEpoch(fit, withLoss(epoch, losses[epoch.epoch() - 1]));
              }
            });
    assertThat(rates).containsExactly(0.01, 0.01, 0.01, 0.005, 0.005, 0.0025);
  }

  @Test
  void bestCheckpointIsOfTheBestEpoch() throws IOException {
    Path file = folder.resolve("best.safetensors");
    Sequential network = network();
    History history =
        network.fit(
            KERNELS,
            TRAIN,
            TEST,
            OPTIONS.withSchedule(Schedule.constant(0.5)),
            Checkpoint.best(file, Monitor.VALIDATION_ACCURACY));
    double best =
        history.epochs().stream()
            .mapToDouble(epoch -> epoch.validation().orElseThrow().accuracy())
            .max()
            .orElseThrow();
    Evaluation read = NetworkFile.read(file).network().evaluate(KERNELS, TEST, 9);
    assertThat(read.accuracy()).isEqualTo(best);
  }

  @Test
  void monitorOfValidationNeedsIt() {
    assertThatThrownBy(
            () ->
                network()
                    .fit(
                        KERNELS,
                        TRAIN,
                        OPTIONS,
                        new EarlyStopping(Monitor.VALIDATION_LOSS, 2, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validation is none, expected data or a validationSplit");
  }

  @Test
  void endOfTheDataIsKeptForValidation() {
    History history =
        network().fit(KERNELS, TRAIN, OPTIONS.withEpochs(1).withValidationSplit(0.25));
    assertThat(history.last().validation().orElseThrow().samples()).isEqualTo(5);
    History given =
        network().fit(KERNELS, TRAIN.slice(0, 18), TRAIN.slice(18, 23), OPTIONS.withEpochs(1));
    assertThat(history.last().validation().orElseThrow().loss())
        .isCloseTo(given.last().validation().orElseThrow().loss(), within(1e-12));
  }

  @Test
  void timeOfEveryLayerIsKnown() {
    History history = network().fit(KERNELS, TRAIN, OPTIONS.withEpochs(1));
    assertThat(history.layerTimes().stream().map(LayerTime::layer))
        .containsExactly("flatten1", "dense1", "tanh1", "dropout1", "dense2", "loss", "update");
    LayerTime dense = history.layerTimes().get(1);
    assertThat(dense.forwardSeconds()).isPositive();
    assertThat(dense.backwardSeconds()).isPositive();
    assertThat(history.layerTimes().get(6).backwardSeconds()).isPositive();
  }
}
