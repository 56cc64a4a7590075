package io.lanewise.nn.reference;

/**
 * One layer in float64, for one sample at a time. A sample is NCHW without the N; parameters w lie
 * as the layer's part of the network's vector.
 */
interface ReferenceLayer {

  /** Elements of w. */
  default int parameterCount() {
    return 0;
  }

  /** Elements at the start of w that are weights, on which a penalty is; biases follow. */
  default int weightCount() {
    return 0;
  }

  /**
   * Computes y from x.
   *
   * @param pass which sample, and whether to learn from it
   */
  double[] forward(Pass pass, double[] w, double[] x);

  /**
   * Computes dx from dy, where dx[i] = sum over j of dy[j] d y[j] / d x[i].
   *
   * @param y what forward gave for x
   * @param dw gradient of w, added to
   */
  double[] backward(Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw);
}
