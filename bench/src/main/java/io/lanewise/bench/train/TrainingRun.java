package io.lanewise.bench.train;

import io.lanewise.bench.data.ImageData;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Median;
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
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One training: first over fixed epochs, for its loss and accuracy; then on for some more seconds
 * where those were short, for its speed.
 *
 * @param model the network
 * @param backend what computes
 * @param threads threads that it may use
 * @param options how to train
 * @param data what on
 * @param targetAccuracy the test accuracy whose time is reported
 * @param seconds seconds of training, at least; 0 for the epochs of the options only
 */
public record TrainingRun(
    Model model,
    Backend backend,
    int threads,
    FitOptions options,
    ImageData data,
    double targetAccuracy,
    int seconds) {

  /** The system property with which the launcher says that standard error is a terminal. */
  public static final String TERMINAL = "lanewise.terminal";

  private static final int STEPS = 100;

  /**
   * Trains, and tells of it.
   *
   * @param progress hears of it
   * @param save where the weights after the fixed epochs go; null for nowhere
   * @throws CommandFailure with status 1 if the loss is no longer finite; with status 4 if the
   *     weights cannot be written
   */
  public TrainingRow run(PrintWriter progress, @Nullable Path save) {
    if (!Boolean.getBoolean(TERMINAL)) {
      return run(new EpochLines(progress), save);
    }
    try (EpochBars bars = new EpochBars(progress, options.epochs(), data.train().size())) {
      return run(bars, save);
    }
  }

  /**
   * Trains in silence.
   *
   * @throws CommandFailure with status 1 if the loss is no longer finite
   */
  public TrainingRow run() {
    return run(new Callback() {}, null);
  }

  private TrainingRow run(Callback callback, @Nullable Path save) {
    Sequential network = model.create();
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      History history = network.fit(kernels, data.train(), data.test(), options, callback);
      if (save != null) {
        save(save, network);
      }
      return row(kernels, history, speeds(kernels, network, history));
    } catch (ArithmeticException e) {
      throw CommandFailure.failed(e.getMessage());
    }
  }

  /** Images per second of each epoch that counts. */
  private double[] speeds(Kernels kernels, Sequential network, History history) {
    List<EpochResult> epochs = new ArrayList<>(history.epochs());
    double trained = epochs.stream().mapToDouble(EpochResult::seconds).sum();
    while (trained < seconds) {
      FitOptions once = options.withEpochs(1);
      EpochResult more = network.fit(kernels, data.train(), null, once).last();
      epochs.add(more);
      trained += more.seconds();
    }
    return epochs.stream()
        .skip(epochs.size() > 1 ? 1 : 0)
        .mapToDouble(EpochResult::samplesPerSecond)
        .toArray();
  }

  private TrainingRow row(Kernels kernels, History history, double[] speeds) {
    double[] losses = history.stepLosses();
    return new TrainingRow(
        model.id(),
        data.name(),
        backend.id(),
        threads,
        kernels.describe().threads(),
        options.batch(),
        data.train().size(),
        Median.of(speeds),
        Arrays.stream(speeds).min().orElseThrow(),
        Arrays.stream(speeds).max().orElseThrow(),
        options.epochs(),
        targetAccuracy,
        secondsToAccuracy(history.epochs()),
        accuracy(history.last()),
        history.last().trainLoss(),
        losses.length > STEPS ? losses[STEPS] : null,
        options.seed(),
        KernelRow.OK);
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

  private static void save(Path file, Sequential network) {
    try {
      NpyFile.write(file, network.parameters());
    } catch (IOException e) {
      throw CommandFailure.environment(
          "cannot write file " + file + " (" + ErrorSentence.reason(e) + ")", e);
    }
  }
}
