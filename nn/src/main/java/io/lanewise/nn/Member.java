package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one thread of a training owns: its operations, its gradients, and the network compiled once
 * for each batch that occurs. Samples in lanes are taken block by block, so that what flows between
 * the layers stays in the level 2 cache; of samples in rows it takes its part of the memory of all.
 */
final class Member implements AutoCloseable {

  private final Sequential network;
  private final Plan plan;
  private final Layer.Tools tools;
  private final MemorySegment weights;
  private final @Nullable MemorySegment gradients;
  private final Map<Wiring, CompiledNetwork> compiled = new IdentityHashMap<>();
  private @Nullable Wiring lanes;

  Member(Kernels kernels, Sequential network, Plan plan, MemorySegment weights, boolean training) {
    this.network = network;
    this.plan = plan;
    this.tools = Layer.Tools.of(kernels);
    this.weights = weights;
    this.gradients = training ? tools.memory().floats(network.parameterCount()) : null;
  }

  /** Its operations. */
  Layer.Tools tools() {
    return tools;
  }

  /** The gradients of its latest samples, to be read and written. */
  MemorySegment gradients() {
    return Objects.requireNonNull(gradients, "gradients");
  }

  /** Loads the samples order[from .. from + count), for {@link DenseOutputs}. */
  void load(Wiring step, Dataset data, int[] order, int from, int count, int first) {
    if (count > 0) {
      network(step, first, count).load(data, order, from, count);
    }
  }

  /**
   * Computes the gradients of the samples order[from .. from + count), but those that {@link
   * DenseRows} computes.
   *
   * @param done how many of the first layers have been computed, on what was loaded before
   * @param step the memory of all samples of the step; null if samples lie in lanes
   * @param first index of the first one in the step
   * @param scale factor of the loss's gradient
   * @param key random bits for dropout
   * @return the sum of the samples' losses
   */
  double train(
      int done,
      @Nullable Wiring step,
      Dataset data,
      int[] order,
      int from,
      int count,
      int first,
      float scale,
      long key) {
    double loss = 0;
    int block = plan.block(count);
    for (int at = 0; at < count; at += block) {
      int now = Math.min(block, count - at);
      CompiledNetwork net = network(step, first, now);
      loss += net.train(done, data, order, from + at, now, first + at, scale, key, at > 0);
    }
    return loss;
  }

  /**
   * The outputs for the samples order[from .. from + count), as the network gives them.
   *
   * @param step the memory of all samples of the step; null if samples lie in lanes
   * @param first index of the first one in the step
   */
  double infer(
      @Nullable Wiring step,
      Dataset data,
      int[] order,
      int from,
      int count,
      int first,
      float[] result,
      boolean compare) {
    double loss = 0;
    int block = plan.block(count);
    for (int at = 0; at < count; at += block) {
      int now = Math.min(block, count - at);
      loss += network(step, first, now).infer(data, order, from + at, now, result, compare);
    }
    return loss;
  }

  /** The network for a block in lanes, or for a part of the step's memory. */
  private CompiledNetwork network(@Nullable Wiring step, int first, int count) {
    Wiring whole = step == null ? lanes() : step;
    CompiledNetwork network = compiled.get(whole);
    if (network == null) {
      Batch batch = plan.batch(count);
      Wiring mine = step == null ? whole : step.part(first, count);
      network = new CompiledNetwork(this.network, tools, batch, mine, weights, gradients);
      compiled.put(whole, network);
    }
    return network;
  }

  private Wiring lanes() {
    if (lanes == null) {
      Batch block = plan.batch(plan.block(1));
      lanes = new Wiring(tools.memory(), network, block, gradients != null);
    }
    return lanes;
  }

  double forwardSeconds(Node node) {
    return compiled.values().stream().mapToDouble(each -> each.forwardSeconds(node)).sum();
  }

  double backwardSeconds(Node node) {
    return compiled.values().stream().mapToDouble(each -> each.backwardSeconds(node)).sum();
  }

  double lossSeconds() {
    return compiled.values().stream().mapToDouble(CompiledNetwork::lossSeconds).sum();
  }

  @Override
  public void close() {
    compiled.values().forEach(CompiledNetwork::close);
    tools.close();
  }
}
