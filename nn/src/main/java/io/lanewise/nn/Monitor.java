package io.lanewise.nn;

import java.util.Optional;

/** What a callback watches to see whether training gets on. */
public enum Monitor {
  /** Loss of the training's samples; the lower, the better. */
  TRAIN_LOSS {
    @Override
    double value(EpochResult epoch) {
      return epoch.trainLoss();
    }
  },
  /** Loss on the data for validation; the lower, the better. */
  VALIDATION_LOSS {
    @Override
    double value(EpochResult epoch) {
      return validation(epoch).loss();
    }
  },
  /** Accuracy on the data for validation; the higher, the better. */
  VALIDATION_ACCURACY {
    @Override
    double value(EpochResult epoch) {
      return -validation(epoch).accuracy();
    }
  };

  /**
   * A number that is the lower the better the epoch was.
   *
   * @throws IllegalArgumentException if there was no validation and this needs one
   */
  abstract double value(EpochResult epoch);

  private static Evaluation validation(EpochResult epoch) {
    Optional<Evaluation> validation = epoch.validation();
    return validation.orElseThrow(
        () ->
            new IllegalArgumentException(
                "validation is none, expected data or a validationSplit for what a callback"
                    + " watches"));
  }
}
