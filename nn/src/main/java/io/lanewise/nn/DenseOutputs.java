package io.lanewise.nn;

import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member's outputs of a network's first layer, a wide dense one, for the samples of all
 * members. Its weights are the rows that this member has updated itself, see {@link DenseRows}, and
 * lie in its cache; divided by samples, each member would fetch the other rows from the others'
 * caches, in every step.
 */
final class DenseOutputs {

  private final Gemm gemm;
  private final Node node;
  private final int row;
  private final int rows;
  private final MemorySegment w;
  private final @Nullable MemorySegment b;
  private final Map<Wiring, Operands> operands = new IdentityHashMap<>();
  private final StopWatch time = new StopWatch();

  /**
   * The outputs of one member.
   *
   * @param node the layer
   * @param member from 0
   * @param weights all parameters
   */
  DenseOutputs(Gemm gemm, Node node, int member, int members, MemorySegment weights) {
    this.gemm = gemm;
    this.node = node;
    row = DenseRows.bound(node, member, members);
    rows = DenseRows.bound(node, member + 1, members) - row;
    List<MemorySegment> parameters = node.slices(weights);
    w = rows(parameters.get(0), node.input().elements());
    b = parameters.size() == 1 ? null : rows(parameters.get(1), 1);
  }

  /** What belongs to one number of samples. */
  private record Operands(MemorySegment x, MemorySegment y, Epilogue epilogue) {}

  private MemorySegment rows(MemorySegment matrix, int columns) {
    long rowBytes = (long) columns * Float.BYTES;
    return matrix.asSlice(row * rowBytes, rows * rowBytes);
  }

  /**
   * The layer to compute like this: if the first one is dense, and its weights are more than what
   * members then read of each other's inputs and outputs.
   *
   * @param samples of a step
   */
  static Optional<Node> of(Sequential network, int samples) {
    return network.nodes().stream()
        .filter(node -> !node.layer().isView(true))
        .findFirst()
        .filter(node -> node.layer() instanceof DenseLayer)
        .filter(
            node -> {
              long in = node.input().elements();
              long out = node.output().elements();
              return in * out > samples * (in + out / 2);
            });
  }

  /** Computes them from the inputs that all members have loaded. */
  void compute(Wiring step) {
    int in = node.input().elements();
    int out = node.output().elements();
    if (rows == 0) {
      return;
    }
    Operands of = operands.get(step);
    if (of == null) {
      of = operands(step.links().get(0));
      operands.put(step, of);
    }
    time.start();
    gemm.sgemm(
        Transpose.NO,
        Transpose.YES,
        step.samples(),
        rows,
        in,
        1,
        of.x,
        in,
        w,
        in,
        0,
        of.y,
        out,
        of.epilogue);
    time.stop();
  }

  private Operands operands(Wiring.Link link) {
    return new Operands(
        link.x(),
        link.y().asSlice((long) row * Float.BYTES),
        b == null ? Epilogue.of(link.next()) : Epilogue.perColumn(b, link.next()));
  }

  /** Seconds that a layer took here so far. */
  double seconds(Node of) {
    return of == node ? time.seconds() : 0;
  }
}
