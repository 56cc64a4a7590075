package io.lanewise.bench.measure;

import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.LayerRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a JVM trains. The clock hears of every step, and ends a training by an exception. */
interface Trainee extends AutoCloseable {

  /** Threads that it uses. */
  int threads();

  /** Samples of a step. */
  int batch();

  /** Samples of an epoch. */
  int samples();

  /** Floating-point operations that a sample takes in training. */
  double flopsPerSample();

  /** How they are counted. */
  String flopsFormula();

  /**
   * A training.
   *
   * @param epochs what each epoch gave
   * @param lossAfter100Steps loss of the 101st step; null if it is not known
   */
  record Course(List<EpochRow> epochs, @Nullable Double lossAfter100Steps) {}

  /** Goes back to the initial weights. */
  void reset();

  /** Trains all epochs of the recipe, each followed by a test. */
  Course course(TrainingClock clock);

  /** Trains on until the clock ends it. */
  void train(TrainingClock clock);

  /**
   * The time of each layer in one step, in a pass of its own; empty if it is not known.
   *
   * @param samples how many samples the pass takes, at least
   */
  List<LayerRow> layers(int samples);

  @Override
  void close();
}
