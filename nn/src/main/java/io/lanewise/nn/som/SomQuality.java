package io.lanewise.nn.som;

/**
 * How well a map represents samples.
 *
 * @param quantisationError mean distance of a sample to its winner, in the map's metric, over the
 *     variables that are not missing
 * @param topographicError share of the samples whose two closest units are not neighbours on the
 *     grid, 0 to 1; source: K. Kiviluoto, Topology preservation in self-organizing maps, ICNN 1996
 */
public record SomQuality(double quantisationError, double topographicError) {}
