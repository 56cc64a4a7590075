package io.lanewise.nn.som;

import java.util.Objects;

/**
 * How a radius or a learning rate changes over a training of T steps: steps are updates in online
 * training, epochs in batch training.
 *
 * @param kind the law
 * @param start the value of step 0, at least 0
 * @param end the value that step T would have, at least 0; {@link Kind#INVERSE_TIME} has none of
 *     its own, it ends at a third of the start
 */
public record Decay(Kind kind, double start, double end) {

  /** The laws. */
  public enum Kind {
    /** start. */
    CONSTANT,
    /** start + (end - start) t / T. */
    LINEAR,
    /** start (end / start)^(t / T). */
    EXPONENTIAL,
    /** start / (1 + t / (T / 2)), as MiniSom has it. */
    INVERSE_TIME
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is negative or not finite, or an exponential decay
   *     starts or ends at 0
   */
  public Decay {
    Objects.requireNonNull(kind, "kind is null, expected a kind of decay");
    require(start >= 0 && Double.isFinite(start), "start", start, "a number of at least 0");
    require(end >= 0 && Double.isFinite(end), "end", end, "a number of at least 0");
    if (kind == Kind.EXPONENTIAL) {
      require(start > 0, "start", start, "above 0 for an exponential decay");
      require(end > 0, "end", end, "above 0 for an exponential decay");
    }
  }

  /** The same value always. */
  public static Decay constant(double value) {
    return new Decay(Kind.CONSTANT, value, value);
  }

  /** Equal differences. */
  public static Decay linear(double start, double end) {
    return new Decay(Kind.LINEAR, start, end);
  }

  /** Equal ratios. */
  public static Decay exponential(double start, double end) {
    return new Decay(Kind.EXPONENTIAL, start, end);
  }

  /** start / (1 + t / (T / 2)). */
  public static Decay inverseTime(double start) {
    return new Decay(Kind.INVERSE_TIME, start, start / 3);
  }

  /** The value of step t of T. */
  public double value(long step, long steps) {
    double share = (double) step / steps;
    return switch (kind) {
      case CONSTANT -> start;
      case LINEAR -> start + (end - start) * share;
      case EXPONENTIAL -> start * Math.pow(end / start, share);
      case INVERSE_TIME -> start / (1 + step / (steps / 2.0));
    };
  }

  private static void require(boolean holds, String argument, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(argument + " is " + value + ", expected " + expected);
    }
  }
}
