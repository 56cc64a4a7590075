package io.lanewise.bench.train;

import io.lanewise.bench.data.ImageData;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.FitListener;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.History;
import io.lanewise.nn.Sequential;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One training.
 *
 * @param model the network
 * @param backend what computes
 * @param threads threads that it may use
 * @param options how to train
 * @param data what on
 * @param save where the trained weights go; null for nowhere
 */
public record TrainingRun(
    Model model,
    Backend backend,
    int threads,
    FitOptions options,
    ImageData data,
    @Nullable Path save) {

  /** The system property with which the launcher says that standard error is a terminal. */
  public static final String TERMINAL = "lanewise.terminal";

  /**
   * Trains.
   *
   * @param progress hears of it
   * @throws CommandFailure with status 1 if the loss is no longer finite; with status 4 if the
   *     weights cannot be written
   */
  public TrainingResult run(PrintWriter progress) {
    Sequential network = model.create();
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      History history = fit(network, kernels, progress);
      if (save != null) {
        save(save, network);
      }
      return TrainingResult.of(
          model, data.name(), backend.id(), kernels.describe().threads(), options, history);
    }
  }

  private History fit(Sequential network, Kernels kernels, PrintWriter progress) {
    if (!Boolean.getBoolean(TERMINAL)) {
      return fit(network, kernels, new EpochLines(progress));
    }
    try (EpochBars bars = new EpochBars(progress, options.epochs(), data.train().size())) {
      return fit(network, kernels, bars);
    }
  }

  private History fit(Sequential network, Kernels kernels, FitListener listener) {
    try {
      return network.fit(kernels, data.train(), data.test(), options, listener);
    } catch (ArithmeticException e) {
      throw CommandFailure.failed(e.getMessage());
    }
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
