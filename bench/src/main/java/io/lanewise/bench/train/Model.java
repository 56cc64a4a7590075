package io.lanewise.bench.train;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.nn.LeNet5;
import io.lanewise.nn.Sequential;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The networks that can be trained, by the names on the command line. */
public enum Model {
  /** LeCun's network for digits. */
  LENET5("lenet5", LeNet5::padded32);

  private final String id;
  private final Supplier<Sequential> maker;

  Model(String id, Supplier<Sequential> maker) {
    this.id = id;
    this.maker = maker;
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
            () -> CommandFailure.usage("model is \"" + id + "\", expected one of " + ids()));
  }

  private static String ids() {
    return Arrays.stream(values()).map(Model::id).collect(Collectors.joining(", "));
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** The network, without weights yet. */
  public Sequential create() {
    return maker.get();
  }
}
