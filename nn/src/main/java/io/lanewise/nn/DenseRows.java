package io.lanewise.nn;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One member's rows of the gradients of dense layers' weights, dW = dY^T X over the samples of all
 * members. So there is nothing to sum up, and a block of rows can be used for the update while it
 * is in the cache.
 */
final class DenseRows {

  /**
   * Rows of a block, about: 128 of 784 floats are 400 KB, beside as many weights and velocities.
   */
  private static final int BLOCK = 128;

  private final Gemm gemm;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<Wiring, List<Operands>> operands = new IdentityHashMap<>();

  /**
   * Some rows of a layer's weights.
   *
   * @param node the layer
   * @param row the first one
   * @param rows how many
   * @param dw where their gradients go
   * @param time what computing them took
   */
  record Block(Node node, int row, int rows, MemorySegment dw, StopWatch time) {

    /** Where the block starts in the vector of all parameters. */
    int offset() {
      return node.offset() + row * node.input().elements();
    }

    int elements() {
      return rows * node.input().elements();
    }
  }

  /** What a block is computed from: dY from the block's first column on, and X. */
  private record Operands(MemorySegment dy, MemorySegment x) {}

  /**
   * The rows of one member.
   *
   * @param member from 0
   * @param gradients of all parameters, for all members
   */
  DenseRows(Gemm gemm, Sequential network, int member, int members, MemorySegment gradients) {
    this.gemm = gemm;
    for (Node node : network.nodes()) {
      if (node.layer() instanceof DenseLayer) {
        int begin = bound(node, member, members);
        int end = bound(node, member + 1, members);
        add(node, begin, end, node.slices(gradients).get(0));
      }
    }
  }

  /** A member's first row of a layer's weights; that of the next member is behind its last. */
  static int bound(Node node, int member, int members) {
    return (int) ((long) node.output().elements() * member / members);
  }

  private void add(Node node, int begin, int end, MemorySegment dw) {
    StopWatch time = new StopWatch();
    int n = Math.max(1, Math.ceilDiv(end - begin, BLOCK));
    long rowBytes = (long) node.input().elements() * Float.BYTES;
    for (int i = 0; i < n && begin < end; i++) {
      int row = begin + (int) ((long) (end - begin) * i / n);
      int rows = begin + (int) ((long) (end - begin) * (i + 1) / n) - row;
      blocks.add(new Block(node, row, rows, dw.asSlice(row * rowBytes, rows * rowBytes), time));
    }
  }

  /** The blocks in order. */
  List<Block> blocks() {
    return blocks;
  }

  /** Computes the gradients of a block from what all members left. */
  void compute(int index, Wiring step) {
    Block block = blocks.get(index);
    Operands from = operands(step).get(index);
    int in = block.node.input().elements();
    int out = block.node.output().elements();
    block.time.start();
    gemm.sgemm(
        Transpose.YES,
        Transpose.NO,
        block.rows,
        in,
        step.samples(),
        1,
        from.dy,
        out,
        from.x,
        in,
        0,
        block.dw,
        in);
    block.time.stop();
  }

  private List<Operands> operands(Wiring step) {
    List<Operands> known = operands.get(step);
    if (known == null) {
      known = blocks.stream().map(block -> operands(block, step)).toList();
      operands.put(step, known);
    }
    return known;
  }

  private static Operands operands(Block block, Wiring step) {
    for (Wiring.Link link : step.links()) {
      if (link.node() == block.node && link.dy() != null) {
        return new Operands(link.dy().asSlice((long) block.row * Float.BYTES), link.x());
      }
    }
    throw new IllegalStateException(block.node.name() + " has no gradient");
  }

  /** Seconds that the gradients of a layer's weights took so far. */
  double seconds(Node node) {
    return blocks.stream()
        .filter(block -> block.node == node)
        .mapToDouble(block -> block.time.seconds())
        .findFirst()
        .orElse(0);
  }
}
