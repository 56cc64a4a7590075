package io.lanewise.bench.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.results.TrainingRow;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.Optimizer;
import io.lanewise.nn.Schedule;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What one training measures: first its course over some epochs, each followed by a test; then its
 * speed, for some seconds.
 *
 * @param model what is trained
 * @param backend id of the backend, or of a peer
 * @param threads threads that it may use
 * @param data name of the data set, as in {@code train --data}
 * @param images images of an epoch; all there are if fewer
 * @param tests images to test on; all there are if fewer
 * @param epochs epochs of the course
 * @param batch images per step
 * @param rate the first learning rate, falling to 0 in a line; momentum is 0.9
 * @param target the test accuracy whose time is reported; null for none
 * @param seed of the weights and the order of the images
 * @param seconds of training for its speed, after the course
 * @param limit seconds that the course may take; it is left out where it would take longer
 */
public record TrainingCase(
    TrainingModel model,
    String backend,
    int threads,
    String data,
    int images,
    int tests,
    int epochs,
    int batch,
    double rate,
    @Nullable Double target,
    long seed,
    int seconds,
    int limit) {

  /** Factor of the old velocity. */
  static final double MOMENTUM = 0.9;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A model with its recipe on the whole data. */
  public static TrainingCase of(
      TrainingModel model, String data, int batch, long seed, int seconds, int limit) {
    boolean network = model.isNetwork();
    return new TrainingCase(
        model,
        "",
        1,
        network ? data : TrainingModel.MAP_DATA,
        network ? Integer.MAX_VALUE : TrainingModel.MAP_SAMPLES,
        Integer.MAX_VALUE,
        model.epochs(batch),
        batch,
        model.rate(batch),
        model.target(data),
        seed,
        seconds,
        limit);
  }

  /** The same on another backend. */
  public TrainingCase on(String backend) {
    return new TrainingCase(
        model, backend, threads, data, images, tests, epochs, batch, rate, target, seed, seconds,
        limit);
  }

  /** The same on another number of threads. */
  public TrainingCase withThreads(int threads) {
    return new TrainingCase(
        model, backend, threads, data, images, tests, epochs, batch, rate, target, seed, seconds,
        limit);
  }

  /**
   * The same, of a network, where there are no more images than these: a row that cannot be
   * measured says then as many as the others.
   */
  public TrainingCase among(int available) {
    return new TrainingCase(
        model,
        backend,
        threads,
        data,
        model.isNetwork() ? Math.min(images, available) : images,
        tests,
        epochs,
        batch,
        rate,
        target,
        seed,
        seconds,
        limit);
  }

  /** How a network is trained in the course. */
  FitOptions options() {
    return FitOptions.defaults()
        .withEpochs(epochs)
        .withBatch(batch)
        .withSeed(seed)
        .withOptimizer(Optimizer.momentum(MOMENTUM))
        .withSchedule(Schedule.linear(rate));
  }

  /** As one argument of a command line. */
  String argument() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TrainingCase of(String argument) {
    try {
      return JSON.readValue(argument, TrainingCase.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The row of a training that was not measured. */
  TrainingRow row(String status) {
    return TrainingRow.unmeasured(
        model.id(), data, backend, threads, batch, images, epochs, seed, status);
  }

  @Override
  public String toString() {
    String steps = model.isNetwork() ? ", batch " + batch : "";
    return backend + " training " + model.id() + " on " + data + ", threads " + threads + steps;
  }
}
