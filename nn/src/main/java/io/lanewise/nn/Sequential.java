package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A classifier made of layers in a row, with its weights. The last layer gives one score per class;
 * softmax and cross entropy follow in training. Used by one thread at a time.
 */
public final class Sequential {

  private final List<Node> nodes;
  private final int parameterCount;
  private float @Nullable [] weights;

  private Sequential(List<Node> nodes) {
    this.nodes = nodes;
    this.parameterCount = nodes.stream().mapToInt(Node::parameterCount).reduce(0, Math::addExact);
  }

  /**
   * A network for inputs of these sizes.
   *
   * @throws IllegalArgumentException if there is no layer, or a layer does not fit what comes
   *     before it; the message names the layer and the sizes
   */
  public static Sequential of(Features input, Layer... layers) {
    if (layers.length == 0) {
      throw new IllegalArgumentException("layers are none, expected at least one");
    }
    List<Node> nodes = new ArrayList<>();
    Map<String, Integer> kinds = new HashMap<>();
    Features features = input;
    int offset = 0;
    for (Layer layer : layers) {
      String name = layer.kind() + kinds.merge(layer.kind(), 1, Integer::sum);
      Node node = node(name, layer, features, offset);
      nodes.add(node);
      features = node.output();
      offset = Math.addExact(offset, node.parameterCount());
    }
    if (!features.isVector()) {
      throw new IllegalArgumentException(
          "the last layer gives " + features + ", expected a vector with a score per class");
    }
    return new Sequential(List.copyOf(nodes));
  }

  private static Node node(String name, Layer layer, Features input, int offset) {
    try {
      return new Node(name, layer, input, layer.output(input), layer.parameters(input), offset);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "layer " + name + " (" + layer + ") on input " + input + ": " + e.getMessage(), e);
    }
  }

  /** Sizes of one sample that goes in. */
  public Features input() {
    return nodes.get(0).input();
  }

  /** Classes that it tells apart. */
  public int classes() {
    return nodes.get(nodes.size() - 1).output().elements();
  }

  /** Number of trainable parameters. */
  public int parameterCount() {
    return parameterCount;
  }

  /** The layers in order. */
  List<Node> nodes() {
    return nodes;
  }

  /** A copy of the parameters, layer by layer, weights before bias; OIHW and [out][in]. */
  public float[] parameters() {
    return requireWeights().clone();
  }

  /** Gives the weights their initial values; from one seed always the same. */
  public void initialise(long seed) {
    Random random = RandomStreams.of(seed, RandomStreams.WEIGHTS);
    float[] initial = new float[parameterCount];
    for (Node node : nodes) {
      int at = node.offset();
      for (Layer.Parameter parameter : node.parameters()) {
        parameter.initialise(random, initial, at);
        at += parameter.elements();
      }
    }
    weights = initial;
  }

  /**
   * Trains. Without weights yet, they are initialised from the options' seed; otherwise training
   * goes on from them. The order of the images depends on seed and epoch only.
   *
   * @param kernels backend and threads
   * @param train images to learn from
   * @param validation images to evaluate after each epoch, or null
   * @param options how
   * @param listener hears of steps and epochs
   * @throws IllegalArgumentException if the data does not fit the network
   * @throws ArithmeticException if the loss is no longer finite; the weights stay as they were
   *     after the last whole epoch
   */
  public History fit(
      Kernels kernels,
      LabelledImages train,
      @Nullable LabelledImages validation,
      FitOptions options,
      FitListener listener) {
    requireFit("train", train);
    if (validation != null) {
      requireFit("validation", validation);
    }
    if (weights == null) {
      initialise(options.seed());
    }
    try (Engine engine = Engine.forTraining(kernels, nodes, weights)) {
      return new Training(engine, train, validation, options, listener).run(weights);
    }
  }

  /**
   * Accuracy and mean loss on data.
   *
   * @param kernels backend and threads
   * @param data images with their true classes
   * @param batch images at a time
   * @throws IllegalStateException if there are no weights yet
   * @throws IllegalArgumentException if the data does not fit the network or batch is below 1
   */
  public Evaluation evaluate(Kernels kernels, LabelledImages data, int batch) {
    return inference(kernels, data, batch).evaluation();
  }

  /** The most likely class of each image; as {@link #evaluate} otherwise. */
  public int[] predict(Kernels kernels, LabelledImages data, int batch) {
    return inference(kernels, data, batch).predicted();
  }

  private Inference inference(Kernels kernels, LabelledImages data, int batch) {
    requireFit("data", data);
    try (Engine engine = Engine.forInference(kernels, nodes, requireWeights())) {
      return Inference.run(engine, data, batch);
    }
  }

  /** A table of the layers with the sizes of their outputs and their parameters. */
  public String summary() {
    StringBuilder table = new StringBuilder();
    String row = "%-10s %-24s %-12s %12s%n";
    table.append(String.format(row, "name", "layer", "output", "parameters"));
    table.append(String.format(row, "input", "", input(), ""));
    for (Node node : nodes) {
      table.append(
          String.format(
              row,
              node.name(),
              node.layer(),
              node.output(),
              String.format(Locale.ROOT, "%,d", node.parameterCount())));
    }
    return table
        .append(
            String.format(row, "total", "", "", String.format(Locale.ROOT, "%,d", parameterCount)))
        .toString();
  }

  private float[] requireWeights() {
    if (weights == null) {
      throw new IllegalStateException("the network has no weights yet, expected a fit before");
    }
    return weights;
  }

  private void requireFit(String argument, LabelledImages data) {
    Features expected = input();
    if (expected.channels() != 1
        || data.rows() != expected.rows()
        || data.columns() != expected.columns()) {
      throw new IllegalArgumentException(
          argument
              + (" has images of 1x" + data.rows() + "x" + data.columns())
              + (", expected " + expected));
    }
    if (data.classes() > classes()) {
      throw new IllegalArgumentException(
          argument + " has " + data.classes() + " classes, expected at most " + classes());
    }
  }

  @Override
  public String toString() {
    return nodes.stream().map(node -> node.layer().toString()).toList().toString();
  }
}
