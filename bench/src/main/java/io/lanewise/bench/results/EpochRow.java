package io.lanewise.bench.results;

import org.jspecify.annotations.Nullable;

/**
 * Where a training stood after an epoch.
 *
 * @param epoch the epoch, from 1
 * @param trainLoss mean loss of its samples; null if it is not known
 * @param testAccuracy share of test samples whose class was found, 0 to 1
 * @param trainingSeconds seconds of training so far, tests apart
 * @param secondsFromStart seconds since the JVM was asked for, tests included
 */
public record EpochRow(
    int epoch,
    @Nullable Double trainLoss,
    double testAccuracy,
    double trainingSeconds,
    double secondsFromStart) {}
