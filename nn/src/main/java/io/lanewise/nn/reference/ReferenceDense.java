package io.lanewise.nn.reference;

/**
 * Every output o from every input i, with w = W [out][in], then b [out] if there is a bias:
 *
 * <pre>
 * y[o]      = b[o] + sum over i of W[o][i] x[i]
 * dx[i]     = sum over o of W[o][i] dy[o]
 * dW[o][i] += dy[o] x[i],  db[o] += dy[o]
 * </pre>
 */
record ReferenceDense(int in, int out, boolean bias) implements ReferenceLayer {

  @Override
  public int parameterCount() {
    return weightCount() + (bias ? out : 0);
  }

  @Override
  public int weightCount() {
    return out * in;
  }

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double[] y = new double[out];
    for (int o = 0; o < out; o++) {
      y[o] = bias ? w[out * in + o] : 0;
      for (int i = 0; i < in; i++) {
        y[o] += w[o * in + i] * x[i];
      }
    }
    return y;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double[] dx = new double[in];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        dx[i] += w[o * in + i] * dy[o];
        dw[o * in + i] += dy[o] * x[i];
      }
      if (bias) {
        dw[out * in + o] += dy[o];
      }
    }
    return dx;
  }
}
