package io.lanewise.nn;

import io.lanewise.kernels.Elementwise;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * How gradients g change the parameters w, element by element over the vector of all. A slot is a
 * vector as long as w that it keeps from step to step, zero at the start; t counts steps from 1.
 * What it keeps is 0 where it would be subnormal, which takes a processor some hundred cycles.
 */
public sealed interface Optimizer {

  /** Number of slots. */
  int slots();

  /**
   * Changes the parameters.
   *
   * @param elementwise what computes
   * @param n number of parameters
   * @param t number of this step, from 1
   * @param rate learning rate
   * @param g gradients, read; may be overwritten
   * @param slots what it keeps, read and written
   * @param w parameters, read and written
   */
  void update(
      Elementwise elementwise,
      int n,
      long t,
      double rate,
      MemorySegment g,
      List<MemorySegment> slots,
      MemorySegment w);

  /** Gradient descent without momentum. */
  static Optimizer sgd() {
    return new Sgd(0, false, 0);
  }

  /** Gradient descent with momentum. */
  static Optimizer momentum(double momentum) {
    return new Sgd(momentum, false, 0);
  }

  /** Gradient descent with Nesterov's momentum. */
  static Optimizer nesterov(double momentum) {
    return new Sgd(momentum, true, 0);
  }

  /** AdaGrad with epsilon 1e-7. */
  static Optimizer adaGrad() {
    return new AdaGrad(1e-7);
  }

  /** RMSProp with rho 0.9 and epsilon 1e-7. */
  static Optimizer rmsProp() {
    return new RmsProp(0.9, 1e-7);
  }

  /** Adam with beta1 0.9, beta2 0.999 and epsilon 1e-7. */
  static Optimizer adam() {
    return new Adam(0.9, 0.999, 1e-7, 0);
  }

  /** AdamW with beta1 0.9, beta2 0.999, epsilon 1e-7. */
  static Optimizer adamW(double weightDecay) {
    return new Adam(0.9, 0.999, 1e-7, weightDecay);
  }

  /**
   * Stochastic gradient descent:
   *
   * <pre>
   * d = g + weightDecay w
   * v = momentum v + d
   * w = w - rate v                    without Nesterov
   * w = w - rate (d + momentum v)     with Nesterov
   * </pre>
   *
   * <p>Source: I. Sutskever et al., On the importance of initialization and momentum in deep
   * learning, ICML 2013, in the form that PyTorch's SGD has.
   *
   * @param momentum factor of the old velocity, 0 to below 1
   * @param nesterov whether the step looks ahead
   * @param weightDecay factor of the parameters in the gradient, at least 0
   */
  record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {

    /** Checks the numbers. */
    public Sgd {
      Numbers.requireShare("momentum", momentum);
      Numbers.requireNotNegative("weightDecay", weightDecay);
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void update(
        Elementwise elementwise,
        int n,
        long t,
        double rate,
        MemorySegment g,
        List<MemorySegment> slots,
        MemorySegment w) {
      MemorySegment v = slots.get(0);
      if (!nesterov) {
        elementwise.sgdMomentum(n, (float) rate, (float) momentum, (float) weightDecay, g, v, w);
        return;
      }
      float r = (float) rate;
      float m = (float) momentum;
      float decay = (float) weightDecay;
      for (int i = 0; i < n; i++) {
        float weight = w.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        float d = g.getAtIndex(ValueLayout.JAVA_FLOAT, i) + decay * weight;
        float velocity = Floats.orZero(m * v.getAtIndex(ValueLayout.JAVA_FLOAT, i) + d);
        v.setAtIndex(ValueLayout.JAVA_FLOAT, i, velocity);
        w.setAtIndex(ValueLayout.JAVA_FLOAT, i, weight - r * (d + m * velocity));
      }
    }
  }

  /**
   * AdaGrad: s = s + g^2, w = w - rate g / (sqrt(s) + epsilon). Source: J. Duchi et al., Adaptive
   * subgradient methods, JMLR 12 (2011).
   *
   * @param epsilon keeps the divisor from 0, above 0
   */
  record AdaGrad(double epsilon) implements Optimizer {

