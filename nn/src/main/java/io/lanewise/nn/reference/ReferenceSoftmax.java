package io.lanewise.nn.reference;

import java.util.Arrays;

/**
 * Positive shares of 1:
 *
 * <pre>
 * y[i]  = exp(x[i]) / sum over j of exp(x[j])
 * dx[i] = y[i] (dy[i] - sum over j of dy[j] y[j])
 * </pre>
 *
 * <p>The largest x is taken off first, which changes nothing but that exp does not overflow.
 */
record ReferenceSoftmax() implements ReferenceLayer {

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double largest = Arrays.stream(x).max().orElseThrow();
    double[] y = Arrays.stream(x).map(score -> Math.exp(score - largest)).toArray();
    double sum = Arrays.stream(y).sum();
    return Arrays.stream(y).map(exponential -> exponential / sum).toArray();
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double mean = 0;
    for (int j = 0; j < y.length; j++) {
      mean += dy[j] * y[j];
    }
    double[] dx = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      dx[i] = y[i] * (dy[i] - mean);
    }
    return dx;
  }
}
