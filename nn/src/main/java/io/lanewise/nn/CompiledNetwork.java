package io.lanewise.nn;

import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.RandomStreams;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network compiled for one batch: the stages in order, with all memory that a step touches. Used
 * by one thread.
 *
 * <p>Every layer that does not work in place has its output; gradients of outputs alternate between
 * two buffers, since only two are alive at a time. Layers before the first one with parameters have
 * no backward, and that one gives no gradient to its input.
 */
final class CompiledNetwork implements AutoCloseable {

  private final Sequential network;
  private final Layer.Tools tools;
  private final Batch batch;
  private final int inputs;
  private final int outputs;
  private final MemorySegment input;
  private final MemorySegment scores;
  private final MemorySegment scoreGradient;
  private final MemorySegment inputRows;
  private final MemorySegment scoreRows;
  private final MemorySegment gradientRows;
  private final MemorySegment targets;
  private final int[] labels;
  private final List<Step> steps = new ArrayList<>();
  private final StopWatch lossTime = new StopWatch();

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
      Batch batch,
      MemorySegment weights,
      @Nullable MemorySegment gradients) {
    this.network = network;
    this.tools = tools;
    this.batch = batch;
    this.inputs = network.input().elements();
    this.outputs = network.outputs();
    boolean training = gradients != null;
    List<Node> nodes = network.nodes();
    Buffers buffers = new Buffers(tools.memory(), batch.samples(), training ? widest(nodes) : 0);
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
      Stage stage = compile(node, node.slices(weights), dw);
      steps.add(new Step(node, stage, x, y, dy, dx, new StopWatch(), new StopWatch()));
      x = y;
      dx = dy;
      trainable = backward;
      overwritable = !training || !layer.backwardReadsOutput();
    }
    scores = x;
    scoreGradient = dx == null ? scores : dx;
    boolean lanes = batch.inLanes();
    inputRows = lanes ? buffers.output(network.input()) : input;
    scoreRows = lanes ? buffers.output(Features.vector(outputs)) : scores;
    gradientRows = lanes ? buffers.output(Features.vector(outputs)) : scoreGradient;
    boolean classes = network.loss().needsLabels();
    labels = new int[classes ? batch.samples() : 0];
    targets = classes ? MemorySegment.NULL : buffers.output(Features.vector(outputs));
  }

  private Stage compile(Node node, List<MemorySegment> weights, List<MemorySegment> gradients) {
    try {
      return node.layer().compile(tools, batch, node.input(), weights, gradients);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Samples of a batch. */
  int samples() {
    return batch.samples();
  }

  /**
   * Forward, loss and backward on the samples order[from .. from + count); places of the batch
   * beyond them count nothing.
   *
   * @param first index of the first one in the step
   * @param scale factor of the loss's gradient
   * @param key random bits for dropout
   * @param add whether the gradients are added to
   * @return the sum of the samples' losses
   */
  double train(
      Dataset data,
      int[] order,
      int from,
      int count,
      int first,
      float scale,
      long key,
      boolean add) {
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).stage.begin(RandomStreams.key(key, i), first);
    }
    load(data, order, from, count);
    loadTargets(data, order, from, count);
    forward();
    lossTime.start();
    double loss = loss(count, scale);
    if (batch.inLanes()) {
      zeroBeyond(count);
      Floats.toLanes(batch, outputs, gradientRows, scoreGradient);
    }
    lossTime.stop();
    backward(add);
    return loss;
  }

  private void zeroBeyond(int count) {
    if (count == batch.samples()) {
      return;
    }
    long bytes = (long) outputs * Float.BYTES;
    gradientRows.asSlice(count * bytes, (batch.samples() - count) * bytes).fill((byte) 0);
  }

  /**
   * The outputs for the samples order[from .. from + count).
   *
   * @param result where they go, count rows, from row {@code from} on
   * @param compare whether the samples have targets and these count
   * @return the sum of the samples' losses; 0 without targets
   */
  double infer(Dataset data, int[] order, int from, int count, float[] result, boolean compare) {
    load(data, order, from, count);
    forward();
    int n = count * outputs;
    int at = from * outputs;
    double loss = 0;
    if (compare) {
      loadTargets(data, order, from, count);
      MemorySegment.copy(scoreRows, ValueLayout.JAVA_FLOAT, 0, result, at, n);
      loss = loss(count, 1);
      MemorySegment.copy(result, at, scoreRows, ValueLayout.JAVA_FLOAT, 0, n);
    }
    network.loss().link().apply(tools.elementwise(), count, outputs, scoreRows);
    MemorySegment.copy(scoreRows, ValueLayout.JAVA_FLOAT, 0, result, at, n);
    return loss;
  }

  private void load(Dataset data, int[] order, int from, int count) {
    data.fill(inputRows, order, from, count);
    if (batch.inLanes()) {
      Floats.toLanes(batch, inputs, inputRows, input);
    }
  }

  private void loadTargets(Dataset data, int[] order, int from, int count) {
    if (network.loss().needsLabels()) {
      data.labels(labels, order, from, count);
    } else if (data.labelled() && outputs == 1) {
      for (int i = 0; i < count; i++) {
        targets.setAtIndex(ValueLayout.JAVA_FLOAT, i, data.label(order[from + i]));
      }
    } else {
      data.targets(targets, order, from, count);
    }
  }

  private void forward() {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      step.forward.start();
      step.stage.forward(step.x, step.y);
      step.forward.stop();
    }
    if (batch.inLanes()) {
      Floats.toRows(batch, outputs, scores, scoreRows);
    }
  }

  private double loss(int count, float scale) {
    Loss.Rows rows = new Loss.Rows(count, outputs, scoreRows, labels, targets);
    return network.loss().compute(rows, tools.elementwise(), scale, gradientRows);
  }

  private void backward(boolean add) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.dy == null) {
        return;
      }
      step.backward.start();
      step.stage.backward(step.x, step.y, step.dy, step.dx, add);
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

  /** Seconds that the loss took, over all steps. */
  double lossSeconds() {
    return lossTime.seconds();
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

    /** The two buffers in turn. */
    MemorySegment gradient(Features features) {
      MemorySegment gradient = next;
      next = other;
      other = gradient;
      return gradient.asSlice(0, (long) samples * features.elements() * Float.BYTES);
    }

    private MemorySegment allocate(int elements) {
      return memory.floats((long) samples * elements);
    }
  }
}
