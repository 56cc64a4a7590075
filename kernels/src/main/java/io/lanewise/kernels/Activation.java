package io.lanewise.kernels;

/**
 * An activation function y = f(x), applied element by element.
 *
 * <p>Each has a derivative that is a function of y alone, so that backpropagation needs the output
 * only and the input may have been overwritten.
 */
public enum Activation {
  /** f(x) = x; dy/dx = 1. */
  IDENTITY,
  /** f(x) = max(x, 0), NaN for NaN; dy/dx = 1 where y &gt; 0, else 0. */
  RELU,
  /** f(x) = tanh(x); dy/dx = 1 - y^2. */
  TANH,
  /** f(x) = 1 / (1 + exp(-x)); dy/dx = y (1 - y). */
  SIGMOID
}
