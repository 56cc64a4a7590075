package io.lanewise.nn;

import java.util.List;

/** The course of a training. */
public final class History {

  private final List<EpochResult> epochs;
  private final double[] stepLosses;

  History(List<EpochResult> epochs, double[] stepLosses) {
    this.epochs = List.copyOf(epochs);
    this.stepLosses = stepLosses;
  }

  /** What each epoch gave. */
  public List<EpochResult> epochs() {
    return epochs;
  }

  /** What the last epoch gave. */
  public EpochResult last() {
    return epochs.get(epochs.size() - 1);
  }

  /** Mean loss of each step's batch before its update, over all epochs in order; a copy. */
  public double[] stepLosses() {
    return stepLosses.clone();
  }
}
