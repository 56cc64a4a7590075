package io.lanewise.nn.reference;

/**
 * Minus the squared distances from fixed centres; no parameters:
 *
 * <pre>
 * y[i]  = - sum over j of (x[j] - c[i][j])^2
 * dx[j] = - sum over i of 2 (x[j] - c[i][j]) dy[i]
 * </pre>
 */
final class ReferenceRbf implements ReferenceLayer {

  private final float[][] centres;

  /**
   * Takes over the array.
   *
   * @param centres c, a row for each output
   */
  ReferenceRbf(float[][] centres) {
    this.centres = centres;
  }

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double[] y = new double[centres.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        double difference = x[j] - centres[i][j];
        y[i] -= difference * difference;
      }
    }
    return y;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double[] dx = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        dx[j] -= 2 * (x[j] - centres[i][j]) * dy[i];
      }
    }
    return dx;
  }
}
