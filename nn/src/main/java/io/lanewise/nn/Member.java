package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one thread of a training owns: its operations, its gradients, and the network compiled once
 * for each batch that occurs. It takes its samples block by block, so that what flows between the
 * layers stays in the level 2 cache.
 */
final class Member implements AutoCloseable {

  private final Sequential network;
  private final Plan plan;
  private final Layer.Tools tools;
  private final MemorySegment weights;
  private final @Nullable MemorySegment gradients;
  private final Map<Batch, CompiledNetwork> compiled = new HashMap<>();
  private @Nullable CompiledNetwork latest;
  private int latestCount;

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

  /**
   * Computes the gradients of the samples order[from .. from + count).
   *
   * @param first index of the first one in the step
   * @param scale factor of the loss's gradient
   * @param key random bits for dropout
   * @return the sum of the samples' losses
   */
  double train(Dataset data, int[] order, int from, int count, int first, float scale, long key) {
    double loss = 0;
    int block = plan.block(count);
    for (int done = 0; done < count; done += block) {
      int now = Math.min(block, count - done);
      loss += network(now).train(data, order, from + done, now, first + done, scale, key, done > 0);
    }
    return loss;
  }

  /** The outputs for the samples order[from .. from + count), as the network gives them. */
  double infer(Dataset data, int[] order, int from, int count, float[] result, boolean compare) {
    double loss = 0;
    int block = plan.block(count);
    for (int done = 0; done < count; done += block) {
      int now = Math.min(block, count - done);
      loss += network(now).infer(data, order, from + done, now, result, compare);
    }
    return loss;
  }

  private CompiledNetwork network(int count) {
    if (latest == null || latestCount != count) {
      latest =
          compiled.computeIfAbsent(
              plan.batch(count),
              batch -> new CompiledNetwork(network, tools, batch, weights, gradients));
      latestCount = count;
    }
    return latest;
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
