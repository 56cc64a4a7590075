package io.lanewise.nn.neuron;

/**
 * A neuron without activation: y = bias + sum over i of w[i] x[i]. Immutable.
 *
 * <p>It learns by sharing the error equally among its n inputs, where the bias stays as it is:
 *
 * <pre>
 * e = target - y
 * w[i] = w[i] + rate (e / n) x[i]
 * </pre>
 *
 * <p>An input of 0 had no part in y and keeps its weight. With inputs of 1 and a rate of 1 the next
 * output is the target: bias 1, weights 2, 3, 4 and x = (1, 1, 1) give y = 10; for a target of 15
 * at rate 0.5 each weight grows by 0.5 * 5 / 3, to 2.83, 3.83 and 4.83, which give 12.5. The rule
 * of Widrow and Hoff is the same without the division by n; {@link Perceptron} learns by its signs.
 */
public final class LinearNeuron {

  private final double bias;
  private final double[] weights;

  /**
   * A neuron; the array is copied.
   *
   * @throws IllegalArgumentException if there is no weight, or a number is not finite
   */
  public LinearNeuron(double bias, double... weights) {
    Inputs.requireFinite(bias, weights);
    this.bias = bias;
    this.weights = weights.clone();
  }

  /** What is added to the weighted inputs. */
  public double bias() {
    return bias;
  }

  /** A copy of the weights. */
  public double[] weights() {
    return weights.clone();
  }

  /**
   * y for x.
   *
   * @throws IllegalArgumentException if x has not one element for each weight
   */
  public double output(double... x) {
    return Inputs.weighted(bias, weights, x);
  }

  /**
   * The neuron after one step towards a target.
   *
   * @param rate share of the error that is mended, above 0
   * @throws IllegalArgumentException if x has not one element for each weight, or rate is not above
   *     0
   */
  public LinearNeuron learn(double rate, double target, double... x) {
    Inputs.requireRate(rate);
    double share = (target - output(x)) / x.length;
    double[] learned = weights.clone();
    for (int i = 0; i < learned.length; i++) {
      learned[i] += rate * share * x[i];
    }
    return new LinearNeuron(bias, learned);
  }
}
