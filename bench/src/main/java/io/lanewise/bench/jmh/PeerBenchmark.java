package io.lanewise.bench.jmh;

import io.lanewise.bench.peer.Peer;
import io.lanewise.bench.peer.Peers;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Param;

/** C &lt;- op(A) op(B) by a {@link Peer}. */
public class PeerBenchmark extends CheckedBenchmark {

  /** Sizes as MxK:KxN. */
  @Param("256x256:256x256")
  public String shape = "";

  /** f32 or f64. */
  @Param("f32")
  public String type = "";

  /** Whether A and B are stored transposed: nn, nt, tn or tt. */
  @Param("nn")
  public String trans = "";

  @Override
  Work prepare() {
    GemmShape sizes = GemmShape.parse(shape);
    ElementType elements = ElementType.parse(type);
    Transpose transA = ProductReference.transpose(trans.charAt(0));
    Transpose transB = ProductReference.transpose(trans.charAt(1));
    int lda = ProductReference.lda(sizes, transA);
    int ldb = ProductReference.ldb(sizes, transB);
    Operand a = random(elements, (long) sizes.m() * sizes.k(), 1);
    Operand b = random(elements, (long) sizes.k() * sizes.n(), 2);
    Peer peer = Peers.require(backend);
    Peer.Product product =
        peer.open(
            new Peer.Problem(
                elements == ElementType.F32,
                sizes,
                transA,
                transB,
                (row, column) -> a.get((long) row * lda + column),
                (row, column) -> b.get((long) row * ldb + column),
                threads));
    ProductReference reference = new ProductReference(sizes, transA, transB, a, b, null);
    return new Work(
        new Performer(product.kernel(), peer.library(), "", product.threads(), peer.residence()),
        product::run,
        times -> reference.of(times, copy(product, sizes, elements)),
        (double) sizes.flops(),
        ProductReference.bytes(sizes, elements),
        () -> null,
        () -> {});
  }

  private static Operand random(ElementType type, long elements, long seed) {
    return Operand.random(Arena.global(), Residence.HEAP, type, elements, seed);
  }

  private static Operand copy(Peer.Product product, GemmShape sizes, ElementType type) {
    Operand c = Operand.zeros(Arena.global(), Residence.HEAP, type, (long) sizes.m() * sizes.n());
    for (int i = 0; i < sizes.m(); i++) {
      for (int j = 0; j < sizes.n(); j++) {
        type.set(c.segment(), (long) i * sizes.n() + j, product.c(i, j));
      }
    }
    return c;
  }
}
