package io.lanewise.bench.train;

import io.lanewise.bench.output.Choice;
import io.lanewise.nn.Schedule;

/** The courses of the learning rate by their names on the command line. */
public enum Course {
  /** Always the same. */
  CONSTANT {
    @Override
    Schedule schedule(double rate, int epochs) {
      return Schedule.constant(rate);
    }
  },
  /** A tenth after each third of the epochs. */
  STEP {
    @Override
    Schedule schedule(double rate, int epochs) {
      return Schedule.step(rate, 0.1, Math.ceilDiv(epochs, 3));
    }
  },
  /** Times 0.9 for each epoch. */
  EXPONENTIAL {
    @Override
    Schedule schedule(double rate, int epochs) {
      return Schedule.exponential(rate, 0.9);
    }
  },
  /** Half a cosine down to 0. */
  COSINE {
    @Override
    Schedule schedule(double rate, int epochs) {
      return Schedule.cosine(rate, 0);
    }
  },
  /** A half after the first epoch, a third after the second, and so on. */
  INVERSE_TIME {
    @Override
    Schedule schedule(double rate, int epochs) {
      return Schedule.inverseTime(rate, 1);
    }
  },
  /** Down to 0 in a line. */
  LINEAR {
    @Override
    Schedule schedule(double rate, int epochs) {
      return Schedule.linear(rate);
    }
  },
  /** LeCun's table of 1998, whose first entry is the rate. */
  LECUN1998 {
    @Override
    Schedule schedule(double rate, int epochs) {
      return Schedule.lecun1998(rate / FIRST_OF_LECUN);
    }
  };

  private static final double FIRST_OF_LECUN = 5e-4;

  /**
   * The rates.
   *
   * @param rate the first
   * @param epochs epochs of the training
   */
  abstract Schedule schedule(double rate, int epochs);

  /** Its name on the command line. */
  @Override
  public String toString() {
    return Choice.name(this);
  }
}
