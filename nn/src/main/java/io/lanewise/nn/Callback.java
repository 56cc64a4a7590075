package io.lanewise.nn;

import java.util.Map;

/**
 * Hears how training goes, on the thread that trains, and may steer it through {@link Fit}.
 * Callbacks are called in the order in which they were given.
 */
public interface Callback {

  /** Before the first step; after {@link #restore} where training goes on. */
  default void onStart(Fit fit) {}

  /** After every step. */
  default void onStep(Fit fit, StepResult step) {}

  /** After every epoch and its validation. */
  default void onEpoch(Fit fit, EpochResult epoch) {}

  /** After the last epoch, however it came to be the last; not after a failure. */
  default void onEnd(Fit fit) {}

  /** What it must find again to go on as if there had been no interruption, by name. */
  default Map<String, float[]> state() {
    return Map.of();
  }

  /** Takes back what all callbacks gave as their state. */
  default void restore(Map<String, float[]> state) {}
}
