package io.lanewise.bench.results;

import org.jspecify.annotations.Nullable;

/**
 * One training on one backend.
 *
 * @param model name of the network
 * @param data name of the data set
 * @param backend id of the backend
 * @param threads threads that were asked for
 * @param threadsInEffect threads that the backend said it uses; null if it was not opened
 * @param batch images per step
 * @param images images of an epoch
 * @param imagesPerSecond images trained per second, validation apart: median over the epochs, the
 *     first excepted where there are several, since it is spent on compilation
 * @param imagesPerSecondMin the slowest of them
 * @param imagesPerSecondMax the fastest of them
 * @param epochs epochs behind testAccuracy and trainLoss
 * @param targetAccuracy what secondsToAccuracy waits for
 * @param secondsToAccuracy seconds of training until an epoch ended with at least that test
 *     accuracy; null if none did
 * @param testAccuracy share of test images whose class was found, 0 to 1
 * @param trainLoss mean cross entropy of the last epoch's images
 * @param lossAfter100Steps loss of the 101st batch, which the first 100 updates made; null if there
 *     were no more than 100 steps
 * @param seed of the initial weights and the order of the images
 * @param status "ok", or "unavailable: why", or "failed: why"
 */
public record TrainingRow(
    String model,
    String data,
    String backend,
    int threads,
    @Nullable Integer threadsInEffect,
    int batch,
    int images,
    @Nullable Double imagesPerSecond,
    @Nullable Double imagesPerSecondMin,
    @Nullable Double imagesPerSecondMax,
    int epochs,
    double targetAccuracy,
    @Nullable Double secondsToAccuracy,
    @Nullable Double testAccuracy,
    @Nullable Double trainLoss,
    @Nullable Double lossAfter100Steps,
    long seed,
    String status) {

  /** Whether it was measured. */
  public boolean measured() {
    return status.equals(KernelRow.OK);
  }
}
