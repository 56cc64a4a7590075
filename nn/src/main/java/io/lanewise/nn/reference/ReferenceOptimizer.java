package io.lanewise.nn.reference;

import io.lanewise.nn.Optimizer;

/**
 * How gradients g change the parameters w; {@link Optimizer} has the formulas. What is kept from
 * step to step is 0 at the start.
 */
final class ReferenceOptimizer {

  private final Optimizer optimizer;
  private final double[] first;
  private final double[] second;
  private long t;

  ReferenceOptimizer(Optimizer optimizer, int parameters) {
    this.optimizer = optimizer;
    this.first = new double[parameters];
    this.second = new double[parameters];
  }

  /** One step. */
  void update(double rate, double[] g, double[] w) {
    t++;
    for (int i = 0; i < w.length; i++) {
      if (optimizer instanceof Optimizer.Sgd sgd) {
        w[i] -= rate * sgd(sgd, g[i] + sgd.weightDecay() * w[i], i);
      } else if (optimizer instanceof Optimizer.AdaGrad adaGrad) {
        w[i] -= rate * adaGrad(adaGrad, g[i], i);
      } else if (optimizer instanceof Optimizer.RmsProp rmsProp) {
        w[i] -= rate * rmsProp(rmsProp, g[i], i);
      } else if (optimizer instanceof Optimizer.Adam adam) {
        w[i] -= rate * (adam.weightDecay() * w[i] + adam(adam, g[i], i));
      } else {
        throw new IllegalArgumentException(
            "optimizer is " + optimizer + ", expected one whose formula is here");
      }
    }
  }

  /** v = momentum v + d; v, or d + momentum v with Nesterov. */
  private double sgd(Optimizer.Sgd sgd, double d, int i) {
    first[i] = sgd.momentum() * first[i] + d;
    return sgd.nesterov() ? d + sgd.momentum() * first[i] : first[i];
  }

  /** s = s + g^2; g / (sqrt(s) + epsilon). */
  private double adaGrad(Optimizer.AdaGrad adaGrad, double g, int i) {
    first[i] += g * g;
    return g / (Math.sqrt(first[i]) + adaGrad.epsilon());
  }

  /** s = rho s + (1 - rho) g^2; g / (sqrt(s) + epsilon). */
  private double rmsProp(Optimizer.RmsProp rmsProp, double g, int i) {
    first[i] = rmsProp.rho() * first[i] + (1 - rmsProp.rho()) * g * g;
    return g / (Math.sqrt(first[i]) + rmsProp.epsilon());
  }

  /**
   * m = beta1 m + (1 - beta1) g and v = beta2 v + (1 - beta2) g^2; (m / (1 - beta1^t)) / (sqrt(v /
   * (1 - beta2^t)) + epsilon).
   */
  private double adam(Optimizer.Adam adam, double g, int i) {
    first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * g;
    second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * g * g;
    double mean = first[i] / (1 - Math.pow(adam.beta1(), t));
    double square = second[i] / (1 - Math.pow(adam.beta2(), t));
    return mean / (Math.sqrt(square) + adam.epsilon());
  }
}
