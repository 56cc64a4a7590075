package io.lanewise.kernels;

/** Whether a matrix operand is used as it is stored or transposed: op(X) = X or op(X) = X^T. */
public enum Transpose {
  /** op(X) = X. */
  NO,
  /** op(X) = X^T: element (i, j) of op(X) is element (j, i) of what is stored. */
  YES;

  /** {@code n} or {@code t}, as in {@code nn}, {@code nt}, {@code tn}, {@code tt}. */
  public char letter() {
    return this == NO ? 'n' : 't';
  }
}
