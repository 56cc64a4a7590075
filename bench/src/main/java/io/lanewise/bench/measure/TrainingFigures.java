package io.lanewise.bench.measure;

import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.LayerRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one JVM measured.
 *
 * @param status "ok", or why there are no figures
 * @param threadsInEffect threads that the backend said it uses
 * @param batch images per step; of a map, all of them
 * @param images images of an epoch
 * @param flopsPerImage operations that an image takes
 * @param flopsFormula how they are counted
 * @param imagesPerSecond steady speed: the median of windows of 50 ms
 * @param secondsToSpeed from the start of the JVM until it trained at 90 % of that
 * @param allocBytesPerStep bytes of Java heap that all threads allocated, for each step, meanwhile
 * @param course the training epoch by epoch; empty if it would have taken too long
 * @param lossAfter100Steps loss of the 101st step of the course; null if it had no more than 100
 * @param secondsToAccuracyWarm seconds of the same training once more, tests included; null if it
 *     did not reach its accuracy
 * @param layers the time of each layer in one step; empty for what is no network of ours
 */
record TrainingFigures(
    String status,
    int threadsInEffect,
    int batch,
    int images,
    double flopsPerImage,
    String flopsFormula,
    double imagesPerSecond,
    double secondsToSpeed,
    double allocBytesPerStep,
    List<EpochRow> course,
    @Nullable Double lossAfter100Steps,
    @Nullable Double secondsToAccuracyWarm,
    List<LayerRow> layers) {

  /** No figures. */
  static TrainingFigures none(String status) {
    return new TrainingFigures(status, 0, 0, 0, 0, "", 0, 0, 0, List.of(), null, null, List.of());
  }

  boolean isMeasured() {
    return status.equals(KernelRow.OK);
  }
}
