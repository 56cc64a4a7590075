package io.lanewise.nn;

import java.util.Optional;

/**
 * What an epoch gave.
 *
 * @param epoch the epoch, from 1
 * @param rate learning rate of its last step
 * @param trainLoss mean loss of its samples with the penalties, each before the update that it took
 *     part in
 * @param samplesPerSecond samples trained per second, without validation
 * @param seconds seconds of training, without validation
 * @param validation accuracy and loss after the epoch, if there was data for it
 */
public record EpochResult(
    int epoch,
    double rate,
    double trainLoss,
    double samplesPerSecond,
    double seconds,
    Optional<Evaluation> validation) {}
