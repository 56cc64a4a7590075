package io.lanewise.nn;

import java.util.List;

/** The course of a training. */
public final class History {

  private final List<EpochResult> epochs;
  private final double[] stepLosses;
  private final List<LayerTime> layerTimes;
  private final TrainingState state;

  History(
      List<EpochResult> epochs,
      double[] stepLosses,
      List<LayerTime> layerTimes,
      TrainingState state) {
    this.epochs = List.copyOf(epochs);
    this.stepLosses = stepLosses;
    this.layerTimes = List.copyOf(layerTimes);
    this.state = state;
  }

  /** What each epoch gave, also before an interruption. */
  public List<EpochResult> epochs() {
    return epochs;
  }

  /** What the last epoch gave. */
  public EpochResult last() {
    return epochs.get(epochs.size() - 1);
  }

  /** Mean loss of each step's batch before its update, over the epochs of this run; a copy. */
  public double[] stepLosses() {
    return stepLosses.clone();
  }

  /** Where the time of the steps of this run went, layer by layer. */
  public List<LayerTime> layerTimes() {
    return layerTimes;
  }

  /** What is needed to go on. */
  public TrainingState state() {
    return state;
  }
}
