package io.lanewise.nn.neuron;

import java.util.OptionalInt;

/**
 * A neuron that says yes or no: yes where bias + sum over i of w[i] x[i] is above 0. Used by one
 * thread at a time.
 *
 * <p>Weights (-5, 6) say yes to (1, 1), since 1 is above 0; with a bias of -2 they say no. What it
 * can tell apart lies on two sides of a straight line (a plane, for more inputs): AND, OR and NAND
 * do, XOR does not.
 *
 * <p>It learns from its mistakes only, one sample after the other:
 *
 * <pre>
 * said no instead of yes:  w[i] = w[i] + rate x[i],  bias = bias + rate
 * said yes instead of no:  w[i] = w[i] - rate x[i],  bias = bias - rate
 * </pre>
 *
 * <p>If any weights are right for all samples, it finds such weights after finitely many mistakes.
 * Sources: F. Rosenblatt, The perceptron, Psychological Review 65 (1958); A. Novikoff, On
 * convergence proofs for perceptrons, 1962.
 */
public final class Perceptron {

  private double bias;
  private final double[] weights;

  /**
   * A perceptron; the array is copied.
   *
   * @throws IllegalArgumentException if there is no weight, or a number is not finite
   */
  public Perceptron(double bias, double... weights) {
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
   * Whether it says yes to x.
   *
   * @throws IllegalArgumentException if x has not one element for each weight
   */
  public boolean decide(double... x) {
    return Inputs.weighted(bias, weights, x) > 0;
  }

  /**
   * Learns samples again and again, until it makes no mistake in a whole pass.
   *
   * @param rate size of a step, above 0
   * @param x samples
   * @param yes what it should say to each
   * @param passes passes over the samples at most, at least 1
   * @return the number of passes, the last one without a mistake; empty if there was none such
   * @throws IllegalArgumentException if a number is out of its range, or sizes do not match
   */
  public OptionalInt learn(double rate, double[][] x, boolean[] yes, int passes) {
    Inputs.requireRate(rate);
    if (x.length != yes.length) {
      throw new IllegalArgumentException(
          "yes has " + yes.length + " elements, expected " + x.length + ", one for each sample");
    }
    if (passes < 1) {
      throw new IllegalArgumentException("passes is " + passes + ", expected at least 1");
    }
    for (double[] sample : x) {
      Inputs.weighted(bias, weights, sample);
    }
    for (int pass = 1; pass <= passes; pass++) {
      if (mistakes(rate, x, yes) == 0) {
        return OptionalInt.of(pass);
      }
    }
    return OptionalInt.empty();
  }

  private int mistakes(double rate, double[][] x, boolean[] yes) {
    int mistakes = 0;
    for (int sample = 0; sample < x.length; sample++) {
      if (decide(x[sample]) != yes[sample]) {
        mend(yes[sample] ? rate : -rate, x[sample]);
        mistakes++;
      }
    }
    return mistakes;
  }

  private void mend(double step, double[] x) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] += step * x[i];
    }
    bias += step;
  }
}
