package io.lanewise.bench.results;

/**
 * How long a layer took, summed over the threads.
 *
 * @param layer its name; "loss" and "update" stand for what is not a layer
 * @param forwardSeconds seconds forward
 * @param backwardSeconds seconds backward
 * @param share its share of the time of all
 */
public record LayerRow(String layer, double forwardSeconds, double backwardSeconds, double share) {}
