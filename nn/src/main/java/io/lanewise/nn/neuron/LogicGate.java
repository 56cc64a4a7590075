package io.lanewise.nn.neuron;

/**
 * Gates as perceptrons whose inputs are 0 or 1, each with its line halfway between the points that
 * it tells apart. XOR is none of them: no line parts (0, 1) and (1, 0) from (0, 0) and (1, 1). Two
 * layers do, {@link #xor}.
 */
public enum LogicGate {
  /** Yes if both are 1: a + b - 1.5 above 0. */
  AND(-1.5, 1, 1),
  /** Yes if one at least is 1: a + b - 0.5 above 0. */
  OR(-0.5, 1, 1),
  /** No if both are 1: 1.5 - a - b above 0. */
  NAND(1.5, -1, -1),
  /** No if one at least is 1: 0.5 - a - b above 0. */
  NOR(0.5, -1, -1),
  /** Yes if its only input is 0: 0.5 - a above 0. */
  NOT(0.5, -1);

  private final double bias;
  private final double[] weights;

  LogicGate(double bias, double... weights) {
    this.bias = bias;
    this.weights = weights;
  }

  /** Number of inputs. */
  public int inputs() {
    return weights.length;
  }

  /** A new perceptron that is this gate. */
  public Perceptron perceptron() {
    return new Perceptron(bias, weights);
  }

  /**
   * What the gate says.
   *
   * @throws IllegalArgumentException if these are not as many as {@link #inputs}
   */
  public boolean of(boolean... inputs) {
    double[] x = new double[inputs.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = inputs[i] ? 1 : 0;
    }
    return Inputs.weighted(bias, weights, x) > 0;
  }

  /** Whether exactly one is true: AND(NAND(a, b), OR(a, b)). */
  public static boolean xor(boolean a, boolean b) {
    return AND.of(NAND.of(a, b), OR.of(a, b));
  }
}
