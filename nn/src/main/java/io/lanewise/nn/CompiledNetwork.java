package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.RandomStreams;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network compiled for one batch: the stages in order, with their memory. Used by one thread. */
final class CompiledNetwork implements AutoCloseable {

  private final Sequential network;
  private final Layer.Tools tools;
  private final Batch batch;
  private final int inputs;
  private final int outputs;
  private final Wiring wiring;
  private final int[] labels;
  private final List<Step> steps = new ArrayList<>();
  private final StopWatch lossTime = new StopWatch();

  /** A stage with its operands. */
  private record Step(Wiring.Link link, Stage stage, StopWatch forward, StopWatch backward) {}

  /**
   * Compiles.
   *
   * @param network the network
   * @param tools what computes
   * @param batch samples
   * @param wiring memory for that batch
   * @param weights all parameters
   * @param gradients all their gradients; null for a network that only infers
   */
  CompiledNetwork(
      Sequential network,
      Layer.Tools tools,
      Batch batch,
      Wiring wiring,
      MemorySegment weights,
      @Nullable MemorySegment gradients) {
    this.network = network;
    this.tools = tools;
    this.batch = batch;
    this.wiring = wiring;
    this.inputs = network.input().elements();
    this.outputs = network.outputs();
    for (Wiring.Link link : wiring.links()) {
      Node node = link.node();
      List<MemorySegment> dw = gradients == null ? List.of() : node.slices(gradients);
      Stage stage = compile(link, node.slices(weights), dw);
      steps.add(new Step(link, stage, new StopWatch(), new StopWatch()));
    }
    labels = new int[network.loss().needsLabels() ? batch.samples() : 0];
  }

  private Stage compile(
      Wiring.Link link, List<MemorySegment> weights, List<MemorySegment> gradients) {
    Layer layer = link.node().layer();
    Features input = link.node().input();
    try {
      return link.next() == Activation.IDENTITY
          ? layer.compile(tools, batch, input, weights, gradients)
          : layer.compile(tools, batch, input, weights, gradients, link.next());
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
   * @param done how many of the first layers others have computed, on what was {@link #load}ed; 0
   *     if nothing was
   * @param first index of the first one in the step
   * @param scale factor of the loss's gradient
   * @param key random bits for dropout
   * @param add whether the gradients are added to
   * @return the sum of the samples' losses
   */
  double train(
      int done,
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
    if (done == 0) {
      load(data, order, from, count);
    }
    loadTargets(data, order, from, count);
    forward(done);
    lossTime.start();
    double loss = loss(count, scale);
    if (batch.inLanes()) {
      zeroBeyond(count);
      Floats.toLanes(batch, outputs, wiring.gradientRows(), wiring.scoreGradient());
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
    wiring.gradientRows().asSlice(count * bytes, (batch.samples() - count) * bytes).fill((byte) 0);
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
    forward(0);
    int n = count * outputs;
    int at = from * outputs;
    double loss = 0;
    if (compare) {
      loadTargets(data, order, from, count);
      MemorySegment.copy(wiring.scoreRows(), ValueLayout.JAVA_FLOAT, 0, result, at, n);
      loss = loss(count, 1);
      MemorySegment.copy(result, at, wiring.scoreRows(), ValueLayout.JAVA_FLOAT, 0, n);
    }
    network.loss().link().apply(tools.elementwise(), count, outputs, wiring.scoreRows());
    MemorySegment.copy(wiring.scoreRows(), ValueLayout.JAVA_FLOAT, 0, result, at, n);
    return loss;
  }

  /** Writes samples to the input of the first layer. */
  void load(Dataset data, int[] order, int from, int count) {
    data.fill(wiring.inputRows(), order, from, count);
    if (batch.inLanes()) {
      Floats.toLanes(batch, inputs, wiring.inputRows(), wiring.input());
    }
  }

  private void loadTargets(Dataset data, int[] order, int from, int count) {
    if (network.loss().needsLabels()) {
      data.labels(labels, order, from, count);
    } else if (data.labelled() && outputs == 1) {
      for (int i = 0; i < count; i++) {
        wiring.targets().setAtIndex(ValueLayout.JAVA_FLOAT, i, data.label(order[from + i]));
      }
    } else {
      data.targets(wiring.targets(), order, from, count);
    }
  }

  private void forward(int done) {
    for (int i = done; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.link.isDone()) {
        continue;
      }
      step.forward.start();
      step.stage.forward(step.link.x(), step.link.y());
      step.forward.stop();
    }
    if (batch.inLanes()) {
      Floats.toRows(batch, outputs, wiring.scores(), wiring.scoreRows());
    }
  }

  private double loss(int count, float scale) {
    Loss.Rows rows = new Loss.Rows(count, outputs, wiring.scoreRows(), labels, wiring.targets());
    return network.loss().compute(rows, tools.elementwise(), scale, wiring.gradientRows());
  }

  private void backward(boolean add) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      MemorySegment dy = step.link.dy();
      if (dy == null) {
        return;
      }
      step.backward.start();
      step.stage.backward(step.link.x(), step.link.y(), dy, step.link.dx(), add);
      step.backward.stop();
    }
  }

  /** Seconds that a layer took forward, over all steps. */
  double forwardSeconds(Node node) {
    return steps.stream()
        .filter(step -> step.link.node() == node)
        .mapToDouble(step -> step.forward.seconds())
        .sum();
  }

  /** Seconds that a layer took backward, over all steps. */
  double backwardSeconds(Node node) {
    return steps.stream()
        .filter(step -> step.link.node() == node)
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
}
