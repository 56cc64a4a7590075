package io.lanewise.nn.reference;

/** A function of one number, element by element: y = f(x), dx = f'(x) dy. */
enum ReferenceActivation implements ReferenceLayer {
  /** y = x, f' = 1. */
  IDENTITY {
    @Override
    double value(double x) {
      return x;
    }

    @Override
    double derivative(double y) {
      return 1;
    }
  },
  /** y = 1 where x is above 0, else 0; f' = 0. */
  STEP {
    @Override
    double value(double x) {
      return x > 0 ? 1 : 0;
    }

    @Override
    double derivative(double y) {
      return 0;
    }
  },
  /** y = -1, 0 or 1, as x is below, at or above 0; f' = 0. */
  SIGN {
    @Override
    double value(double x) {
      return Math.signum(x);
    }

    @Override
    double derivative(double y) {
      return 0;
    }
  },
  /** y = 1 / (1 + exp(-x)), f' = y (1 - y). */
  SIGMOID {
    @Override
    double value(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    double derivative(double y) {
      return y * (1 - y);
    }
  },
  /** y = tanh(x), f' = 1 - y^2. */
  TANH {
    @Override
    double value(double x) {
      return Math.tanh(x);
    }

    @Override
    double derivative(double y) {
      return 1 - y * y;
    }
  },
  /**
   * y = 1.7159 tanh(2 x / 3), f' = 2 / 3 (1.7159 - y^2 / 1.7159). Source: Y. LeCun et al.,
   * Efficient BackProp, 1998.
   */
  SCALED_TANH {
    @Override
    double value(double x) {
      return 1.7159 * Math.tanh(2 * x / 3);
    }

    @Override
    double derivative(double y) {
      return 2 * (1.7159 - y * y / 1.7159) / 3;
    }
  },
  /** y = max(x, 0), f' = 1 where y is above 0, else 0. */
  RELU {
    @Override
    double value(double x) {
      return Math.max(x, 0);
    }

    @Override
    double derivative(double y) {
      return y > 0 ? 1 : 0;
    }
  };

  abstract double value(double x);

  /** f'(x), given y = f(x). */
  abstract double derivative(double y);

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = value(x[i]);
    }
    return y;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double[] dx = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      dx[i] = derivative(y[i]) * dy[i];
    }
    return dx;
  }
}
