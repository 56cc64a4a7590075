package io.lanewise.nn;

/**
 * What a step gave.
 *
 * @param epoch the epoch, from 1
 * @param step the step in the epoch, from 1
 * @param steps steps of an epoch
 * @param samples samples of this step
 * @param loss mean loss of the step's samples with the penalties, before its update
 */
public record StepResult(int epoch, int step, int steps, int samples, double loss) {}
