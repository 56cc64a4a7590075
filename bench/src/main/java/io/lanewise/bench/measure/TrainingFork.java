package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.measure.TrainingClock.TimeIsUp;
import io.lanewise.bench.peer.Peers;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.kernels.UnavailableBackendException;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A fresh JVM with one training, watched from its start as a user sees it: the course first, while
 * everything is still cold; then the speed; then the course once more, and where the time goes. It
 * writes its figures as JSON.
 */
final class TrainingFork {

  private static final double LAYER_SECONDS = 0.5;

  private TrainingFork() {}

  /**
   * Arguments: the file to write; the case; whether to measure also what one JVM tells as well as
   * several.
   */
  public static void main(String[] arguments) throws IOException {
    long started = System.nanoTime() - FreshJvm.nanosSinceStart();
    TrainingCase one = TrainingCase.of(arguments[1]);
    TrainingFigures figures = figures(one, started, Boolean.parseBoolean(arguments[2]));
    AtomicFile.write(Path.of(arguments[0]), new ObjectMapper().writeValueAsString(figures));
  }

  static TrainingFigures figures(TrainingCase one, long started, boolean layers)
      throws IOException {
    try (Trainee trainee = trainee(one)) {
      return measure(trainee, one, started, layers);
    } catch (UnavailableBackendException e) {
      return TrainingFigures.none("unavailable: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      return TrainingFigures.none("failed: " + e.getMessage());
    }
  }

  private static Trainee trainee(TrainingCase one) throws IOException {
    if (!one.model().isNetwork()) {
      return new MapTrainee(one, BackendCatalog.require(one.backend()));
    }
    TrainingData data =
        DataSets.ofUser(System.err::println).load(one.data()).head(one.images(), one.tests());
    Sequential network =
        one.model().network(data.train().input().elements(), data.train().outputs());
    return Peers.trainingIds().contains(one.backend())
        ? new PeerTrainee(one, data, network, Peers.requireTraining(one.backend()))
        : new NetworkTrainee(one, data, network, BackendCatalog.require(one.backend()));
  }

  private static TrainingFigures measure(
      Trainee trainee, TrainingCase one, long started, boolean layers) {
    TrainingClock clock = new TrainingClock(started);
    Trainee.Course course = course(trainee, clock);
    clock.beginSpeed(one.seconds());
    try {
      trainee.train(clock);
    } catch (TimeIsUp e) {
      // The only way in which it ends.
    }
    double speed = clock.samplesPerSecond();
    Double warm = reached(course.epochs(), one).isPresent() ? again(trainee, one) : null;
    List<LayerRow> times = layers ? trainee.layers((int) (LAYER_SECONDS * speed) + 1) : List.of();
    return new TrainingFigures(
        KernelRow.OK,
        trainee.threads(),
        trainee.batch(),
        trainee.samples(),
        trainee.flopsPerSample(),
        trainee.flopsFormula(),
        speed,
        clock.secondsToSpeed(),
        clock.allocBytesPerStep(),
        course.epochs(),
        course.lossAfter100Steps(),
        warm,
        times);
  }

  private static Trainee.Course course(Trainee trainee, TrainingClock clock) {
    try {
      return trainee.course(clock);
    } catch (TimeIsUp e) {
      return new Trainee.Course(List.of(), null);
    }
  }

  /** The first epoch whose test accuracy is the one that is asked for. */
  static Optional<EpochRow> reached(List<EpochRow> course, TrainingCase one) {
    return course.stream()
        .filter(epoch -> one.target() != null && epoch.testAccuracy() >= one.target())
        .findFirst();
  }

  /** Seconds of the course until the accuracy when everything is warm. */
  private static Double again(Trainee trainee, TrainingCase one) {
    trainee.reset();
    TrainingClock clock = new TrainingClock(System.nanoTime());
    return reached(course(trainee, clock).epochs(), one)
        .map(EpochRow::secondsFromStart)
        .orElse(null);
  }
}
