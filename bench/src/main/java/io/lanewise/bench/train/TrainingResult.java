package io.lanewise.bench.train;

import io.lanewise.nn.EpochResult;
import io.lanewise.nn.Evaluation;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training gave.
 *
 * @param model name of the network
 * @param data name of the data set
 * @param backend id of the backend
 * @param threads threads, as read back from the backend
 * @param batch images per step
 * @param imagesPerSecond images trained per second, validation apart: median over the epochs
 * @param imagesPerSecondMin that of the slowest epoch
 * @param imagesPerSecondMax that of the fastest epoch
 * @param epochs passes over the images
 * @param secondsToAccuracy seconds of training until the test accuracy after an epoch was at least
 *     0.98; null if it never was
 * @param testAccuracy share of test images that the trained network classifies rightly, 0 to 1
 * @param trainLoss mean loss over the last epoch
 * @param lossAfter100Steps loss of the 101st batch, which the first 100 updates made; null if there
 *     were no more than 100 steps
 * @param seed source of the initial weights and of the order of the images
 * @param status "ok"
 */
public record TrainingResult(
    String model,
    String data,
    String backend,
    int threads,
    int batch,
    double imagesPerSecond,
    double imagesPerSecondMin,
    double imagesPerSecondMax,
    int epochs,
    @Nullable Double secondsToAccuracy,
    double testAccuracy,
    double trainLoss,
    @Nullable Double lossAfter100Steps,
    long seed,
    String status) {

  private static final double ACCURACY = 0.98;
  private static final int STEPS = 100;

  /** Sums up a training whose epochs were all validated. */
  static TrainingResult of(
      Model model, String data, String backend, int threads, FitOptions options, History history) {
    double[] speeds =
        history.epochs().stream().mapToDouble(EpochResult::imagesPerSecond).sorted().toArray();
    double[] losses = history.stepLosses();
    return new TrainingResult(
        model.id(),
        data,
        backend,
        threads,
        options.batch(),
        median(speeds),
        speeds[0],
        speeds[speeds.length - 1],
        options.epochs(),
        secondsToAccuracy(history.epochs()),
        history.last().validation().map(Evaluation::accuracy).orElseThrow(),
        history.last().trainLoss(),
        losses.length > STEPS ? losses[STEPS] : null,
        options.seed(),
        "ok");
  }

  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static @Nullable Double secondsToAccuracy(List<EpochResult> epochs) {
    double seconds = 0;
    for (EpochResult epoch : epochs) {
      seconds += epoch.seconds();
      if (epoch.validation().map(Evaluation::accuracy).orElseThrow() >= ACCURACY) {
        return seconds;
      }
    }
    return null;
  }
}
