package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.results.TrainingRow;
import io.lanewise.bench.train.TrainingRun;
import io.lanewise.kernels.UnavailableBackendException;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

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
      return train(one).run();
    } catch (UnavailableBackendException e) {
      return one.row("unavailable: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return one.row("failed: " + e.getMessage());
    }
  }

  private static TrainingRun train(TrainingCase one) {
    FitOptions options =
        FitOptions.defaults().withBatch(one.batch()).withSeed(one.seed()).withEpochs(one.epochs());
    return new TrainingRun(
        TrainingCase.MODEL,
        BackendCatalog.require(one.backend()),
        one.threads(),
        options,
        DataSets.ofUser(System.err::println).load(one.data()).head(one.images(), one.tests()),
        TrainingCase.TARGET,
        one.seconds());
  }
}
