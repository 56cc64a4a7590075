package io.lanewise.nn;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.RandomStreams;
import io.lanewise.nn.parallel.Team;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network on a backend, its threads dividing the samples: each computes the gradients of its
 * own part with kernels of one thread; then they are summed in the order of the threads and the
 * parameters updated, each thread a part of the vector. The weights of dense layers, where samples
 * lie in rows, are divided by rows: gradients of all samples, and the update at once; so is the
 * forward of a wide first layer. Parameters, gradients and what the optimizer keeps are vectors of
 * all parameters in the backend's residence. Used by one caller.
 */
final class Engine implements AutoCloseable {

  private final Sequential network;
  private final int outputs;
  private final int parameterCount;
  private final boolean training;
  private final Team team;
  private final Plan plan;
  private final Memory memory;
  private final MemorySegment weights;
  private final List<MemorySegment> slots = new ArrayList<>();
  private final Member[] members;
  private final List<DenseRows> denseRows = new ArrayList<>();
  private final List<DenseOutputs> denseOutputs = new ArrayList<>();
  private final List<List<Part>> denseParts = new ArrayList<>();
  private final List<List<Part>> summedParts = new ArrayList<>();
  private final Map<Integer, Wiring> wirings = new HashMap<>();
  private final List<Penalized> penalties;
  private final double[] losses;
  private final StopWatch[] updateTimes;
  private final Team.Task loadTask = this::loadPart;
  private final Team.Task outputsTask = this::outputsPart;
  private final Team.Task trainTask = this::trainPart;
  private final Team.Task sumTask = this::sumPart;
  private final Team.Task updateTask = this::updatePart;
  private final Team.Task sumAndUpdateTask = this::sumAndUpdatePart;
  private @Nullable Dataset data;
  private int[] order = new int[0];
  private int from;
  private int count;
  private @Nullable Wiring step;
  private float scale;
  private long key;
  private Optimizer optimizer = Optimizer.sgd();
  private long t;
  private double rate;

  /**
   * What a member updates of each vector.
   *
   * @param n elements
   * @param gradients of each member, the first one's become the sum
   */
  private record Part(
      int n, MemorySegment[] gradients, List<MemorySegment> slots, MemorySegment weights) {}

  /** A parameter with a penalty. */
  private record Penalized(
      Regularizer regularizer, int n, MemorySegment weights, MemorySegment gradients) {}

  /**
   * An engine that trains, from the network's parameters on.
   *
   * @param batch samples of a step
   * @param slots vectors that the optimizer keeps
   */
  static Engine forTraining(Kernels kernels, Sequential network, int batch, int slots) {
    return new Engine(kernels, network, batch, slots, true);
  }

  /** An engine that only infers, so many samples at a time. */
  static Engine forInference(Kernels kernels, Sequential network, int batch) {
    return new Engine(kernels, network, batch, 0, false);
  }

