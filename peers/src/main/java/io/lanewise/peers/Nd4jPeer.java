package io.lanewise.peers;

import io.lanewise.bench.peer.Peer;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Transpose;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J on its native backend: arrays in its own memory, column after column, as its call of BLAS
 * wants them. Its products are OpenBLAS's, whose number of threads is not ND4J's own: both are set.
 */
public final class Nd4jPeer implements Peer {

  private static final char COLUMN_AFTER_COLUMN = 'f';

  @Override
  public String id() {
    return "nd4j";
  }

  @Override
  public String library() {
    return Versions.of(id());
  }

  @Override
  public Residence residence() {
    return Residence.NATIVE;
  }

  @Override
  public Product open(Problem p) {
    Nd4j.getEnvironment().setMaxThreads(p.threads());
    Nd4j.getEnvironment().setMaxMasterThreads(p.threads());
    Blas blas = Nd4j.factory().blas();
    blas.setMaxThreads(p.threads());
    DataType type = p.isSingle() ? DataType.FLOAT : DataType.DOUBLE;
    INDArray a = array(type, p.aRows(), p.aColumns(), p.a());
    INDArray b = array(type, p.bRows(), p.bColumns(), p.b());
    INDArray c = Nd4j.create(type, new long[] {p.sizes().m(), p.sizes().n()}, COLUMN_AFTER_COLUMN);
    boolean transA = p.transA() == Transpose.YES;
    boolean transB = p.transB() == Transpose.YES;
    return new Running(
        "nd4j/gemm",
        blas.getMaxThreads(),
        () -> Nd4j.gemm(a, b, c, transA, transB, 1, 0),
        c::getDouble);
  }

  private static INDArray array(DataType type, int rows, int columns, Elements elements) {
    double[] x = ColumnMajor.doubles(rows, columns, elements);
    return Nd4j.create(x, new long[] {rows, columns}, COLUMN_AFTER_COLUMN).castTo(type);
  }
}
