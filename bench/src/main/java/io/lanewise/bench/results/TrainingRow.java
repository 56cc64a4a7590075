package io.lanewise.bench.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One training on one backend. What was not measured is null: {@code bench train} measures all of
 * it, {@code compare} its speed and accuracy in one JVM, {@code train} what a single training
 * tells.
 *
 * @param model name of the network; som for a map
 * @param data name of the data set
 * @param backend id of the backend, or of a peer
 * @param threads threads that were asked for
 * @param threadsInEffect threads that the backend said it uses; null if it was not opened
 * @param batch images per step; of a map, all of them
 * @param images images of an epoch, or samples
 * @param forks fresh JVMs measured
 * @param imagesPerSecond images trained per second, tests apart. Of fresh JVMs: the median of their
 *     steady speeds, each a median over windows of 50 ms from the time on when it settled. Of
 *     {@code train}: the median over the epochs, the first excepted where there are several, since
 *     it is spent on compilation
 * @param imagesPerSecondMin the slowest of them
 * @param imagesPerSecondMax the fastest of them
 * @param imagesPerSecondOfForks the steady speed of each JVM, in the order of the run
 * @param minOverMedian imagesPerSecondMin / imagesPerSecond of fresh JVMs
 * @param secondsPerEpoch images / imagesPerSecond
 * @param flopsPerImage floating-point operations that an image takes in training, by flopsFormula
 * @param flopsFormula how they are counted
 * @param gflops flopsPerImage imagesPerSecond / 10^9
 * @param peakGflops FMA peak of as many threads, measured in the same run
 * @param fractionOfPeak gflops / peakGflops
 * @param allocBytesPerStep bytes of Java heap that all threads of the JVM allocated, for each step,
 *     at the steady speed; the largest of the JVMs
 * @param secondsToSpeed from the start of a JVM until it trained at 90 % of its steady speed: JVM,
 *     data and compilation; median over the JVMs
 * @param secondsToSpeedMax the longest of them
 * @param epochs epochs behind testAccuracy and trainLoss
 * @param targetAccuracy what secondsToAccuracy waits for
 * @param epochsToAccuracy epochs until one ended with at least that test accuracy; null if none did
 * @param secondsToAccuracy seconds of training until then, from the first step on; median
 * @param secondsToAccuracyFromStart seconds until then since the JVM was asked for: its start, the
 *     data, compilation and the tests are included; median
 * @param secondsToAccuracyWarm seconds of the same training when it was done once more in the same
 *     JVM, at its steady speed, tests included; median
 * @param testAccuracy share of test images whose class was found, 0 to 1
 * @param trainLoss mean loss of the last epoch's images
 * @param lossAfter100Steps loss of the 101st batch, which the first 100 updates made; null if there
 *     were no more than 100 steps
 * @param course the training epoch by epoch, in the first JVM
 * @param layers the time of each layer in one step, summed over the threads, in a pass of its own
 * @param seed of the initial weights and the order of the images
 * @param status "ok", or "unavailable: why", "unsupported: why", "failed: why"
 */
public record TrainingRow(
    String model,
    String data,
    String backend,
    int threads,
    @Nullable Integer threadsInEffect,
    int batch,
    int images,
    @Nullable Integer forks,
    @Nullable Double imagesPerSecond,
    @Nullable Double imagesPerSecondMin,
    @Nullable Double imagesPerSecondMax,
    @Nullable List<Double> imagesPerSecondOfForks,
    @Nullable Double minOverMedian,
    @Nullable Double secondsPerEpoch,
    @Nullable Double flopsPerImage,
    @Nullable String flopsFormula,
    @Nullable Double gflops,
    @Nullable Double peakGflops,
    @Nullable Double fractionOfPeak,
    @Nullable Double allocBytesPerStep,
    @Nullable Double secondsToSpeed,
    @Nullable Double secondsToSpeedMax,
    int epochs,
    @Nullable Double targetAccuracy,
    @Nullable Integer epochsToAccuracy,
    @Nullable Double secondsToAccuracy,
    @Nullable Double secondsToAccuracyFromStart,
    @Nullable Double secondsToAccuracyWarm,
    @Nullable Double testAccuracy,
    @Nullable Double trainLoss,
    @Nullable Double lossAfter100Steps,
    @Nullable List<EpochRow> course,
    @Nullable List<LayerRow> layers,
    long seed,
    String status) {

  /** A row of a training that was not measured. */
  public static TrainingRow unmeasured(
      String model,
      String data,
      String backend,
      int threads,
      int batch,
      int images,
      int epochs,
      long seed,
      String status) {
    return new TrainingRow(
        model, data, backend, threads, null, batch, images, null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null, epochs, null, null, null, null, null,
        null, null, null, null, null, seed, status);
  }

  /** What was trained and how, by whomever: {@code lenet5, mnist, batch 64, 2 threads}. */
  public String label() {
    return "%s, %s, batch %d, %d thread%s"
        .formatted(model, data, batch, threads, threads == 1 ? "" : "s");
  }

  /** Whether it was measured. */
  public boolean measured() {
    return status.equals(KernelRow.OK);
  }
}
