package io.lanewise.bench.results;

/**
 * A self-organizing map and its training.
 *
 * @param model som
 * @param data name of the data
 * @param samples number of samples
 * @param variables number of variables
 * @param grid rows, columns and kind of the grid
 * @param training batch or online
 * @param neighbourhood the neighbourhood's function
 * @param distance the metric
 * @param initialization where the weights began
 * @param backend id of the backend
 * @param threads threads of the backend
 * @param epochs epochs
 * @param seconds seconds of training, initialisation included
 * @param secondsPerEpoch median over the epochs, the first excepted where there are several
 * @param quantisationError mean distance of a sample to its winner
 * @param topographicError share of samples whose two closest units are not neighbours
 * @param distortion mean of the squared distances of a sample to all units, weighted by the
 *     neighbourhood at its last radius
 * @param seed source of random numbers
 */
public record MapRow(
    String model,
    String data,
    int samples,
    int variables,
    String grid,
    String training,
    String neighbourhood,
    String distance,
    String initialization,
    String backend,
    int threads,
    int epochs,
    double seconds,
    double secondsPerEpoch,
    double quantisationError,
    double topographicError,
    double distortion,
    long seed) {}
