package io.lanewise.nn;

import java.util.Random;

/**
 * How weights start: uniform in (-a, a), with a from the number of inputs (fan-in) and outputs
 * (fan-out) that one weight connects. Biases start at 0.
 */
public enum Initialization {
  /**
   * a = sqrt(6 / (fanIn + fanOut)). Source: X. Glorot, Y. Bengio, Understanding the difficulty of
   * training deep feedforward neural networks, AISTATS 2010.
   */
  GLOROT_UNIFORM {
    @Override
    double bound(int fanIn, int fanOut) {
      return Math.sqrt(6.0 / ((double) fanIn + fanOut));
    }
  },
  /**
   * a = sqrt(3 / fanIn), a standard deviation of 1 / sqrt(fanIn). Source: Y. LeCun et al.,
   * Efficient BackProp, 1998.
   */
  LECUN_UNIFORM {
    @Override
    double bound(int fanIn, int fanOut) {
      return Math.sqrt(3.0 / fanIn);
    }
  };

  abstract double bound(int fanIn, int fanOut);

  /** Draws n weights, from offset on, in order. */
  final void draw(Random random, int fanIn, int fanOut, float[] weights, int offset, int n) {
    double bound = bound(fanIn, fanOut);
    for (int i = offset; i < offset + n; i++) {
      weights[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
  }
}
