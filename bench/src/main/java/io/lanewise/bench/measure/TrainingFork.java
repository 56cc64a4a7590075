package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.data.ImageData;
import io.lanewise.bench.output.AtomicFile;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.TrainingRow;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.UnavailableBackendException;
import io.lanewise.nn.EpochResult;
import io.lanewise.nn.FitListener;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.History;
import io.lanewise.nn.LeNet5;
import io.lanewise.nn.Sequential;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of one training: trains, and writes its row as JSON to the file of its first argument.
 */
final class TrainingFork {

  private TrainingFork() {}

  /** Arguments: the file to write, then those of {@link TrainingCase#arguments()}. */
  public static void main(String[] arguments) throws IOException {
    TrainingCase one = TrainingCase.of(Arrays.copyOfRange(arguments, 1, arguments.length));
    String json = new ObjectMapper().writeValueAsString(row(one));
    AtomicFile.write(Path.of(arguments[0]), json);
  }

  static TrainingRow row(TrainingCase one) {
    try {
      return train(one, data(one));
    } catch (UnavailableBackendException e) {
      return one.row("unavailable: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return one.row("failed: " + e.getMessage());
    }
  }

  private static ImageData data(TrainingCase one) {
    return DataSets.ofUser(System.err::println).load(one.data()).head(one.images(), one.tests());
  }

  private static TrainingRow train(TrainingCase one, ImageData data) {
    KernelOptions options = KernelOptions.defaults().withThreads(one.threads());
    try (Kernels kernels = Backends.require(one.backend()).open(options)) {
      Sequential network = LeNet5.padded32();
      FitOptions fit =
          FitOptions.defaults()
              .withBatch(one.batch())
              .withSeed(one.seed())
              .withEpochs(one.epochs());
      History history = network.fit(kernels, data.train(), data.test(), fit, FitListener.SILENT);
      double[] speeds = speeds(one, kernels, network, data, fit, history);
      return new TrainingRow(
          TrainingCase.MODEL,
          data.name(),
          one.backend(),
          one.threads(),
          one.batch(),
          data.train().size(),
          Score.median(speeds),
          Arrays.stream(speeds).min().orElseThrow(),
          Arrays.stream(speeds).max().orElseThrow(),
          one.epochs(),
          TrainingCase.TARGET,
          secondsToAccuracy(history),
          history.last().validation().orElseThrow().accuracy(),
          history.last().trainLoss(),
          one.seed(),
          KernelRow.OK);
    }
  }

  /** Images per second of each epoch; of several, the first is spent on compilation. */
  private static double[] speeds(
      TrainingCase one,
      Kernels kernels,
      Sequential network,
      ImageData data,
      FitOptions fit,
      History history) {
    List<Double> speeds = new ArrayList<>();
    history.epochs().forEach(epoch -> speeds.add(epoch.imagesPerSecond()));
    double seconds = history.epochs().stream().mapToDouble(EpochResult::seconds).sum();
    while (seconds < one.seconds()) {
      EpochResult more =
          network.fit(kernels, data.train(), null, fit.withEpochs(1), FitListener.SILENT).last();
      speeds.add(more.imagesPerSecond());
      seconds += more.seconds();
    }
    return speeds.stream()
        .skip(speeds.size() > 1 ? 1 : 0)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static @Nullable Double secondsToAccuracy(History history) {
    double seconds = 0;
    for (EpochResult epoch : history.epochs()) {
      seconds += epoch.seconds();
      if (epoch.validation().orElseThrow().accuracy() >= TrainingCase.TARGET) {
        return seconds;
      }
    }
    return null;
  }
}
