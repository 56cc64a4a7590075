package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which memory each layer reads and writes, for one number of samples: all that a step touches but
 * parameters and what layers own. Samples one behind the other are shared by the members of a team,
 * each working on its {@link #part}; what one of them left is then there for all.
 *
 * <p>Every layer that does not work in place has its output; gradients of outputs alternate between
 * two buffers, since only two are alive at a time, but those of a dense layer's output stay until
 * the step is over. Layers before the first one with parameters have no backward, and that one
 * gives no gradient to its input.
 */
final class Wiring {

  private final int samples;
  private final List<Link> links;
  private final MemorySegment input;
  private final MemorySegment scores;
  private final MemorySegment scoreGradient;
  private final MemorySegment inputRows;
  private final MemorySegment scoreRows;
  private final MemorySegment gradientRows;
  private final MemorySegment targets;

  /**
   * A layer with its operands.
   *
   * @param next the function of y that it computes at once; the link behind it is then that
   *     function's layer
   * @param isDone whether the link before computes y
   * @param dy null where it has no backward
   * @param dx null where nobody wants it
   */
  record Link(
      Node node,
      Activation next,
      boolean isDone,
      MemorySegment x,
      MemorySegment y,
      @Nullable MemorySegment dy,
      @Nullable MemorySegment dx) {

    Link fusedWith(Activation function) {
      return new Link(node, function, isDone, x, y, dy, dx);
    }
  }

  /** Allocates what a network needs for a batch. */
  Wiring(Memory memory, Sequential network, Batch batch, boolean training) {
    List<Node> nodes = network.nodes();
    Buffers buffers = new Buffers(memory, batch.samples(), training ? widest(nodes) : 0);
    samples = batch.samples();
    links = new ArrayList<>();
    input = buffers.output(nodes.get(0).input());
    MemorySegment x = input;
    MemorySegment dx = null;
    boolean trainable = false;
    boolean overwritable = true;
    for (Node node : nodes) {
      Layer layer = node.layer();
      if (layer.isView(training) || network.isInLoss(node)) {
        continue;
      }
      boolean inPlace = layer.worksInPlace() && overwritable;
      MemorySegment y = inPlace ? x : buffers.output(node.output());
      boolean isDone = inPlace && !batch.inLanes() && fuse(layer);
      boolean backward = training && (trainable || !node.parameters().isEmpty());
      MemorySegment dy = null;
      if (backward && layer.worksInPlace() && dx != null) {
        dy = dx;
      } else if (backward) {
        dy = layer instanceof DenseLayer ? buffers.output(node.output()) : buffers.gradient();
      }
      links.add(new Link(node, Activation.IDENTITY, isDone, x, y, dy, dx));
      x = y;
      dx = dy;
      trainable = backward;
      overwritable = !training || !layer.backwardReadsOutput();
    }
    scores = x;
    scoreGradient = dx == null ? scores : dx;
    boolean lanes = batch.inLanes();
    Features outputs = Features.vector(network.outputs());
    inputRows = lanes ? buffers.output(network.input()) : input;
    scoreRows = lanes ? buffers.output(outputs) : scores;
    gradientRows = lanes ? buffers.output(outputs) : scoreGradient;
    targets = network.loss().needsLabels() ? MemorySegment.NULL : buffers.output(outputs);
  }

  /**
   * Lets the latest link compute a layer behind it, if that is a function and the link can. Not in
   * lanes: LeNet-5 was no faster, and one JVM of two boxed vectors of the function there.
   */
  private boolean fuse(Layer layer) {
    if (links.isEmpty()
        || !(layer instanceof ActivationLayer activation)
        || !links.getLast().node.layer().fusesActivation()) {
      return false;
    }
    links.add(links.removeLast().fusedWith(activation.function()));
    return true;
  }

  private Wiring(Wiring whole, int first, int count) {
    samples = count;
    links =
        whole.links.stream()
            .map(
                link ->
                    new Link(
                        link.node,
                        link.next,
                        link.isDone,
                        whole.rows(link.x, first, count),
                        whole.rows(link.y, first, count),
                        link.dy == null ? null : whole.rows(link.dy, first, count),
                        link.dx == null ? null : whole.rows(link.dx, first, count)))
            .toList();
    input = whole.rows(whole.input, first, count);
    scores = whole.rows(whole.scores, first, count);
    scoreGradient = whole.rows(whole.scoreGradient, first, count);
    inputRows = whole.rows(whole.inputRows, first, count);
    scoreRows = whole.rows(whole.scoreRows, first, count);
    gradientRows = whole.rows(whole.gradientRows, first, count);
    targets = whole.rows(whole.targets, first, count);
  }

  private MemorySegment rows(MemorySegment tensor, int first, int count) {
    long bytes = tensor.byteSize() / samples;
    return tensor.asSlice(first * bytes, count * bytes);
  }

  /** The samples first .. first + count, which lie one behind the other. */
  Wiring part(int first, int count) {
    return first == 0 && count == samples ? this : new Wiring(this, first, count);
  }

  /** Number of samples. */
  int samples() {
    return samples;
  }

  /** The layers that compute something, in order. */
  List<Link> links() {
    return links;
  }

  /** What the first layer reads. */
  MemorySegment input() {
    return input;
  }

  /** What the last layer writes. */
  MemorySegment scores() {
    return scores;
  }

  /** Where the loss's gradient goes. */
  MemorySegment scoreGradient() {
    return scoreGradient;
  }

  /** The input one sample behind the other. */
  MemorySegment inputRows() {
    return inputRows;
  }

  /** The scores one sample behind the other. */
  MemorySegment scoreRows() {
    return scoreRows;
  }

  /** The loss's gradient one sample behind the other. */
  MemorySegment gradientRows() {
    return gradientRows;
  }

  /** What the scores are compared with where that is no class. */
  MemorySegment targets() {
    return targets;
  }

  private static int widest(List<Node> nodes) {
    return nodes.stream().mapToInt(node -> node.output().elements()).max().orElse(0);
  }

  /** Memory of one batch. */
  private static final class Buffers {

    private final Memory memory;
    private final int samples;
    private MemorySegment next;
    private MemorySegment other;

    Buffers(Memory memory, int samples, int gradientElements) {
      this.memory = memory;
      this.samples = samples;
      next = allocate(gradientElements);
      other = allocate(gradientElements);
    }

    MemorySegment output(Features features) {
      return allocate(features.elements());
    }

    /**
     * The two buffers in turn, whole, with more room for a sample than a layer may need: members
     * that are at different layers would otherwise meet in one.
     */
    MemorySegment gradient() {
      MemorySegment gradient = next;
      next = other;
      other = gradient;
      return gradient;
    }

    private MemorySegment allocate(int elements) {
      return memory.floats((long) samples * elements);
    }
  }
}
