package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.RandomStreams;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network on a backend: one vector of weights, one of gradients and those of the optimizer
 * in the backend's residence, and the network compiled once for each batch size that occurs (two in
 * an epoch whose samples do not divide into batches). Used by one thread.
 */
final class Engine implements AutoCloseable {

  private final Sequential network;
  private final int outputs;
  private final int parameterCount;
  private final Arena arena = Arena.ofShared();
  private final Layer.Tools tools;
  private final MemorySegment weights;
  private final @Nullable MemorySegment gradients;
  private final List<MemorySegment> slots = new ArrayList<>();
  private final Map<Integer, CompiledNetwork> compiled = new HashMap<>();
  private final StopWatch lossTime = new StopWatch();
  private final StopWatch updateTime = new StopWatch();
  private int[] labels = new int[0];
  private MemorySegment targets = MemorySegment.NULL;

  /** An engine that trains, from the network's weights on. */
  static Engine forTraining(Kernels kernels, Sequential network, int slots) {
    Engine engine = new Engine(kernels, network, true);
    for (int i = 0; i < slots; i++) {
      engine.slots.add(engine.tools.allocate(engine.parameterCount));
    }
    return engine;
  }

  /** An engine that only infers. */
  static Engine forInference(Kernels kernels, Sequential network) {
    return new Engine(kernels, network, false);
  }

  private Engine(Kernels kernels, Sequential network, boolean training) {
    this.network = network;
    this.outputs = network.outputs();
    this.parameterCount = network.parameterCount();
    this.tools = new Layer.Tools(kernels, kernels.gemm(), kernels.elementwise(), arena);
    this.weights = tools.allocate(parameterCount);
    this.gradients = training ? tools.allocate(parameterCount) : null;
    setWeights(network.parameters());
  }

  /**
   * Forward, backward and update on the samples order[from .. from + count).
   *
   * @param step steps done before
   * @param rate learning rate
   * @return the mean loss of the samples before the update, with the penalties
   */
  double train(
      Dataset data, int[] order, int from, int count, FitOptions options, long step, double rate) {
    long key = RandomStreams.key(~options.seed(), step);
    double loss = gradients(data, order, from, count, key);
    updateTime.start();
    options.clipping().apply(parameterCount, gradients);
    options
        .optimizer()
        .update(tools.elementwise(), parameterCount, step + 1, rate, gradients, slots, weights);
    updateTime.stop();
    return loss;
  }

  /**
   * Forward and backward only: the gradients are then in {@link #gradients()}.
   *
   * @param key random bits for dropout
   * @return the mean loss of the samples, with the penalties
   */
  double gradients(Dataset data, int[] order, int from, int count, long key) {
    CompiledNetwork compiled = load(data, order, from, count);
    compiled.begin(key);
    compiled.forward();
    lossTime.start();
    float scale = network.loss().scale(count);
    double loss = loss(compiled, scale);
    lossTime.stop();
    compiled.backward();
    return loss / count + penalties() / (scale * count);
  }

  /** Adds the penalties' gradients; returns their sum. */
  private double penalties() {
    double sum = 0;
    for (Node node : network.nodes()) {
      List<MemorySegment> w = node.slices(weights);
      List<MemorySegment> dw = node.slices(gradients);
      for (int i = 0; i < w.size(); i++) {
        Layer.Parameter parameter = node.parameters().get(i);
        Regularizer regularizer = parameter.regularizer();
        if (!regularizer.isNone()) {
          sum += regularizer.penalty(parameter.elements(), w.get(i));
          regularizer.addGradient(parameter.elements(), w.get(i), dw.get(i));
        }
      }
    }
    return sum;
  }

  /**
   * The outputs for the samples order[from .. from + count).
   *
   * @param result where they go, count rows, from row {@code from} on
   * @return the sum of the samples' losses
   */
  double infer(Dataset data, int[] order, int from, int count, float[] result) {
    CompiledNetwork compiled = load(data, order, from, count);
    compiled.forward();
    MemorySegment scores = compiled.scores();
    int n = count * outputs;
    int at = from * outputs;
    MemorySegment.copy(scores, ValueLayout.JAVA_FLOAT, 0, result, at, n);
    double loss = loss(compiled, 1);
    MemorySegment.copy(result, at, scores, ValueLayout.JAVA_FLOAT, 0, n);
    network.loss().link().apply(tools.elementwise(), count, outputs, scores);
    MemorySegment.copy(scores, ValueLayout.JAVA_FLOAT, 0, result, at, n);
    return loss;
  }

  /** Values that the network says of a sample. */
  int outputs() {
    return outputs;
  }

  /** A copy of the weights. */
  float[] weights() {
    return copy(weights);
  }

  /** Replaces the weights. */
  void setWeights(float[] values) {
    MemorySegment.copy(values, 0, weights, ValueLayout.JAVA_FLOAT, 0, parameterCount);
  }

  /** A copy of the latest gradients. */
  float[] gradients() {
    return copy(gradients);
  }

  /** A copy of what the optimizer keeps. */
  List<float[]> slots() {
    return slots.stream().map(this::copy).toList();
  }

  /** Replaces what the optimizer keeps. */
  void setSlots(List<float[]> values) {
    for (int i = 0; i < slots.size(); i++) {
      MemorySegment.copy(values.get(i), 0, slots.get(i), ValueLayout.JAVA_FLOAT, 0, parameterCount);
    }
  }

  private float[] copy(MemorySegment vector) {
    float[] values = new float[parameterCount];
    MemorySegment.copy(vector, ValueLayout.JAVA_FLOAT, 0, values, 0, parameterCount);
    return values;
  }

  /** Seconds of each layer so far, over all batch sizes, then of the loss and the update. */
  List<LayerTime> layerTimes() {
    List<LayerTime> times = new ArrayList<>();
    for (Node node : network.nodes()) {
      double forward = 0;
      double backward = 0;
      for (CompiledNetwork each : compiled.values()) {
        forward += each.forwardSeconds(node);
        backward += each.backwardSeconds(node);
      }
      times.add(new LayerTime(node.name(), forward, backward));
    }
    times.add(new LayerTime("loss", lossTime.seconds(), 0));
    times.add(new LayerTime("update", 0, updateTime.seconds()));
    return times;
  }

  private CompiledNetwork load(Dataset data, int[] order, int from, int count) {
    CompiledNetwork network = compiled.computeIfAbsent(count, this::compile);
    data.fill(network.input(), order, from, count);
    if (this.network.loss().needsLabels()) {
      data.labels(labels, order, from, count);
    } else if (data.labelled() && outputs == 1) {
      for (int i = 0; i < count; i++) {
        targets.setAtIndex(ValueLayout.JAVA_FLOAT, i, data.label(order[from + i]));
      }
    } else {
      data.targets(targets, order, from, count);
    }
    return network;
  }

  private CompiledNetwork compile(int batch) {
    if (labels.length < batch) {
      labels = new int[batch];
      targets = tools.allocate((long) batch * outputs);
    }
    return new CompiledNetwork(network, tools, batch, weights, gradients);
  }

  private double loss(CompiledNetwork compiled, float scale) {
    Loss.Rows rows = new Loss.Rows(compiled.batch(), outputs, compiled.scores(), labels, targets);
    return network.loss().compute(rows, tools.elementwise(), scale, compiled.scoreGradient());
  }

  @Override
  public void close() {
    compiled.values().forEach(CompiledNetwork::close);
    tools.gemm().close();
    tools.elementwise().close();
    arena.close();
  }
}
