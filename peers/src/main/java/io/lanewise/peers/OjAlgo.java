package io.lanewise.peers;

import io.lanewise.bench.peer.Peer;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Transpose;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.PhysicalStore;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

/** ojAlgo: R032Store and R064Store, column after column; at most the threads that are asked for. */
public final class OjAlgo implements Peer {

  @Override
  public String id() {
    return "ojalgo";
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
    OjAlgoUtils.limitThreadsTo(p.threads());
    PhysicalStore.Factory<Double, ? extends PhysicalStore<Double>> factory =
        p.isSingle() ? R032Store.FACTORY : R064Store.FACTORY;
    MatrixStore<Double> a = op(p.transA(), store(factory, p.aRows(), p.aColumns(), p.a()));
    MatrixStore<Double> b = op(p.transB(), store(factory, p.bRows(), p.bColumns(), p.b()));
    PhysicalStore<Double> c = factory.make(p.sizes().m(), p.sizes().n());
    return new Running(
        "ojalgo/" + c.getClass().getSimpleName(),
        p.threads(),
        () -> c.fillByMultiplying(a, b),
        c::doubleValue);
  }

  private static PhysicalStore<Double> store(
      PhysicalStore.Factory<Double, ? extends PhysicalStore<Double>> factory,
      int rows,
      int columns,
      Elements elements) {
    PhysicalStore<Double> x = factory.make(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        x.set(i, j, elements.at(i, j));
      }
    }
    return x;
  }

  /** A stored transposed is read through a view, as its users do. */
  private static MatrixStore<Double> op(Transpose transpose, PhysicalStore<Double> x) {
    return transpose == Transpose.NO ? x : x.transpose();
  }
}
