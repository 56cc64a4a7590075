package io.lanewise.nn;

import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.RandomStreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Layers in a row with a loss at the end, and their parameters. Used by one thread at a time.
 *
 * <p>A network whose input is a vector takes images of as many elements as they are, row by row.
 */
public final class Sequential {

  private final List<Node> nodes;
  private final Loss loss;
  private final int parameterCount;
  private float @Nullable [] parameters;

  private Sequential(List<Node> nodes, Loss loss) {
    this.nodes = nodes;
    this.loss = loss;
    this.parameterCount = nodes.stream().mapToInt(Node::parameterCount).reduce(0, Math::addExact);
  }

  /**
   * A classifier for inputs of these sizes: the last layer gives a score for each class, or their
   * softmax; cross entropy with the class follows.
   *
   * @throws IllegalArgumentException as {@link #of(Features, Loss, Layer...)}
   */
  public static Sequential of(Features input, Layer... layers) {
    return of(input, Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY, layers);
  }

  /**
   * A network for inputs of these sizes.
   *
   * @throws IllegalArgumentException if there is no layer, or a layer does not fit what comes
   *     before it; the message names the layer and the sizes
   */
  public static Sequential of(Features input, Loss loss, Layer... layers) {
    Objects.requireNonNull(loss, "loss");
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
    return new Sequential(List.copyOf(nodes), loss);
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

  /** Values that it says of a sample. */
  public int outputs() {
    return nodes.get(nodes.size() - 1).output().elements();
  }

  /** What it is trained for. */
  public Loss loss() {
    return loss;
  }

  /** The layers in order. */
  public List<Layer> layers() {
    return nodes.stream().map(Node::layer).toList();
  }

  /** Number of trainable parameters. */
  public int parameterCount() {
    return parameterCount;
  }

  /**
   * Operations of the products of one sample in training, 2 for a multiplication with an addition:
   * each layer with weights computes its output, the gradient of its weights and that of its input,
   * as many operations each; the first such layer computes no gradient of its input. Activations,
   * pooling and the update are not counted.
   */
  public long trainingFlops() {
    long forward = 0;
    long first = 0;
    for (Node node : nodes) {
      long flops = node.layer().flops(node.input());
      first = first == 0 ? flops : first;
      forward += flops;
    }
    return 3 * forward - first;
  }

  /** The layers in order, each at its place. */
  List<Node> nodes() {
    return nodes;
  }

  /** Whether the loss contains this layer, so that it is computed there. */
  boolean isInLoss(Node node) {
    return node == nodes.get(nodes.size() - 1)
        && loss.link() != Loss.Link.IDENTITY
        && node.layer().link() == loss.link();
  }

  /** A copy of the parameters, layer by layer, weights before bias; OIHW and [out][in]. */
  public float[] parameters() {
    return requireParameters().clone();
  }

  /**
   * Replaces the parameters; they are copied.
   *
   * @throws IllegalArgumentException if they are not {@link #parameterCount} many
   */
  public void setParameters(float[] values) {
    if (values.length != parameterCount) {
      throw new IllegalArgumentException(
          "values are " + values.length + ", expected " + parameterCount);
    }
    parameters = values.clone();
  }

  /** Gives the parameters their initial values; from one seed always the same. */
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
    parameters = initial;
  }

  /**
   * Trains, with the end of the data for validation if the options say so.
   *
   * @see #fit(Kernels, Dataset, Dataset, FitOptions, Callback...)
   */
  public History fit(Kernels kernels, Dataset train, FitOptions options, Callback... callbacks) {
    return fit(kernels, train, null, options, callbacks);
  }

  /**
   * Trains. Without parameters yet, they are initialised from the options' seed; otherwise training
   * goes on from them. The order of the samples depends on seed and epoch only.
   *
   * @param kernels backend and threads
   * @param train samples to learn from
   * @param validation samples to evaluate after each epoch; null for what the options say
   * @param options how
   * @param callbacks hear of it, and may steer it
   * @throws IllegalArgumentException if the data does not fit the network
   * @throws ArithmeticException if the loss is no longer finite; the parameters stay as they were
   *     after the last whole epoch
   */
  public History fit(
      Kernels kernels,
      Dataset train,
      @Nullable Dataset validation,
      FitOptions options,
      Callback... callbacks) {
    return fit(kernels, train, validation, options, null, callbacks);
  }

  /**
   * Goes on with a training after an interruption: with the same data, options and callbacks the
   * result is the same to the bit as without it. The parameters must be those of the state.
   *
   * @param state where the training stands, as {@link Fit#state} gave it
   * @throws IllegalArgumentException also if the state is one of other options or data
   */
  public History resume(
      Kernels kernels,
      Dataset train,
      @Nullable Dataset validation,
      FitOptions options,
      TrainingState state,
      Callback... callbacks) {
    requireParameters();
    return fit(kernels, train, validation, options, state, callbacks);
  }

