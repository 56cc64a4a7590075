package io.lanewise.nn;

/**
 * How long a layer took in a training.
 *
 * @param layer its name in the network; "loss" and "update" stand for what is not a layer
 * @param forwardSeconds seconds forward
 * @param backwardSeconds seconds backward
 */
public record LayerTime(String layer, double forwardSeconds, double backwardSeconds) {}
