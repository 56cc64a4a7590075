package io.lanewise.nn.reference;

/**
 * The largest of each run of neighbouring channels, called pieces, pixel by pixel:
 *
 * <pre>
 * y[c][p] = max over j below pieces of x[c pieces + j][p]
 * dx      = dy[c][p] at the first of the largest, else 0
 * </pre>
 *
 * <p>Source: I. Goodfellow et al., Maxout networks, ICML 2013.
 *
 * @param pieces channels that become one
 * @param pixels elements of a channel
 */
record ReferenceMaxout(int pieces, int pixels) implements ReferenceLayer {

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    double[] y = new double[x.length / pieces];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[largest(x, i)];
    }
    return y;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    double[] dx = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      dx[largest(x, i)] = dy[i];
    }
    return dx;
  }

  /** Where the largest piece of an output is, given the output's place. */
  private int largest(double[] x, int output) {
    int at = output / pixels * pieces * pixels + output % pixels;
    int largest = at;
    for (int piece = 1; piece < pieces; piece++) {
      if (x[at + piece * pixels] > x[largest]) {
        largest = at + piece * pixels;
      }
    }
    return largest;
  }
}