  private History fit(
      Kernels kernels,
      Dataset data,
      @Nullable Dataset given,
      FitOptions options,
      @Nullable TrainingState state,
      Callback... callbacks) {
    requireFit("train", data);
    Dataset train = data;
    Dataset validation = given;
    int kept = (int) (options.validationSplit() * data.size());
    if (validation == null && kept > 0) {
      train = data.slice(0, data.size() - kept);
      validation = data.slice(data.size() - kept, data.size());
    } else if (validation != null) {
      requireFit("validation", validation);
    }
    if (parameters == null) {
      initialise(options.seed());
    }
    try (Engine engine =
        Engine.forTraining(kernels, this, options.batch(), options.optimizer().slots())) {
      Training training =
          new Training(this, engine, train, validation, options, List.of(callbacks));
      if (state != null) {
        training.resume(state);
      }
      return training.run();
    }
  }

  /**
   * Accuracy and mean loss on data.
   *
   * @param kernels backend and threads
   * @param data samples with their targets
   * @param batch samples at a time
   * @throws IllegalStateException if there are no parameters yet
   * @throws IllegalArgumentException if the data does not fit the network or batch is below 1
   */
  public Evaluation evaluate(Kernels kernels, Dataset data, int batch) {
    requireFit("data", data);
    requireParameters();
    try (Engine engine = Engine.forInference(kernels, this, batch)) {
      return Inference.evaluate(engine, data, batch).evaluation();
    }
  }

  /** The most likely class of each sample; as {@link #outputs} otherwise. */
  public int[] predict(Kernels kernels, Dataset data, int batch) {
    return inference(kernels, data, batch).predicted();
  }

  /**
   * What it says of each sample, {@link #outputs} values each, one behind the other: probabilities
   * if the loss has them. The samples need no targets; as {@link #evaluate} otherwise.
   */
  public float[] outputs(Kernels kernels, Dataset data, int batch) {
    return inference(kernels, data, batch).outputs();
  }

  private Inference inference(Kernels kernels, Dataset data, int batch) {
    requireInput("data", data);
    requireParameters();
    try (Engine engine = Engine.forInference(kernels, this, batch)) {
      return Inference.predict(engine, data, batch);
    }
  }

  /** A table of the layers with the sizes of their outputs and their parameters. */
  public String summary() {
    StringBuilder table = new StringBuilder();
    String row = "%-14s %-32s %-12s %12s%n";
    table.append(String.format(row, "name", "layer", "output", "parameters"));
    table.append(String.format(row, "input", "", input(), ""));
    for (Node node : nodes) {
      table.append(
          String.format(
              row,
              node.name(),
              shortened(node.layer().toString(), 32),
              node.output(),
              String.format(Locale.ROOT, "%,d", node.parameterCount())));
    }
    return table
        .append(
            String.format(row, "total", "", "", String.format(Locale.ROOT, "%,d", parameterCount)))
        .toString();
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }

  /** Takes the parameters of an engine, without a copy of half a megabyte for each epoch. */
  void takeParameters(Engine engine) {
    engine.readWeights(requireParameters());
  }

  private float[] requireParameters() {
    if (parameters == null) {
      throw new IllegalStateException("the network has no weights yet, expected a fit before");
    }
    return parameters;
  }

  private void requireInput(String argument, Dataset data) {
    Features expected = input();
    boolean fits =
        expected.isVector()
            ? data.input().elements() == expected.elements()
            : data.input().equals(expected);
    if (!fits) {
      throw new IllegalArgumentException(
          argument
              + (" has samples of " + data.input())
              + (", expected " + expected + " for layer " + nodes.get(0).name()));
    }
  }

  private void requireFit(String argument, Dataset data) {
    requireInput(argument, data);
    if (loss.needsLabels()) {
      if (!data.labelled()) {
        throw new IllegalArgumentException(
            argument + " has vectors as targets, expected classes for " + loss);
      }
      if (data.outputs() > outputs()) {
        throw new IllegalArgumentException(
            argument + " has " + data.outputs() + " classes, expected at most " + outputs());
      }
      return;
    }
    boolean twoClasses = data.labelled() && data.outputs() == 2 && outputs() == 1;
    if (data.outputs() != outputs() && !twoClasses) {
      throw new IllegalArgumentException(
          argument + " has targets of " + data.outputs() + ", expected " + outputs());
    }
  }

  @Override
  public String toString() {
    return nodes.stream().map(node -> node.layer().toString()).toList().toString();
  }
}
