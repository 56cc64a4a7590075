package io.lanewise.nn.reference;

import io.lanewise.nn.FlattenLayer;
import io.lanewise.nn.Layer;
import io.lanewise.nn.Regularizer;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network in float64: outputs, loss and gradients by plain loops over samples, layers and their
 * formulas. It has the layers of a {@link Sequential} and reads parameters as that one has them:
 * one vector, layer by layer, weights before bias, OIHW and [out][in]. Immutable, safe for many
 * threads.
 *
 * <p>Readable rather than fast: a sample at a time, and every layer gives a new array.
 */
public final class ReferenceNetwork {

  private final int inputs;
  private final List<ReferenceLayer> layers;
  private final List<Penalized> penalties;
  private final ReferenceLoss loss;
  private final int parameterCount;

  /** Parameters from .. to - 1 with a penalty on them. */
  private record Penalized(int from, int to, Regularizer regularizer) {}

  private ReferenceNetwork(
      int inputs,
      List<ReferenceLayer> layers,
      List<Penalized> penalties,
      ReferenceLoss loss,
      int parameterCount) {
    this.inputs = inputs;
    this.layers = layers;
    this.penalties = penalties;
    this.loss = loss;
    this.parameterCount = parameterCount;
  }

  /** The network with the same layers and loss. */
  public static ReferenceNetwork of(Sequential network) {
    List<ReferenceLayer> layers = new ArrayList<>();
    List<Penalized> penalties = new ArrayList<>();
    Features features = network.input();
    int offset = 0;
    int place = 0;
    for (Layer layer : network.layers()) {
      ReferenceLayer reference = ReferenceLayers.of(layer, features, place);
      layers.add(reference);
      penalties.add(new Penalized(offset, offset + reference.weightCount(), layer.regularizer()));
      offset += reference.parameterCount();
      place += layer instanceof FlattenLayer ? 0 : 1;
      features = layer.output(features);
    }
    return new ReferenceNetwork(
        network.input().elements(),
        List.copyOf(layers),
        List.copyOf(penalties),
        new ReferenceLoss(network.loss()),
        offset);
  }

  /** Number of parameters. */
  public int parameterCount() {
    return parameterCount;
  }

  /**
   * What the network says of one sample: probabilities, if the loss has them.
   *
   * @param w parameters
   * @param x the sample, NCHW
   * @throws IllegalArgumentException if an array has another size than the network
   */
  public double[] output(double[] w, double[] x) {
    requireElements("w", w, parameterCount);
    requireElements("x", x, inputs);
    int depth = scoredBy();
    return loss.output(values(Pass.INFERENCE, split(w), x, depth)[depth]);
  }

  /**
   * The loss of a batch in training, penalties included, and its gradient. The loss is the mean of
   * the samples', or their sum if it is one of squared errors.
   *
   * @param key random bits of this step, of which dropout makes its masks
   * @param w parameters
   * @param x samples
   * @param targets what should come out for each; a class is a 1 at its place among zeros
   * @param gradient where the gradient goes, as long as w
   * @throws IllegalArgumentException if an array has another size than the network, or there is no
   *     sample
   */
  public double gradient(
      long key, double[] w, double[][] x, double[][] targets, double[] gradient) {
    requireElements("w", w, parameterCount);
    requireElements("gradient", gradient, parameterCount);
    if (x.length == 0 || targets.length != x.length) {
      throw new IllegalArgumentException(
          "x has "
              + (x.length + " samples and targets has " + targets.length)
              + ", expected as many, and at least one");
    }
    int depth = scoredBy();
    double share = loss.share(x.length);
    double[][] parameters = split(w);
    double[][] gradients = split(new double[parameterCount]);
    double sum = 0;
    for (int sample = 0; sample < x.length; sample++) {
      requireElements("x", x[sample], inputs);
      Pass pass = new Pass(true, key, sample);
      double[][] values = values(pass, parameters, x[sample], depth);
      requireElements("targets", targets[sample], values[depth].length);
      sum += share * loss.value(values[depth], targets[sample]);
      double[] dy = loss.gradient(values[depth], targets[sample]);
      Arrays.setAll(dy, i -> share * dy[i]);
      backward(pass, parameters, values, dy, depth, gradients);
    }
    System.arraycopy(join(gradients), 0, gradient, 0, parameterCount);
    return sum + penalize(w, gradient);
  }

  /** How many layers there are up to the scores; the loss contains what follows. */
  private int scoredBy() {
    int last = layers.size() - 1;
    return loss.contains(layers.get(last)) ? last : last + 1;
  }

  /** The sample, and what comes out of the first layers for it, as many as depth. */
  private double[][] values(Pass pass, double[][] parameters, double[] x, int depth) {
    double[][] values = new double[depth + 1][];
    values[0] = x;
    for (int i = 0; i < depth; i++) {
      values[i + 1] = layers.get(i).forward(pass, parameters[i], values[i]);
    }
    return values;
  }

  private void backward(
      Pass pass,
      double[][] parameters,
      double[][] values,
      double[] gradient,
      int depth,
      double[][] gradients) {
    double[] dy = gradient;
    for (int i = depth - 1; i >= 0; i--) {
      dy = layers.get(i).backward(pass, parameters[i], values[i], values[i + 1], dy, gradients[i]);
    }
  }

  /** The sum of all penalties l1 |w| + l2 w^2; adds l1 sign(w) + 2 l2 w to the gradient. */
  private double penalize(double[] w, double[] gradient) {
    double sum = 0;
    for (Penalized penalized : penalties) {
      double l1 = penalized.regularizer.l1();
      double l2 = penalized.regularizer.l2();
      for (int i = penalized.from; i < penalized.to; i++) {
        sum += l1 * Math.abs(w[i]) + l2 * w[i] * w[i];
        gradient[i] += l1 * Math.signum(w[i]) + 2 * l2 * w[i];
      }
    }
    return sum;
  }

  /** Each layer's part of a vector of all parameters, copied. */
  private double[][] split(double[] vector) {
    double[][] parts = new double[layers.size()][];
    int offset = 0;
    for (int i = 0; i < parts.length; i++) {
      int end = offset + layers.get(i).parameterCount();
      parts[i] = Arrays.copyOfRange(vector, offset, end);
      offset = end;
    }
    return parts;
  }

  private static double[] join(double[][] parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void requireElements(String argument, double[] array, int expected) {
    if (array.length != expected) {
      throw new IllegalArgumentException(
          argument + " has " + array.length + " elements, expected " + expected);
    }
  }
}
