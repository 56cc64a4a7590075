package io.lanewise.bench.data;

import io.lanewise.nn.data.Dataset;

/**
 * Samples to train on and to test on.
 *
 * @param name name of the data
 * @param train samples to learn from
 * @param test samples to measure the accuracy on
 * @param coding how they became numbers
 */
public record TrainingData(String name, Dataset train, Dataset test, DataCoding coding) {

  /** The same with the first samples only, or all where there are no more. */
  public TrainingData head(int trainSamples, int testSamples) {
    return new TrainingData(name, head(train, trainSamples), head(test, testSamples), coding);
  }

  private static Dataset head(Dataset data, int samples) {
    return data.slice(0, Math.min(samples, data.size()));
  }
}
