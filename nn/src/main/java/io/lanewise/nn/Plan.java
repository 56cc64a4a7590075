package io.lanewise.nn;

import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Tensor;
import java.util.Optional;

/**
 * How the samples of a step are divided and how they lie: side by side in the lanes of vectors
 * where the kernels have that layout and every layer is good at it, which is so for small images of
 * few channels, and else one behind the other.
 *
 * @param lanes samples side by side; 1 for one behind the other
 */
record Plan(int lanes) {

  /**
   * Samples of a block in lanes are so many groups: what LeNet-5 keeps between its layers, 63 KB a
   * sample with the gradients, is 1 MB for 16 samples.
   */
  private static final int GROUPS = 1;

  /**
   * The plan for a network.
   *
   * @param kernels what computes
   * @param samples samples of a step
   */
  static Plan of(Kernels kernels, Sequential network, int samples) {
    Node first = network.nodes().get(0);
    int lanes = lanes(kernels).orElse(1);
    boolean good =
        first.layer() instanceof Conv2dLayer
            && lanes > 1
            && kernels.residence() == Residence.HEAP
            && samples >= lanes
            && network.nodes().stream()
                .allMatch(
                    node ->
                        network.isInLoss(node)
                            || node.layer().supportsLanes(kernels, node.input(), lanes));
    return new Plan(good ? lanes : 1);
  }

  /** Images in the lanes of a vector, if the kernels have that layout. */
  private static Optional<Integer> lanes(Kernels kernels) {
    Conv2dShape one = Conv2dShape.of(1, 1, 1, 1, 1, 1, 1, 0);
    return kernels.conv2dVariants().stream()
        .filter(variant -> variant.layout() == Layout.LANES && variant.supports().test(one))
        .findFirst()
        .map(
            variant -> {
              try (var conv2d = variant.open(one)) {
                return Math.toIntExact(conv2d.elements(Tensor.SRC));
              }
            });
  }

  /** Whether samples lie one behind the other. */
  boolean inRows() {
    return lanes == 1;
  }

  /** Where a member's part of so many samples begins; the part of the next one is its end. */
  int bound(int samples, int member, int members) {
    long groups = Math.ceilDiv(samples, lanes);
    return (int) Math.min(samples, groups * member / members * lanes);
  }

  /** Samples that a member takes at once, of so many. */
  int block(int count) {
    return lanes == 1 ? Math.max(count, 1) : lanes * GROUPS;
  }

  /** The batch for a block of so many samples. */
  Batch batch(int count) {
    return lanes == 1
        ? Batch.rows(count)
        : new Batch(Math.ceilDiv(count, lanes) * lanes, Layout.LANES, lanes);
  }
}
