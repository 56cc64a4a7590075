package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.results.TrainingRow;
import io.lanewise.bench.train.TrainingRun;
import io.lanewise.kernels.UnavailableBackendException;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

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
      return train(one).run(null).training().get(0);
    } catch (UnavailableBackendException e) {
      return one.row("unavailable: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return one.row("failed: " + e.getMessage());
    }
  }

  private static TrainingRun train(TrainingCase one) {
    FitOptions options =
        FitOptions.defaults().withBatch(one.batch()).withSeed(one.seed()).withEpochs(one.epochs());
    TrainingData data =
        DataSets.ofUser(System.err::println).load(one.data()).head(one.images(), one.tests());
    return new TrainingRun(
        TrainingCase.MODEL.id(),
        TrainingCase.MODEL.create(data.train().input().elements(), 10, List.of()),
        BackendCatalog.require(one.backend()),
        one.threads(),
        options,
        data,
        TrainingCase.TARGET,
        one.seconds());
  }
}
