package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.peer.Peers;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.results.TrainingRow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures trainings in fresh JVMs with the flags of this one: each case in a JVM in turn, then
 * each in another, so that a machine that changes its speed does so to all of them.
 */
public final class Trainings {

  private final FreshJvm jvm;
  private final Progress progress;
  private final Function<TrainingCase, Optional<String>> obstacles;
  private final Function<Integer, @Nullable Double> peaks;

  /**
   * Prepares.
   *
   * @param log hears what the JVMs print
   * @param progress hears of each JVM
   * @param obstacles says of a case that cannot be measured the status of its row
   * @param peaks the FMA peak of so many threads in GFLOP/s; null if it was not measured
   */
  public Trainings(
      PrintStream log,
      Progress progress,
      Function<TrainingCase, Optional<String>> obstacles,
      Function<Integer, @Nullable Double> peaks) {
    this.jvm = new FreshJvm(log);
    this.progress = progress;
    this.obstacles = obstacles;
    this.peaks = peaks;
  }

  /** The status of a case that cannot be measured here; empty for the others. */
  public static Optional<String> obstacle(TrainingCase one) {
    String backend = one.backend();
    if (!Peers.trainingIds().contains(backend)) {
      return BackendCatalog.unavailable(backend).map(reason -> "unavailable: " + reason);
    }
    Optional<String> reason = Peers.unavailable(backend);
    if (reason.isPresent()) {
      return Optional.of("unavailable: " + reason.get());
    }
    return Peers.requireTraining(backend).trains(one.model().id())
        ? Optional.empty()
        : Optional.of("unsupported: it does not train " + one.model().id());
  }

  /**
   * Trains each; a row for each, whatever happens.
   *
   * @param forks JVMs for each
   */
  public List<TrainingRow> run(List<TrainingCase> cases, int forks) {
    Map<TrainingCase, List<TrainingFigures>> measured = new HashMap<>();
    for (int fork = 0; fork < forks; fork++) {
      for (TrainingCase one : cases) {
        List<TrainingFigures> figures = measured.computeIfAbsent(one, key -> new ArrayList<>());
        progress.start(one.toString());
        boolean failed = figures.stream().anyMatch(each -> !each.isMeasured());
        if (!failed) {
          figures.add(figures(one, fork == 0));
        }
        progress.finish(one.toString(), outcome(figures.get(figures.size() - 1)));
      }
    }
    return cases.stream().map(one -> row(one, measured.get(one))).toList();
  }

  private TrainingFigures figures(TrainingCase one, boolean layers) {
    return obstacles.apply(one).map(TrainingFigures::none).orElseGet(() -> fork(one, layers));
  }

  private TrainingFigures fork(TrainingCase one, boolean layers) {
    try {
      Path file = Files.createTempFile("lanewise-training-", ".json");
      try {
        List<String> arguments = List.of(file.toString(), one.argument(), Boolean.toString(layers));
        int status = jvm.run(TrainingFork.class, List.of(), arguments);
        if (status != 0) {
          return TrainingFigures.none("failed: its JVM ended with status " + status);
        }
        return new ObjectMapper().readValue(file.toFile(), TrainingFigures.class);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return TrainingFigures.none("failed: " + e.getMessage());
    }
  }

  /** The row of a case from what its JVMs measured. */
  TrainingRow row(TrainingCase one, List<TrainingFigures> figures) {
    Optional<TrainingFigures> failed =
        figures.stream().filter(each -> !each.isMeasured()).findFirst();
    if (failed.isPresent()) {
      return one.row(failed.get().status());
    }
    TrainingFigures first = figures.get(0);
    double[] speeds = figures.stream().mapToDouble(TrainingFigures::imagesPerSecond).toArray();
    double speed = Median.of(speeds);
    double slowest = Arrays.stream(speeds).min().orElseThrow();
    double gflops = 1e-9 * first.flopsPerImage() * speed;
    Double peak = peaks.apply(one.threads());
    EpochRow last = first.course().isEmpty() ? null : first.course().get(first.course().size() - 1);
    Optional<EpochRow> reached = TrainingFork.reached(first.course(), one);
    return new TrainingRow(
        one.model().id(),
        one.data(),
        one.backend(),
        one.threads(),
        first.threadsInEffect(),
        first.batch(),
        first.images(),
        figures.size(),
        speed,
        slowest,
        Arrays.stream(speeds).max().orElseThrow(),
        Arrays.stream(speeds).boxed().toList(),
        slowest / speed,
        first.images() / speed,
        first.flopsPerImage(),
        first.flopsFormula(),
        gflops,
        peak,
        peak == null ? null : gflops / peak,
        figures.stream().mapToDouble(TrainingFigures::allocBytesPerStep).max().orElseThrow(),
        Median.of(figures.stream().mapToDouble(TrainingFigures::secondsToSpeed).toArray()),
        figures.stream().mapToDouble(TrainingFigures::secondsToSpeed).max().orElseThrow(),
        first.course().size(),
        one.target(),
        reached.map(EpochRow::epoch).orElse(null),
        atAccuracy(one, figures, EpochRow::trainingSeconds),
        atAccuracy(one, figures, EpochRow::secondsFromStart),
        warm(figures),
        last == null ? null : last.testAccuracy(),
        last == null ? null : last.trainLoss(),
        first.lossAfter100Steps(),
        first.course(),
        first.layers(),
        one.seed(),
        KernelRow.OK);
  }

  /** The median over the JVMs of a time at the epoch that reached the accuracy. */
  private static @Nullable Double atAccuracy(
      TrainingCase one, List<TrainingFigures> figures, ToDoubleFunction<EpochRow> time) {
    return median(
        figures.stream()
            .flatMap(each -> TrainingFork.reached(each.course(), one).stream())
            .mapToDouble(time)
            .toArray());
  }

  private static @Nullable Double warm(List<TrainingFigures> figures) {
    return median(
        figures.stream()
            .filter(each -> each.secondsToAccuracyWarm() != null)
            .mapToDouble(TrainingFigures::secondsToAccuracyWarm)
            .toArray());
  }

  private static @Nullable Double median(double[] values) {
    return values.length == 0 ? null : Median.of(values);
  }

  private static String outcome(TrainingFigures figures) {
    if (!figures.isMeasured()) {
      return figures.status();
    }
    String speed = String.format(Locale.ROOT, "%,.0f images/s", figures.imagesPerSecond());
    List<EpochRow> course = figures.course();
    return course.isEmpty()
        ? speed
        : speed
            + String.format(
                Locale.ROOT, ", accuracy %.4f", course.get(course.size() - 1).testAccuracy());
  }
}
