package io.lanewise.bench.train;

import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.results.TrainingReport;
import io.lanewise.bench.results.TrainingRow;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.Callback;
import io.lanewise.nn.EpochResult;
import io.lanewise.nn.Evaluation;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.History;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.TrainingState;
import io.lanewise.nn.data.Dataset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One training. Every epoch ends with a test, unless a share of the data is kept for validation:
 * then only the end does.
 *
 * @param model name of the network
 * @param network the network
 * @param backend what computes
 * @param threads threads that it may use
 * @param options how to train
 * @param data what on
 * @param targetAccuracy the test accuracy whose time is reported
 */
public record TrainingRun(
    String model,
    Sequential network,
    Backend backend,
    int threads,
    FitOptions options,
    TrainingData data,
    double targetAccuracy) {

  private static final int STEPS = 100;

  /**
   * Trains.
   *
   * @param state where the training stands; null for its beginning
   * @param callbacks hear of it
   * @throws CommandFailure with status 1 if the loss is no longer finite
   * @throws IllegalArgumentException if the data does not fit the network, or the state the options
   */
  public TrainingReport run(@Nullable TrainingState state, Callback... callbacks) {
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      Dataset validation = validates() ? null : data.test();
      History history =
          state == null
              ? network.fit(kernels, data.train(), validation, options, callbacks)
              : network.resume(kernels, data.train(), validation, options, state, callbacks);
      double accuracy =
          validates()
              ? network.evaluate(kernels, data.test(), options.batch()).accuracy()
              : accuracy(history.last());
      List<LayerRow> layers = LayerTimes.rows(history.layerTimes(), 1);
      Double loss = state == null ? lossAfterSteps(history) : null;
      double[] speeds = speeds(history);
      return new TrainingReport(List.of(row(kernels, history, accuracy, loss, speeds)), layers);
    } catch (ArithmeticException e) {
      throw CommandFailure.failed(e.getMessage());
    }
  }

  /** Whether the test data is for the end only. */
  public boolean validates() {
    return options.validationSplit() > 0;
  }

  /** Samples per second of each epoch that counts. */
  private static double[] speeds(History history) {
    List<EpochResult> epochs = history.epochs();
    return epochs.stream()
        .skip(epochs.size() > 1 ? 1 : 0)
        .mapToDouble(EpochResult::samplesPerSecond)
        .toArray();
  }

  private TrainingRow row(
      Kernels kernels, History history, double accuracy, @Nullable Double loss, double[] speeds) {
    double speed = Median.of(speeds);
    return new TrainingRow(
        model,
        data.name(),
        backend.id(),
        threads,
        kernels.describe().threads(),
        options.batch(),
        data.train().size(),
        null,
        speed,
        Arrays.stream(speeds).min().orElseThrow(),
        Arrays.stream(speeds).max().orElseThrow(),
        null,
        null,
        data.train().size() / speed,
        (double) network.trainingFlops(),
        null,
        1e-9 * network.trainingFlops() * speed,
        null,
        null,
        null,
        null,
        null,
        history.epochs().size(),
        targetAccuracy,
        null,
        validates() ? null : secondsToAccuracy(history.epochs()),
        null,
        null,
        accuracy,
        history.last().trainLoss(),
        loss,
        null,
        null,
        options.seed(),
        KernelRow.OK);
  }

  private static @Nullable Double lossAfterSteps(History history) {
    double[] losses = history.stepLosses();
    return losses.length > STEPS ? losses[STEPS] : null;
  }

  private @Nullable Double secondsToAccuracy(List<EpochResult> epochs) {
    double trained = 0;
    for (EpochResult epoch : epochs) {
      trained += epoch.seconds();
      if (accuracy(epoch) >= targetAccuracy) {
        return trained;
      }
    }
    return null;
  }

  private static double accuracy(EpochResult epoch) {
    return epoch.validation().map(Evaluation::accuracy).orElseThrow();
  }
}
