package io.lanewise.nn.reference;

/** The same elements in the same order: y = x, dx = dy. */
record ReferenceFlatten() implements ReferenceLayer {

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    return x;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    return dy;
  }
}
