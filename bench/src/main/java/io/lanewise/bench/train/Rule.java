package io.lanewise.bench.train;

import io.lanewise.bench.output.Choice;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.nn.Optimizer;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The optimizers by their names on the command line, each with a learning rate to begin with. */
public enum Rule {
  /** Gradient descent. */
  SGD(0.1, false, true, (momentum, decay) -> new Optimizer.Sgd(0, false, decay)),
  /** Gradient descent with momentum. */
  MOMENTUM(0.03, true, true, (momentum, decay) -> new Optimizer.Sgd(momentum, false, decay)),
  /** Gradient descent with Nesterov's momentum. */
  NESTEROV(0.03, true, true, (momentum, decay) -> new Optimizer.Sgd(momentum, true, decay)),
  /** AdaGrad. */
  ADAGRAD(0.01, false, false, (momentum, decay) -> Optimizer.adaGrad()),
  /** RMSProp. */
  RMSPROP(0.001, false, false, (momentum, decay) -> Optimizer.rmsProp()),
  /** Adam. */
  ADAM(0.001, false, false, (momentum, decay) -> Optimizer.adam()),
  /** Adam with decoupled weight decay. */
  ADAMW(0.001, false, true, (momentum, decay) -> Optimizer.adamW(decay));

  private static final double MOMENTUM_DEFAULT = 0.9;

  private final double rate;
  private final boolean hasMomentum;
  private final boolean hasDecay;
  private final BiFunction<Double, Double, Optimizer> maker;

  Rule(
      double rate,
      boolean hasMomentum,
      boolean hasDecay,
      BiFunction<Double, Double, Optimizer> maker) {
    this.rate = rate;
    this.hasMomentum = hasMomentum;
    this.hasDecay = hasDecay;
    this.maker = maker;
  }

  private static String names(Predicate<Rule> wanted) {
    return Arrays.stream(values())
        .filter(wanted)
        .map(Rule::toString)
        .collect(Collectors.joining(", "));
  }

  /** A learning rate to begin with. */
  double rate() {
    return rate;
  }

  /**
   * The optimizer.
   *
   * @param momentum null for 0.9, where it has one
   * @param decay weight decay; null for none
   * @throws CommandFailure with status 2 if it has no such setting
   */
  Optimizer optimizer(@Nullable Double momentum, @Nullable Double decay) {
    if (momentum != null && !hasMomentum) {
      throw CommandFailure.usage(
          "--momentum is for --optimizer "
              + names(rule -> rule.hasMomentum)
              + (", and it is " + this));
    }
    if (decay != null && !hasDecay) {
      throw CommandFailure.usage(
          "--weight-decay is for --optimizer "
              + names(rule -> rule.hasDecay)
              + (", and it is " + this));
    }
    return maker.apply(momentum == null ? MOMENTUM_DEFAULT : momentum, decay == null ? 0 : decay);
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return Choice.name(this);
  }
}
