package io.lanewise.bench.train;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.nn.Cnn;
import io.lanewise.nn.LeNet5;
import io.lanewise.nn.Mlp;
import io.lanewise.nn.Sequential;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The networks that can be trained, by the names on the command line, each with its recipe. */
public enum Model {
  /** LeCun's network for digits, as it is usually drawn. */
  LENET5("lenet5", LeNet5::padded32, Recipe.of(Rule.MOMENTUM, 0.03, Course.LINEAR, 8, 64)),
  /** The same without padding. */
  LENET5_VALID28(
      "lenet5-valid28", LeNet5::valid28, Recipe.of(Rule.MOMENTUM, 0.03, Course.LINEAR, 8, 64)),
  /** LeCun's network of 1998. */
  LENET5_CLASSIC(
      "lenet5-classic", LeNet5::classic, Recipe.of(Rule.ADAM, 0.001, Course.LINEAR, 8, 64)),
  /** Dense layers with ReLU between. */
  MLP("mlp", null, Recipe.of(Rule.ADAM, 0.001, Course.LINEAR, 5, 64)),
  /** Softmax regression. */
  SOFTMAX("softmax", null, Recipe.of(Rule.ADAM, 0.001, Course.LINEAR, 10, 64)),
  /** Three convolutions and two dense layers. */
  CNN("cnn", Cnn::threeConvolutions, Recipe.of(Rule.ADAM, 0.002, Course.LINEAR, 5, 64)),
  /** One convolution of 32 maps. */
  CNN_FASHION(
      "cnn-fashion",
      Cnn::oneConvolution,
      Recipe.of(Rule.ADAM, 0.001, Course.LINEAR, 6, 32).stopping(2, 0.1));

  private static final int HIDDEN = 512;

  private final String id;
  private final @Nullable Supplier<Sequential> maker;
  private final Recipe recipe;

  Model(String id, @Nullable Supplier<Sequential> maker, Recipe recipe) {
    this.id = id;
    this.maker = maker;
    this.recipe = recipe;
  }

  /**
   * The model with this name.
   *
   * @throws CommandFailure with status 2 if there is none, with the list
   */
  public static Model named(String id) {
    return Arrays.stream(values())
        .filter(model -> model.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "model is \"" + id + "\", expected one of " + ids() + ", or som"));
  }

  /** The names, separated by commas. */
  public static String ids() {
    return Arrays.stream(values()).map(Model::id).collect(Collectors.joining(", "));
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** How it is trained unless the user says otherwise. */
  public Recipe recipe() {
    return recipe;
  }

  /**
   * The network, without weights yet.
   *
   * @param inputs elements of a sample
   * @param classes number of classes
   * @param hidden units of the hidden layers of {@code mlp}, empty for 512
   * @throws CommandFailure with status 2 if hidden layers are given for another model
   */
  public Sequential create(int inputs, int classes, List<Integer> hidden) {
    if (!hidden.isEmpty() && this != MLP) {
      throw CommandFailure.usage("--hidden is for mlp, and the model is " + id);
    }
    if (maker != null) {
      return maker.get();
    }
    List<Integer> units = this == MLP && hidden.isEmpty() ? List.of(HIDDEN) : hidden;
    return Mlp.of(
        Stream.of(Stream.of(inputs), units.stream(), Stream.of(classes))
            .flatMap(sizes -> sizes)
            .flatMapToInt(IntStream::of)
            .toArray());
  }
}
