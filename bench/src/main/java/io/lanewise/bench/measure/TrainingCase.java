package io.lanewise.bench.measure;

import io.lanewise.bench.results.TrainingRow;
import io.lanewise.bench.train.Model;
import java.util.List;

/**
 * What one training measures: LeNet-5, first over fixed epochs, for its loss and accuracy; then on
 * for some more seconds where those were short, for its speed.
 *
 * @param backend id of the backend
 * @param threads threads that it may use
 * @param data name of the data set, as in {@code train --data}
 * @param images images of an epoch; all there are if fewer
 * @param tests images to test on; all there are if fewer
 * @param epochs fixed epochs
 * @param batch images per step
 * @param seed of the weights and the order of the images
 * @param seconds of training, at least
 */
public record TrainingCase(
    String backend,
    int threads,
    String data,
    int images,
    int tests,
    int epochs,
    int batch,
    long seed,
    int seconds) {

  /** The network. */
  public static final Model MODEL = Model.LENET5;

  /** The test accuracy whose time is reported. */
  public static final double TARGET = 0.9;

  /** The same on another backend. */
  public TrainingCase on(String backend) {
    return new TrainingCase(backend, threads, data, images, tests, epochs, batch, seed, seconds);
  }

  /** The same on another number of threads. */
  public TrainingCase withThreads(int threads) {
    return new TrainingCase(backend, threads, data, images, tests, epochs, batch, seed, seconds);
  }

  List<String> arguments() {
    return List.of(
        backend,
        Integer.toString(threads),
        data,
        Integer.toString(images),
        Integer.toString(tests),
        Integer.toString(epochs),
        Integer.toString(batch),
        Long.toString(seed),
        Integer.toString(seconds));
  }

  static TrainingCase of(String[] arguments) {
    return new TrainingCase(
        arguments[0],
        Integer.parseInt(arguments[1]),
        arguments[2],
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]),
        Integer.parseInt(arguments[5]),
        Integer.parseInt(arguments[6]),
        Long.parseLong(arguments[7]),
        Integer.parseInt(arguments[8]));
  }

  /** The row of a training that was not measured. */
  TrainingRow row(String status) {
    return TrainingRow.unmeasured(
        MODEL.id(), data, backend, threads, batch, images, epochs, seed, status);
  }

  @Override
  public String toString() {
    return backend + " training " + MODEL.id() + " on " + data;
  }
}
