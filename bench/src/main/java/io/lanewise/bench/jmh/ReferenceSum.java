package io.lanewise.bench.jmh;

/**
 * A sum of products to about twice double precision, so that it is a reference for double precision
 * as well, and the sum of their absolute values, which scales the error bound.
 *
 * <p>Source: T. Ogita, S. M. Rump, S. Oishi, Accurate Sum and Dot Product, SIAM J. Sci. Comput. 26
 * (2005), algorithm Dot2.
 */
final class ReferenceSum {

  private double sum;
  private double correction;
  private double magnitude;

  void add(double x, double y) {
    double product = x * y;
    double productError = Math.fma(x, y, -product);
    double next = sum + product;
    double back = next - sum;
    double sumError = (sum - (next - back)) + (product - back);
    sum = next;
    correction += sumError + productError;
    magnitude += Math.abs(product);
  }

  /** Makes a negative value 0, as RELU does; its terms keep their magnitude. */
  void cutOff() {
    if (value() < 0) {
      sum = 0;
      correction = 0;
    }
  }

  double value() {
    return sum + correction;
  }

  double magnitude() {
    return magnitude;
  }
}
