package io.lanewise.nn.som;

import java.util.Objects;

/** How the weights follow the samples. */
public sealed interface SomTraining {

  /**
   * Every epoch finds the winners of all samples, then sets all weights at once to the weighted
   * mean of the samples, w_u = sum_i h(u, winner(i)) x_i / sum_i h(u, winner(i)).
   *
   * @param epochs passes over the data, at least 1
   */
  record Batch(int epochs) implements SomTraining {

    /** Checks the number. */
    public Batch {
      if (epochs < 1) {
        throw new IllegalArgumentException("epochs is " + epochs + ", expected at least 1");
      }
    }
  }

  /**
   * Every update takes one sample and moves all weights towards it, w_u += rate h(u, winner) (x -
   * w_u), in double precision.
   *
   * @param updates number of updates, at least 1
   * @param rate the learning rate, at most 1
   * @param shuffled whether every pass over the data takes the samples in another order; otherwise
   *     update t takes sample t mod n
   */
  record Online(long updates, Decay rate, boolean shuffled) implements SomTraining {

    /** Checks the values. */
    public Online {
      Objects.requireNonNull(rate, "rate is null, expected a decay");
      if (updates < 1) {
        throw new IllegalArgumentException("updates is " + updates + ", expected at least 1");
      }
      if (rate.start() > 1 || rate.end() > 1) {
        throw new IllegalArgumentException("rate is " + rate + ", expected at most 1");
      }
    }
  }
}