    /** Checks the number. */
    public AdaGrad {
      Numbers.requirePositive("epsilon", epsilon);
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void update(
        Elementwise elementwise,
        int n,
        long t,
        double rate,
        MemorySegment g,
        List<MemorySegment> slots,
        MemorySegment w) {
      MemorySegment s = slots.get(0);
      float r = (float) rate;
      float e = (float) epsilon;
      for (int i = 0; i < n; i++) {
        float gradient = g.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        float sum = s.getAtIndex(ValueLayout.JAVA_FLOAT, i) + gradient * gradient;
        s.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum);
        float step = r * gradient / ((float) Math.sqrt(sum) + e);
        w.setAtIndex(ValueLayout.JAVA_FLOAT, i, w.getAtIndex(ValueLayout.JAVA_FLOAT, i) - step);
      }
    }
  }

  /**
   * RMSProp: s = rho s + (1 - rho) g^2, w = w - rate g / (sqrt(s) + epsilon). Source: G. Hinton,
   * Neural networks for machine learning, lecture 6e, 2012.
   *
   * @param rho factor of the old mean square, 0 to below 1
   * @param epsilon keeps the divisor from 0, above 0
   */
  record RmsProp(double rho, double epsilon) implements Optimizer {

    /** Checks the numbers. */
    public RmsProp {
      Numbers.requireShare("rho", rho);
      Numbers.requirePositive("epsilon", epsilon);
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void update(
        Elementwise elementwise,
        int n,
        long t,
        double rate,
        MemorySegment g,
        List<MemorySegment> slots,
        MemorySegment w) {
      MemorySegment s = slots.get(0);
      float r = (float) rate;
      float keep = (float) rho;
      float take = (float) (1 - rho);
      float e = (float) epsilon;
      for (int i = 0; i < n; i++) {
        float gradient = g.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        float old = s.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        float mean = Floats.orZero(keep * old + take * gradient * gradient);
        s.setAtIndex(ValueLayout.JAVA_FLOAT, i, mean);
        float step = r * gradient / ((float) Math.sqrt(mean) + e);
        w.setAtIndex(ValueLayout.JAVA_FLOAT, i, w.getAtIndex(ValueLayout.JAVA_FLOAT, i) - step);
      }
    }
  }

  /**
   * Adam, and AdamW where weightDecay is not 0:
   *
   * <pre>
   * m = beta1 m + (1 - beta1) g
   * v = beta2 v + (1 - beta2) g^2
   * w = w - rate weightDecay w
   * w = w - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
   * </pre>
   *
   * <p>Sources: D. Kingma, J. Ba, Adam, ICLR 2015; I. Loshchilov, F. Hutter, Decoupled weight decay
   * regularization, ICLR 2019.
   *
   * @param beta1 factor of the old mean, 0 to below 1
   * @param beta2 factor of the old mean square, 0 to below 1
   * @param epsilon keeps the divisor from 0, above 0
   * @param weightDecay share of the parameters taken off at rate 1, at least 0
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {

    /** Checks the numbers. */
    public Adam {
      Numbers.requireShare("beta1", beta1);
      Numbers.requireShare("beta2", beta2);
      Numbers.requirePositive("epsilon", epsilon);
      Numbers.requireNotNegative("weightDecay", weightDecay);
    }

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public void update(
        Elementwise elementwise,
        int n,
        long t,
        double rate,
        MemorySegment g,
        List<MemorySegment> slots,
        MemorySegment w) {
      MemorySegment m = slots.get(0);
      MemorySegment v = slots.get(1);
      float b1 = (float) beta1;
      float b2 = (float) beta2;
      // 1 - 0.999f is 0.001 with an error of 5e-5 of it.
      float a1 = (float) (1 - beta1);
      float a2 = (float) (1 - beta2);
      float e = (float) epsilon;
      float keep = (float) (1 - rate * weightDecay);
      float r = (float) (rate / (1 - Math.pow(beta1, t)));
      float correction = (float) (1 / (1 - Math.pow(beta2, t)));
      for (int i = 0; i < n; i++) {
        float gradient = g.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        float mean = Floats.orZero(b1 * m.getAtIndex(ValueLayout.JAVA_FLOAT, i) + a1 * gradient);
        float old = v.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        float square = Floats.orZero(b2 * old + a2 * gradient * gradient);
        m.setAtIndex(ValueLayout.JAVA_FLOAT, i, mean);
        v.setAtIndex(ValueLayout.JAVA_FLOAT, i, square);
        float step = r * mean / ((float) Math.sqrt(correction * square) + e);
        float weight = keep * w.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        w.setAtIndex(ValueLayout.JAVA_FLOAT, i, weight - step);
      }
    }
  }
}
