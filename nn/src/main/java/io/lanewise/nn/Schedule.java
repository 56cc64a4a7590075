package io.lanewise.nn;

/** The learning rate over a training. */
@FunctionalInterface
public interface Schedule {

  /**
   * The rate of a step.
   *
   * @param step steps done before it, over all epochs
   * @param stepsPerEpoch steps of an epoch
   * @param steps steps of the whole training
   */
  double rate(long step, int stepsPerEpoch, long steps);

  /** Always the same. */
  static Schedule constant(double rate) {
    Numbers.requirePositive("rate", rate);
    return (step, stepsPerEpoch, steps) -> rate;
  }

  /**
   * Falls linearly to 0 at the end: rate (1 - step / steps). At a constant rate the accuracy of
   * LeNet-5 on MNIST still moves by 0.2 % from epoch to epoch.
   */
  static Schedule linear(double rate) {
    Numbers.requirePositive("rate", rate);
    return (step, stepsPerEpoch, steps) -> rate * (1 - (double) step / steps);
  }

  /** rate factor^floor(epoch / epochs), epoch from 0: falls at once, every so many epochs. */
  static Schedule step(double rate, double factor, int epochs) {
    Numbers.requirePositive("rate", rate);
    Numbers.requirePositive("factor", factor);
    Numbers.requireAtLeastOne("epochs", epochs);
    return (step, stepsPerEpoch, steps) ->
        rate * Math.pow(factor, Math.floorDiv(step / stepsPerEpoch, (long) epochs));
  }

  /** rate factor^t, t in epochs, step by step. */
  static Schedule exponential(double rate, double factor) {
    Numbers.requirePositive("rate", rate);
    Numbers.requirePositive("factor", factor);
    return (step, stepsPerEpoch, steps) -> rate * Math.pow(factor, (double) step / stepsPerEpoch);
  }

  /**
   * Half a cosine, from rate down to end: end + (rate - end) (1 + cos(pi step / steps)) / 2.
   * Source: I. Loshchilov, F. Hutter, SGDR, ICLR 2017, without restarts.
   */
  static Schedule cosine(double rate, double end) {
    Numbers.requirePositive("rate", rate);
    Numbers.requireNotNegative("end", end);
    return (step, stepsPerEpoch, steps) ->
        end + (rate - end) * (1 + Math.cos(Math.PI * step / steps)) / 2;
  }

  /** rate / (1 + decay t), t in epochs, step by step. */
  static Schedule inverseTime(double rate, double decay) {
    Numbers.requirePositive("rate", rate);
    Numbers.requireNotNegative("decay", decay);
    return (step, stepsPerEpoch, steps) -> rate / (1 + decay * step / stepsPerEpoch);
  }

  /**
   * The table of LeCun 1998 (section III-B) times a factor: 5e-4 for two epochs, 2e-4 for three,
   * 1e-4 for three, 5e-5 for four, then 1e-5. His rates are for one image per step, and each weight
   * had its own factor from the second derivatives, of which this is the common one.
   */
  static Schedule lecun1998(double factor) {
    Numbers.requirePositive("factor", factor);
    return (step, stepsPerEpoch, steps) -> {
      long epoch = step / stepsPerEpoch;
      double rate =
          epoch < 2 ? 5e-4 : epoch < 5 ? 2e-4 : epoch < 8 ? 1e-4 : epoch < 12 ? 5e-5 : 1e-5;
      return factor * rate;
    };
  }
}
