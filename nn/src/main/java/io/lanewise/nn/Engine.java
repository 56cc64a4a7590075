package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network on a backend: one vector of weights, one of gradients, one of velocities in the
 * backend's residence, and the network compiled once for each batch size that occurs (two in an
 * epoch whose images do not divide into batches). Used by one thread.
 */
final class Engine implements AutoCloseable {

  private final List<Node> nodes;
  private final int classes;
  private final int parameterCount;
  private final Arena arena = Arena.ofShared();
  private final Layer.Tools tools;
  private final MemorySegment weights;
  private final @Nullable MemorySegment gradients;
  private final @Nullable MemorySegment velocities;
  private final Map<Integer, CompiledNetwork> compiled = new HashMap<>();
  private int[] labels = new int[0];

  /** An engine that trains, from these weights on. */
  static Engine forTraining(Kernels kernels, List<Node> nodes, float[] weights) {
    return new Engine(kernels, nodes, weights, true);
  }

  /** An engine that only infers. */
  static Engine forInference(Kernels kernels, List<Node> nodes, float[] weights) {
    return new Engine(kernels, nodes, weights, false);
  }

  private Engine(Kernels kernels, List<Node> nodes, float[] initial, boolean training) {
    this.nodes = nodes;
    this.classes = nodes.get(nodes.size() - 1).output().elements();
    this.parameterCount = initial.length;
    this.tools = new Layer.Tools(kernels, kernels.gemm(), kernels.elementwise());
    this.weights = vector();
    this.gradients = training ? vector() : null;
    this.velocities = training ? vector() : null;
    MemorySegment.copy(initial, 0, weights, ValueLayout.JAVA_FLOAT, 0, parameterCount);
  }

  private MemorySegment vector() {
    return tools.kernels().residence().allocateFloats(arena, parameterCount);
  }

  /**
   * Forward, backward and update on the images order[from .. from + count).
   *
   * @param rate learning rate of this step
   * @return the sum of the images' losses before the update
   */
  double train(
      LabelledImages data, int[] order, int from, int count, float rate, FitOptions options) {
    double loss = gradients(data, order, from, count);
    tools
        .elementwise()
        .sgdMomentum(
            parameterCount,
            rate,
            options.momentum(),
            options.weightDecay(),
            gradients,
            velocities,
            weights);
    return loss;
  }

  /** Forward and backward only: the gradient of the mean loss is then in {@link #copyGradients}. */
  double gradients(LabelledImages data, int[] order, int from, int count) {
    CompiledNetwork network = load(data, order, from, count);
    network.forward();
    double loss = loss(network, 1f / count);
    network.backward();
    return loss;
  }

  /**
   * The class with the highest score for the images order[from .. from + count).
   *
   * @param predicted where the classes go, from {@code from} on
   * @return the sum of the images' losses
   */
  double infer(LabelledImages data, int[] order, int from, int count, int[] predicted) {
    CompiledNetwork network = load(data, order, from, count);
    network.forward();
    for (int row = 0; row < count; row++) {
      predicted[from + row] = highest(network.scores(), row);
    }
    return loss(network, 1f / count);
  }

  /** Copies the weights out. */
  void copyWeights(float[] to) {
    MemorySegment.copy(weights, ValueLayout.JAVA_FLOAT, 0, to, 0, parameterCount);
  }

  /** Copies the latest gradients out. */
  void copyGradients(float[] to) {
    MemorySegment.copy(gradients, ValueLayout.JAVA_FLOAT, 0, to, 0, parameterCount);
  }

  private CompiledNetwork load(LabelledImages data, int[] order, int from, int count) {
    CompiledNetwork network = compiled.computeIfAbsent(count, this::compile);
    data.fill(network.input(), order, from, count);
    data.labels(labels, order, from, count);
    return network;
  }

  private CompiledNetwork compile(int batch) {
    if (labels.length < batch) {
      labels = new int[batch];
    }
    return new CompiledNetwork(nodes, tools, batch, weights, gradients, arena);
  }

  private double loss(CompiledNetwork network, float scale) {
    return tools
        .elementwise()
        .softmaxCrossEntropy(
            network.batch(), classes, network.scores(), labels, 0, scale, network.scoreGradient());
  }

  private int highest(MemorySegment scores, int row) {
    int best = 0;
    float bestScore = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * classes + c);
      if (score > bestScore) {
        best = c;
        bestScore = score;
      }
    }
    return best;
  }

  @Override
  public void close() {
    compiled.values().forEach(CompiledNetwork::close);
    tools.gemm().close();
    tools.elementwise().close();
    arena.close();
  }
}
