package io.lanewise.nn;

/** Hears how training goes, on the thread that trains. */
public interface FitListener {

  /** Hears nothing. */
  FitListener SILENT = new FitListener() {};

  /**
   * After every step.
   *
   * @param epoch the epoch, from 1
   * @param step the step in the epoch, from 1
   * @param steps steps of an epoch
   * @param images images of this step
   * @param loss mean loss of the step's images, before its update
   */
  default void onBatch(int epoch, int step, int steps, int images, double loss) {}

  /** After every epoch and its validation. */
  default void onEpoch(EpochResult result) {}
}
