/**
 * CPU kernels - GEMM, 2-D convolution, pooling - behind one contract, with two backends in pure
 * Java: {@code scalar} and {@code vector}.
 */
module io.lanewise.kernels {
  requires static jdk.incubator.vector;
  requires static jdk.management;

  exports io.lanewise.kernels;

  uses io.lanewise.kernels.Backend;

  provides io.lanewise.kernels.Backend with
      io.lanewise.kernels.scalar.ScalarBackend,
      io.lanewise.kernels.vector.VectorBackend;
}
