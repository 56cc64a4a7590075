package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.results.TrainingRow;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrainingsTest {

  private static final PrintStream LOG =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  private static final TrainingCase TINY =
      new TrainingCase(
          TrainingModel.LENET5, "scalar", 1, "glyphs", 128, 64, 2, 32, 0.03, 0.0, 1, 1, 60);

  private final Trainings trainings =
      new Trainings(LOG, Progress.SILENT, one -> Optional.empty(), threads -> 100.0);

  /** Real JVMs: that figures arrive, not how good they are. */
  @Test
  void trainsInFreshJvms() {
    List<TrainingRow> rows = trainings.run(List.of(TINY, TINY.on("no-such-backend")), 2);
    TrainingRow row = rows.get(0);
    assertThat(row.status()).isEqualTo("ok");
    assertThat(row.forks()).isEqualTo(2);
    assertThat(row.imagesPerSecondOfForks()).hasSize(2);
    assertThat(row.imagesPerSecond())
        .isBetween(row.imagesPerSecondMin(), row.imagesPerSecondMax())
        .isPositive();
    assertThat(row.images()).isEqualTo(128);
    assertThat(row.flopsPerImage()).isEqualTo(2_224_464);
    assertThat(row.gflops())
        .isCloseTo(1e-9 * row.flopsPerImage() * row.imagesPerSecond(), within(1e-9));
    assertThat(row.fractionOfPeak()).isCloseTo(row.gflops() / 100, within(1e-12));
    assertThat(row.allocBytesPerStep()).isNotNegative();
    assertThat(row.secondsToSpeed()).isBetween(0.01, row.secondsToSpeedMax());
    assertThat(row.epochs()).isEqualTo(2);
    assertThat(row.epochsToAccuracy()).isEqualTo(1);
    assertThat(row.secondsToAccuracy()).isBetween(0.0, row.secondsToAccuracyFromStart());
    assertThat(row.secondsToAccuracyWarm()).isBetween(0.0, row.secondsToAccuracyFromStart());
    assertThat(row.trainLoss()).isBetween(0.0, 3.0);
    assertThat(row.testAccuracy()).isBetween(0.0, 1.0);
    assertThat(row.course()).extracting(EpochRow::epoch).containsExactly(1, 2);
    assertThat(row.layers()).extracting(LayerRow::layer).contains("conv1", "loss", "update");
    assertThat(row.layers().stream().mapToDouble(LayerRow::share).sum()).isCloseTo(1, within(1e-9));
    assertThat(rows.get(1).status()).startsWith("unavailable: backend is \"no-such-backend\"");
  }

  @Test
  void summarisesJvms() {
    TrainingCase one = TrainingCase.of(TrainingModel.MLP, "mnist", 128, 1, 3, 30).on("vector");
    TrainingRow row =
        trainings.row(
            one,
            List.of(
                figures(100, 2, 8, List.of(epoch(1, 0.97, 2, 3), epoch(2, 0.985, 4, 6)), 1.0),
                figures(90, 3, 4, List.of(epoch(1, 0.97, 3, 5), epoch(2, 0.985, 6, 8)), 3.0),
                figures(120, 1, 2, List.of(), null)));
    assertThat(row.imagesPerSecond()).isEqualTo(100);
    assertThat(row.imagesPerSecondMin()).isEqualTo(90);
    assertThat(row.imagesPerSecondMax()).isEqualTo(120);
    assertThat(row.imagesPerSecondOfForks()).containsExactly(100.0, 90.0, 120.0);
    assertThat(row.minOverMedian()).isEqualTo(0.9);
    assertThat(row.secondsPerEpoch()).isEqualTo(10);
    assertThat(row.gflops()).isCloseTo(2e-7, within(1e-15));
    assertThat(row.allocBytesPerStep()).isEqualTo(8);
    assertThat(row.secondsToSpeed()).isEqualTo(2);
    assertThat(row.secondsToSpeedMax()).isEqualTo(3);
    assertThat(row.targetAccuracy()).isEqualTo(0.98);
    assertThat(row.epochsToAccuracy()).isEqualTo(2);
    assertThat(row.secondsToAccuracy()).isEqualTo(5);
    assertThat(row.secondsToAccuracyFromStart()).isEqualTo(7);
    assertThat(row.secondsToAccuracyWarm()).isEqualTo(2);
    assertThat(row.testAccuracy()).isEqualTo(0.985);
  }

  @Test
  void aJvmThatFailsIsTheStatusOfItsRow() {
    TrainingCase one = TrainingCase.of(TrainingModel.MLP, "mnist", 128, 1, 3, 30).on("vector");
    TrainingRow row =
        trainings.row(
            one,
            List.of(
                figures(100, 2, 8, List.of(), null), TrainingFigures.none("failed: no memory")));
    assertThat(row.status()).isEqualTo("failed: no memory");
    assertThat(row.imagesPerSecond()).isNull();
  }

  @Test
  void aRowThatIsNotMeasuredHasTheImagesOfTheOthers() {
    TrainingCase one = TrainingCase.of(TrainingModel.MLP, "mnist", 128, 1, 3, 30);
    assertThat(one.among(60_000).row("unavailable: x").images()).isEqualTo(60_000);
    assertThat(TINY.among(60_000).row("unavailable: x").images()).isEqualTo(128);
    TrainingCase map = TrainingCase.of(TrainingModel.SOM, "mnist", 16_000, 1, 3, 30);
    assertThat(map.among(60_000).row("unavailable: x").images()).isEqualTo(16_000);
  }

  @Test
  void mapsAreTrainedByEpochs() throws IOException {
    TrainingCase map =
        new TrainingCase(
            TrainingModel.SOM, "scalar", 1, "generated:600x10", 1, 1, 0, 1, 1, null, 1, 1, 1);
    TrainingFigures figures = TrainingFork.figures(map, System.nanoTime(), true);
    assertThat(figures.status()).isEqualTo("ok");
    assertThat(figures.images()).isEqualTo(600);
    assertThat(figures.batch()).isEqualTo(600);
    double perEpoch = 2.0 * 600 * 375 * 10 + 2.0 * 375 * 375 * 11;
    assertThat(figures.flopsPerImage()).isCloseTo(perEpoch / 600, within(1e-6));
    assertThat(figures.imagesPerSecond()).isPositive();
    assertThat(figures.course()).isEmpty();
    assertThat(figures.layers()).isEmpty();
  }

  @Test
  void aPeerThatIsNotThereIsAnObstacle() {
    assertThat(Trainings.obstacle(TINY)).isEmpty();
    assertThat(Trainings.obstacle(TINY.on("dl4j"))).get().asString().contains("./mvnw -Ppeers");
  }

  @Test
  void aCaseIsOneArgument() {
    TrainingCase one = TrainingCase.of(TrainingModel.SOM, "mnist", 128, 1, 3, 30).on("vector");
    assertThat(TrainingCase.of(one.argument())).isEqualTo(one);
  }

  private static EpochRow epoch(int epoch, double accuracy, double training, double fromStart) {
    return new EpochRow(epoch, 0.1, accuracy, training, fromStart);
  }

  private static TrainingFigures figures(
      double speed, double toSpeed, double bytes, List<EpochRow> course, Double warm) {
    return new TrainingFigures(
        "ok", 1, 128, 1000, 2, "2 an image", speed, toSpeed, bytes, course, null, warm, List.of());
  }
}
