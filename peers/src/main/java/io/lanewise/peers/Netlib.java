package io.lanewise.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import io.lanewise.bench.peer.Peer;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Transpose;

/**
 * dev.ludovic.netlib in Java: VectorBLAS where the Vector API is there. Arrays, column after
 * column; one thread.
 */
public final class Netlib implements Peer {

  @Override
  public String id() {
    return "netlib";
  }

  @Override
  public String library() {
    return Versions.of(id());
  }

  @Override
  public Residence residence() {
    return Residence.HEAP;
  }

  @Override
  public Product open(Problem p) {
    BLAS blas = JavaBLAS.getInstance();
    String kernel = "netlib/" + blas.getClass().getSimpleName();
    int m = p.sizes().m();
    int n = p.sizes().n();
    int k = p.sizes().k();
    String transA = letter(p.transA());
    String transB = letter(p.transB());
    int lda = p.aRows();
    int ldb = p.bRows();
    if (p.isSingle()) {
      float[] a = ColumnMajor.floats(p.aRows(), p.aColumns(), p.a());
      float[] b = ColumnMajor.floats(p.bRows(), p.bColumns(), p.b());
      float[] c = new float[m * n];
      return new Running(
          kernel,
          1,
          () -> blas.sgemm(transA, transB, m, n, k, 1, a, lda, b, ldb, 0, c, m),
          (i, j) -> c[i + j * m]);
    }
    double[] a = ColumnMajor.doubles(p.aRows(), p.aColumns(), p.a());
    double[] b = ColumnMajor.doubles(p.bRows(), p.bColumns(), p.b());
    double[] c = new double[m * n];
    return new Running(
        kernel,
        1,
        () -> blas.dgemm(transA, transB, m, n, k, 1, a, lda, b, ldb, 0, c, m),
        (i, j) -> c[i + j * m]);
  }

  private static String letter(Transpose transpose) {
    return transpose == Transpose.NO ? "N" : "T";
  }
}
