package io.lanewise.nn;

import java.util.List;

/** A training that is running, as its callbacks see it. */
public interface Fit {

  /** The network; its parameters are as after the latest whole epoch. */
  Sequential network();

  /** How it is trained. */
  FitOptions options();

  /** Samples that are trained in an epoch. */
  int samples();

  /** What each epoch gave so far, also before an interruption. */
  List<EpochResult> epochs();

  /** All that is needed to go on after the latest whole epoch; a copy. */
  TrainingState state();

  /** Replaces the parameters. */
  void replaceParameters(float[] parameters);

  /** Ends the training after this epoch. */
  void stop();

  /** What the schedule's rate is multiplied with, 1 at first. */
  double rateFactor();

  /** Changes what the schedule's rate is multiplied with, above 0. */
  void rateFactor(double factor);
}
