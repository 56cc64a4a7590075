package io.lanewise.bench.peer;

import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Transpose;

/**
 * A library that a Java user would pick for products instead of a backend of Lanewise, measured in
 * its own best storage. Found by {@link java.util.ServiceLoader}; a provider's constructor touches
 * nothing.
 */
public interface Peer extends Library {

  /** Where its matrices are. */
  Residence residence();

  /** Makes the matrices of a product. */
  Product open(Problem problem);

  /** The element of a matrix in a row and a column. */
  @FunctionalInterface
  interface Elements {

    /** The element, exactly representable in the type of the problem. */
    double at(int row, int column);
  }

  /**
   * C &lt;- op(A) op(B).
   *
   * @param isSingle whether the elements are floats, not doubles
   * @param sizes m, n, k
   * @param transA whether A is stored transposed: k x m
   * @param transB whether B is stored transposed: n x k
   * @param a A as it is stored
   * @param b B as it is stored
   * @param threads threads that the library may use
   */
  record Problem(
      boolean isSingle,
      GemmShape sizes,
      Transpose transA,
      Transpose transB,
      Elements a,
      Elements b,
      int threads) {

    /** Rows of A as it is stored. */
    public int aRows() {
      return transA == Transpose.NO ? sizes.m() : sizes.k();
    }

    /** Columns of A as it is stored. */
    public int aColumns() {
      return transA == Transpose.NO ? sizes.k() : sizes.m();
    }

    /** Rows of B as it is stored. */
    public int bRows() {
      return transB == Transpose.NO ? sizes.k() : sizes.n();
    }

    /** Columns of B as it is stored. */
    public int bColumns() {
      return transB == Transpose.NO ? sizes.n() : sizes.k();
    }
  }

  /** Matrices ready to be multiplied. */
  interface Product {

    /** What runs: the peer's id and the class or function that multiplies. */
    String kernel();

    /** Threads that it uses. */
    int threads();

    /** One product. */
    void run();

    /** An element of C after {@link #run}. */
    double c(int row, int column);
  }
}
