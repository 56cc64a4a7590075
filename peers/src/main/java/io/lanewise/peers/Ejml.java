package io.lanewise.peers;

import io.lanewise.bench.peer.Peer;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Transpose;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_DDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;

/** EJML: FMatrixRMaj and DMatrixRMaj, row after row; as many threads as are asked for. */
public final class Ejml implements Peer {

  @Override
  public String id() {
    return "ejml";
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
    EjmlConcurrency.USE_CONCURRENT = p.threads() > 1;
    EjmlConcurrency.setMaxThreads(p.threads());
    return p.isSingle() ? floats(p) : doubles(p);
  }

  private static Product floats(Problem p) {
    FMatrixRMaj a = floats(p.aRows(), p.aColumns(), p.a());
    FMatrixRMaj b = floats(p.bRows(), p.bColumns(), p.b());
    FMatrixRMaj c = new FMatrixRMaj(p.sizes().m(), p.sizes().n());
    boolean transA = p.transA() == Transpose.YES;
    boolean transB = p.transB() == Transpose.YES;
    boolean several = p.threads() > 1;
    Runnable run;
    if (transA && transB) {
      run =
          several
              ? () -> CommonOps_MT_FDRM.multTransAB(a, b, c)
              : () -> CommonOps_FDRM.multTransAB(a, b, c);
    } else if (transA) {
      run =
          several
              ? () -> CommonOps_MT_FDRM.multTransA(a, b, c)
              : () -> CommonOps_FDRM.multTransA(a, b, c);
    } else if (transB) {
      run =
          several
              ? () -> CommonOps_MT_FDRM.multTransB(a, b, c)
              : () -> CommonOps_FDRM.multTransB(a, b, c);
    } else {
      run = several ? () -> CommonOps_MT_FDRM.mult(a, b, c) : () -> CommonOps_FDRM.mult(a, b, c);
    }
    return new Running("ejml/FMatrixRMaj", p.threads(), run, c::get);
  }

  private static Product doubles(Problem p) {
    DMatrixRMaj a = doubles(p.aRows(), p.aColumns(), p.a());
    DMatrixRMaj b = doubles(p.bRows(), p.bColumns(), p.b());
    DMatrixRMaj c = new DMatrixRMaj(p.sizes().m(), p.sizes().n());
    boolean transA = p.transA() == Transpose.YES;
    boolean transB = p.transB() == Transpose.YES;
    boolean several = p.threads() > 1;
    Runnable run;
    if (transA && transB) {
      run =
          several
              ? () -> CommonOps_MT_DDRM.multTransAB(a, b, c)
              : () -> CommonOps_DDRM.multTransAB(a, b, c);
    } else if (transA) {
      run =
          several
              ? () -> CommonOps_MT_DDRM.multTransA(a, b, c)
              : () -> CommonOps_DDRM.multTransA(a, b, c);
    } else if (transB) {
      run =
          several
              ? () -> CommonOps_MT_DDRM.multTransB(a, b, c)
              : () -> CommonOps_DDRM.multTransB(a, b, c);
    } else {
      run = several ? () -> CommonOps_MT_DDRM.mult(a, b, c) : () -> CommonOps_DDRM.mult(a, b, c);
    }
    return new Running("ejml/DMatrixRMaj", p.threads(), run, c::get);
  }

  private static FMatrixRMaj floats(int rows, int columns, Elements elements) {
    FMatrixRMaj x = new FMatrixRMaj(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        x.set(i, j, (float) elements.at(i, j));
      }
    }
    return x;
  }

  private static DMatrixRMaj doubles(int rows, int columns, Elements elements) {
    DMatrixRMaj x = new DMatrixRMaj(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        x.set(i, j, elements.at(i, j));
      }
    }
    return x;
  }
}
