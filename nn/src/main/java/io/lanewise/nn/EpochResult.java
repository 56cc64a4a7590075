package io.lanewise.nn;

import java.util.Optional;

/**
 * What an epoch gave.
 *
 * @param epoch the epoch, from 1
 * @param trainLoss mean loss of its images, each before the update that it took part in
 * @param imagesPerSecond images trained per second, without validation
 * @param seconds seconds of training, without validation
 * @param validation accuracy and loss after the epoch, if there was data for it
 */
public record EpochResult(
    int epoch,
    double trainLoss,
    double imagesPerSecond,
    double seconds,
    Optional<Evaluation> validation) {}
