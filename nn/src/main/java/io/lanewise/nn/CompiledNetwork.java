package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.RandomStreams;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network compiled for one batch size: the stages in order, with all memory that a step touches.
 *
 * <p>Every layer that does not work in place has its output; gradients of outputs alternate between
 * two buffers, since only two are alive at a time. Layers before the first one with parameters have
 * no backward, and that one gives no gradient to its input.
 */
final class CompiledNetwork implements AutoCloseable {

  private final int batch;
  private final MemorySegment input;
  private final MemorySegment scores;
  private final MemorySegment scoreGradient;
  private final List<Step> steps = new ArrayList<>();

  /** A stage with its operands; dy is null where the stage has no backward. */
  private record Step(
      Node node,
      Stage stage,
      MemorySegment x,
      MemorySegment y,
      @Nullable MemorySegment dy,
      @Nullable MemorySegment dx,
      StopWatch forward,
      StopWatch backward) {}

  /**
   * Compiles.
   *
   * @param network the network
   * @param tools what computes
   * @param batch samples
   * @param weights all parameters
   * @param gradients all their gradients; null for a network that only infers
   */
  CompiledNetwork(
      Sequential network,
      Layer.Tools tools,
      int batch,
      MemorySegment weights,
      @Nullable MemorySegment gradients) {
    this.batch = batch;
    boolean training = gradients != null;
    List<Node> nodes = network.nodes();
    Buffers buffers = new Buffers(tools, batch, training ? widest(nodes) : 0);
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
      boolean backward = training && (trainable || !node.parameters().isEmpty());
      MemorySegment dy = null;
      if (backward) {
        dy = layer.worksInPlace() && dx != null ? dx : buffers.gradient(node.output());
      }
      List<MemorySegment> dw = training ? node.slices(gradients) : List.of();
      Stage stage = compile(node, tools, node.slices(weights), dw);
      steps.add(new Step(node, stage, x, y, dy, dx, new StopWatch(), new StopWatch()));
      x = y;
      dx = dy;
      trainable = backward;
      overwritable = !training || !layer.backwardReadsOutput();
    }
    scores = x;
    scoreGradient = dx == null ? scores : dx;
  }

  private Stage compile(
      Node node, Layer.Tools tools, List<MemorySegment> weights, List<MemorySegment> gradients) {
    try {
      return node.layer().compile(tools, batch, node.input(), weights, gradients);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Samples of a batch. */
  int batch() {
    return batch;
  }

  /** Where the batch goes before {@link #forward}. */
  MemorySegment input() {
    return input;
  }

  /** What {@link #forward} gives: [batch][outputs]. */
  MemorySegment scores() {
    return scores;
  }

  /** Where the gradient of the scores goes before {@link #backward}; in inference, the scores. */
  MemorySegment scoreGradient() {
    return scoreGradient;
  }

  /** Begins a step of training. */
  void begin(long key) {
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).stage.begin(RandomStreams.key(key, i));
    }
  }

  /** Computes the scores of the input. */
  void forward() {
    for (Step step : steps) {
      step.forward.start();
      step.stage.forward(step.x, step.y);
      step.forward.stop();
    }
  }

  /** Computes the gradients of all parameters from that of the scores. */
  void backward() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.dy == null) {
        return;
      }
      step.backward.start();
      step.stage.backward(step.x, step.y, step.dy, step.dx);
      step.backward.stop();
    }
  }

  /** Seconds that a layer took forward, over all steps. */
  double forwardSeconds(Node node) {
    return steps.stream()
        .filter(step -> step.node == node)
        .mapToDouble(step -> step.forward.seconds())
        .sum();
  }

  /** Seconds that a layer took backward, over all steps. */
  double backwardSeconds(Node node) {
    return steps.stream()
        .filter(step -> step.node == node)
        .mapToDouble(step -> step.backward.seconds())
        .sum();
  }

  @Override
  public void close() {
    for (Step step : steps) {
      step.stage.close();
    }
  }

  private static int widest(List<Node> nodes) {
    return nodes.stream().mapToInt(node -> node.output().elements()).max().orElse(0);
  }

  /** Memory of one batch size. */
  private static final class Buffers {

    private final Layer.Tools tools;
    private final int batch;
    private MemorySegment next;
    private MemorySegment other;

    Buffers(Layer.Tools tools, int batch, int gradientElements) {
      this.tools = tools;
      this.batch = batch;
      next = allocate(gradientElements);
      other = allocate(gradientElements);
    }

    MemorySegment output(Features features) {
      return allocate(features.elements());
    }

    /** The two buffers in turn. */
    MemorySegment gradient(Features features) {
      MemorySegment gradient = next;
      next = other;
      other = gradient;
      return gradient.asSlice(0, (long) batch * features.elements() * Float.BYTES);
    }

    private MemorySegment allocate(int elements) {
      return tools.allocate((long) batch * elements);
    }
  }
}