  private Engine(Kernels kernels, Sequential network, int batch, int slotCount, boolean training) {
    this.network = network;
    this.outputs = network.outputs();
    this.parameterCount = network.parameterCount();
    this.training = training;
    this.team = new Team(kernels);
    this.plan = Plan.of(team.kernels(), network, batch);
    this.memory = new Memory(kernels.residence());
    this.weights = memory.floats(parameterCount);
    for (int i = 0; i < slotCount; i++) {
      slots.add(memory.floats(parameterCount));
    }
    this.members = new Member[team.members()];
    this.losses = new double[members.length];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(team.kernels(), network, plan, weights, training);
    }
    this.updateTimes = new StopWatch[members.length];
    Arrays.setAll(updateTimes, i -> new StopWatch());
    if (training) {
      divide();
      DenseOutputs.of(network, batch).filter(first -> plan.inRows()).ifPresent(this::divideOutputs);
    }
    this.penalties = training ? penalized() : List.of();
    setWeights(network.parameters());
  }

  /** Divides the parameters among the members. */
  private void divide() {
    List<int[]> summed = summedRanges();
    for (int member = 0; member < members.length; member++) {
      List<Part> dense = new ArrayList<>();
      if (plan.inRows()) {
        DenseRows rows =
            new DenseRows(
                members[member].tools().gemm(),
                network,
                member,
                members.length,
                members[0].gradients());
        denseRows.add(rows);
        rows.blocks().forEach(block -> dense.add(part(block.offset(), block.elements())));
      }
      denseParts.add(dense);
      List<Part> parts = new ArrayList<>();
      for (int[] range : summed) {
        int begin = team.bound(range[1] - range[0], member);
        int end = team.bound(range[1] - range[0], member + 1);
        parts.add(part(range[0] + begin, end - begin));
      }
      summedParts.add(parts);
    }
  }

  private void divideOutputs(Node first) {
    for (int member = 0; member < members.length && members.length > 1; member++) {
      Gemm gemm = members[member].tools().gemm();
      denseOutputs.add(new DenseOutputs(gemm, first, member, members.length, weights));
    }
  }

  /** From where to where members have gradients of their own. */
  private List<int[]> summedRanges() {
    List<int[]> ranges = new ArrayList<>();
    int begin = 0;
    for (Node node : network.nodes()) {
      if (plan.inRows() && node.layer() instanceof DenseLayer) {
        ranges.add(new int[] {begin, node.offset()});
        begin = node.offset() + node.parameters().get(0).elements();
      }
    }
    ranges.add(new int[] {begin, parameterCount});
    ranges.removeIf(range -> range[0] == range[1]);
    return ranges;
  }

  private Part part(int begin, int n) {
    return new Part(
        n,
        Stream.of(members)
            .map(member -> part(member.gradients(), begin, n))
            .toArray(MemorySegment[]::new),
        slots.stream().map(slot -> part(slot, begin, n)).toList(),
        part(weights, begin, n));
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
    this.optimizer = options.optimizer();
    this.t = step + 1;
    this.rate = rate;
    long random = RandomStreams.key(~options.seed(), step);
    if (penalties.isEmpty() && options.clipping().equals(Clipping.NONE)) {
      double loss = forwardAndBackward(data, order, from, count, random);
      team.run(sumAndUpdateTask);
      return loss;
    }
    double loss = gradients(data, order, from, count, random);
    options.clipping().apply(parameterCount, members[0].gradients());
    team.run(updateTask);
    return loss;
  }

  private void sumAndUpdatePart(int member) {
    List<Part> dense = denseParts.get(member);
    for (int i = 0; i < dense.size(); i++) {
      denseRows.get(member).compute(i, Objects.requireNonNull(step, "step"));
      update(member, dense.get(i));
    }
    List<Part> summed = summedParts.get(member);
    for (int i = 0; i < summed.size(); i++) {
      sum(member, summed.get(i));
      update(member, summed.get(i));
    }
  }

  private void sumPart(int member) {
    for (int i = 0; i < denseParts.get(member).size(); i++) {
      denseRows.get(member).compute(i, Objects.requireNonNull(step, "step"));
    }
    summedParts.get(member).forEach(part -> sum(member, part));
  }

  private void updatePart(int member) {
    denseParts.get(member).forEach(part -> update(member, part));
    summedParts.get(member).forEach(part -> update(member, part));
  }

  private void update(int member, Part part) {
    updateTimes[member].start();
    optimizer.update(
        members[member].tools().elementwise(),
        part.n,
        t,
        rate,
        part.gradients[0],
        part.slots,
        part.weights);
    updateTimes[member].stop();
  }

  private static MemorySegment part(MemorySegment vector, int begin, int n) {
    return vector.asSlice((long) begin * Float.BYTES, (long) n * Float.BYTES);
  }

  /**
   * Forward and backward only: the gradients are then in {@link #gradients()}.
   *
   * @param key random bits for dropout
   * @return the mean loss of the samples, with the penalties
   */
  double gradients(Dataset data, int[] order, int from, int count, long key) {
    double loss = forwardAndBackward(data, order, from, count, key);
    team.run(sumTask);
    return loss + addPenalties() / (scale * count);
  }

  /** Without the gradients of dense layers' weights in rows, and without sums. */
  private double forwardAndBackward(Dataset data, int[] order, int from, int count, long key) {
    this.data = data;
    this.order = order;
    this.from = from;
    this.count = count;
    this.scale = network.loss().scale(count);
    this.key = key;
    this.step = wiring(count);
    if (!denseOutputs.isEmpty()) {
      team.run(loadTask);
      team.run(outputsTask);
    }
    team.run(trainTask);
    double loss = 0;
    for (double each : losses) {
      loss += each;
    }
    return loss / count;
  }

  private void loadPart(int member) {
    int begin = plan.bound(count, member, members.length);
    int n = plan.bound(count, member + 1, members.length) - begin;
    members[member].load(Objects.requireNonNull(step, "step"), data, order, from + begin, n, begin);
  }

  private void outputsPart(int member) {
    denseOutputs.get(member).compute(Objects.requireNonNull(step, "step"));
  }

  private void trainPart(int member) {
    int begin = plan.bound(count, member, members.length);
    int n = plan.bound(count, member + 1, members.length) - begin;
    int done = denseOutputs.isEmpty() ? 0 : 1;
    losses[member] =
        members[member].train(done, step, data, order, from + begin, n, begin, scale, key);
  }

  /** The memory of a step of so many samples; null if samples lie in lanes. */
  private @Nullable Wiring wiring(int samples) {
    if (!plan.inRows() || (step != null && step.samples() == samples)) {
      return step;
    }
    return wirings.computeIfAbsent(
        samples, n -> new Wiring(memory, network, plan.batch(n), training));
  }

  /** Sums a part of the vector over the members that had samples. */
  private void sum(int member, Part part) {
    MemorySegment sum = part.gradients[0];
    if (plan.bound(count, 1, members.length) == 0) {
      sum.fill((byte) 0);
    }
    for (int i = 1; i < members.length; i++) {
      boolean had = plan.bound(count, i + 1, members.length) > plan.bound(count, i, members.length);
      if (had) {
        // A vector is the bias of a matrix with one row. C2 leaves a loop over segments scalar.
        members[member].tools().elementwise().addBias(1, part.n, part.gradients[i], sum);
      }
    }
  }

  /** The parameters with a penalty. */
  private List<Penalized> penalized() {
    List<Penalized> penalized = new ArrayList<>();
    for (Node node : network.nodes()) {
      List<MemorySegment> w = node.slices(weights);
      List<MemorySegment> dw = node.slices(members[0].gradients());
      for (int i = 0; i < w.size(); i++) {
        Layer.Parameter parameter = node.parameters().get(i);
        if (!parameter.regularizer().isNone()) {
          penalized.add(
              new Penalized(parameter.regularizer(), parameter.elements(), w.get(i), dw.get(i)));
        }
      }
    }
    return penalized;
  }

  /** Adds the penalties' gradients; returns their sum. */
  private double addPenalties() {
    double sum = 0;
    for (int i = 0; i < penalties.size(); i++) {
      Penalized each = penalties.get(i);
      sum += each.regularizer.penalty(each.n, each.weights);
      each.regularizer.addGradient(each.n, each.weights, each.gradients);
    }
    return sum;
  }

  /**
   * The outputs for the samples order[from .. from + count).
   *
   * @param result where they go, count rows, from row {@code from} on
   * @param compare whether the samples have targets and these count
   * @return the sum of the samples' losses; 0 without targets
   */
  double infer(Dataset data, int[] order, int from, int count, float[] result, boolean compare) {
    Wiring batch = wiring(count);
    step = batch;
    team.run(
        member -> {
          int begin = plan.bound(count, member, members.length);
          int n = plan.bound(count, member + 1, members.length) - begin;
          losses[member] =
              members[member].infer(batch, data, order, from + begin, n, begin, result, compare);
        });
    double loss = 0;
    for (double each : losses) {
      loss += each;
    }
    return loss;
  }

  /** Values that the network says of a sample. */
  int outputs() {
    return outputs;
  }

  /** Copies the weights. */
  void readWeights(float[] values) {
    MemorySegment.copy(weights, ValueLayout.JAVA_FLOAT, 0, values, 0, parameterCount);
  }

  /** Replaces the weights. */
  void setWeights(float[] values) {
    MemorySegment.copy(values, 0, weights, ValueLayout.JAVA_FLOAT, 0, parameterCount);
  }

  /** A copy of the latest gradients. */
  float[] gradients() {
    return copy(members[0].gradients());
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

  /** Seconds so far, summed over the threads: of each layer, of the loss, and of the update. */
  List<LayerTime> layerTimes() {
    List<LayerTime> times = new ArrayList<>();
    for (Node node : network.nodes()) {
      double forward = 0;
      double backward = 0;
      for (Member member : members) {
        forward += member.forwardSeconds(node);
        backward += member.backwardSeconds(node);
      }
      for (DenseRows rows : denseRows) {
        backward += rows.seconds(node);
      }
      for (DenseOutputs outputs : denseOutputs) {
        forward += outputs.seconds(node);
      }
      times.add(new LayerTime(node.name(), forward, backward));
    }
    double loss = 0;
    for (Member member : members) {
      loss += member.lossSeconds();
    }
    double update = 0;
    for (StopWatch each : updateTimes) {
      update += each.seconds();
    }
    times.add(new LayerTime("loss", loss, 0));
    times.add(new LayerTime("update", 0, update));
    return times;
  }

  @Override
  public void close() {
    for (Member member : members) {
      member.close();
    }
    memory.close();
    team.close();
  }
}
