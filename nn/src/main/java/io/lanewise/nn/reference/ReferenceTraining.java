package io.lanewise.nn.reference;

import io.lanewise.nn.FitOptions;
import io.lanewise.nn.Loss;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.RandomStreams;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A training in float64: the steps that {@link Sequential#fit} takes, with the same batches, rates
 * and masks of dropout. Used by one thread at a time.
 */
public final class ReferenceTraining {

  private final ReferenceNetwork network;
  private final int outputs;
  private final boolean sumsSamples;
  private final FitOptions options;
  private final ReferenceOptimizer optimizer;
  private final double[] w;
  private final double[] g;
  private long steps;

  /**
   * A training from the network's parameters on, which themselves stay as they are.
   *
   * @throws IllegalStateException if the network has no parameters yet
   */
  public ReferenceTraining(Sequential network, FitOptions options) {
    this(network, options, doubles(network.parameters()));
  }

  /**
   * A training from these parameters on; they are copied.
   *
   * @throws IllegalArgumentException if they are not as many as the network has
   */
  public ReferenceTraining(Sequential network, FitOptions options, double[] parameters) {
    if (parameters.length != network.parameterCount()) {
      throw new IllegalArgumentException(
          "parameters are " + parameters.length + ", expected " + network.parameterCount());
    }
    this.network = ReferenceNetwork.of(network);
    this.outputs = network.outputs();
    this.sumsSamples = network.loss() == Loss.SUM_OF_SQUARED_ERRORS;
    this.options = options;
    this.optimizer = new ReferenceOptimizer(options.optimizer(), parameters.length);
    this.w = parameters.clone();
    this.g = new double[parameters.length];
  }

  /** The network. */
  public ReferenceNetwork network() {
    return network;
  }

  /** A copy of the parameters as they are now. */
  public double[] parameters() {
    return w.clone();
  }

  /**
   * One step.
   *
   * @param rate learning rate
   * @param x samples
   * @param targets what should come out for each; a class is a 1 at its place among zeros
   * @return the mean loss of the samples before the step, with the penalties
   */
  public double step(double rate, double[][] x, double[][] targets) {
    long key = RandomStreams.key(~options.seed(), steps);
    double loss = network.gradient(key, w, x, targets, g);
    ReferenceClipping.apply(options.clipping(), g);
    optimizer.update(rate, g, w);
    steps++;
    return sumsSamples ? loss / x.length : loss;
  }

  /**
   * All epochs of the options over the data, shuffled for each.
   *
   * @return what each step gave
   */
  public double[] fit(Dataset train) {
    int stepsPerEpoch = Math.ceilDiv(train.size(), options.batch());
    double[] losses = new double[Math.multiplyExact(stepsPerEpoch, options.epochs())];
    for (int step = 0; step < losses.length; step++) {
      int epoch = step / stepsPerEpoch + 1;
      int[] order = new int[train.size()];
      Arrays.setAll(order, i -> i);
      RandomStreams.shuffle(RandomStreams.of(options.seed(), epoch), order);
      int from = step % stepsPerEpoch * options.batch();
      int to = Math.min(from + options.batch(), order.length);
      int[] batch = Arrays.copyOfRange(order, from, to);
      double rate = options.schedule().rate(step, stepsPerEpoch, losses.length);
      losses[step] = step(rate, samples(train, batch), targets(train, batch));
    }
    return losses;
  }

  private static double[][] samples(Dataset data, int[] indices) {
    float[] values = new float[indices.length * data.input().elements()];
    data.fill(MemorySegment.ofArray(values), indices, 0, indices.length);
    return rows(values, indices.length);
  }

  /** A class is a 1 at its place among zeros; of two classes, one output says the second. */
  private double[][] targets(Dataset data, int[] indices) {
    if (data.labelled()) {
      double[][] targets = new double[indices.length][outputs];
      for (int i = 0; i < indices.length; i++) {
        int label = data.label(indices[i]);
        if (outputs == 1) {
          targets[i][0] = label;
        } else {
          targets[i][label] = 1;
        }
      }
      return targets;
    }
    float[] values = new float[indices.length * outputs];
    data.targets(MemorySegment.ofArray(values), indices, 0, indices.length);
    return rows(values, indices.length);
  }

  private static double[][] rows(float[] values, int rows) {
    double[][] result = new double[rows][];
    int width = values.length / rows;
    for (int row = 0; row < rows; row++) {
      result[row] = doubles(Arrays.copyOfRange(values, row * width, (row + 1) * width));
    }
    return result;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
