package io.lanewise.bench.measure;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.train.Model;
import io.lanewise.nn.Sequential;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench train} trains. The recipes are for speed: the fewest epochs after which the
 * test accuracy is beyond what is asked for, whatever the seed. {@code train} has those for
 * accuracy.
 */
public enum TrainingModel {
  /** LeNet-5, images padded to 32x32, tanh, average pooling. */
  LENET5(Model.LENET5, 2, 0.1),
  /** 784-512-10 with ReLU. */
  MLP(Model.MLP, 3, 0.06),
  /** A map of 25x15 units that learns 16,000 samples of 300 variables, Euclidean, in batches. */
  SOM(null, 0, 0);

  /** Samples of the map's data, all of which a step takes. */
  public static final int MAP_SAMPLES = 16_000;

  /** Samples and variables of the map's data. */
  static final String MAP_DATA = "generated:" + MAP_SAMPLES + "x300";

  static final int MAP_ROWS = 25;
  static final int MAP_COLUMNS = 15;

  private static final int USUAL_BATCH = 128;
  private static final int LARGE_BATCH = 512;

  private final @Nullable Model network;
  private final int epochs;
  private final double rate;

  TrainingModel(@Nullable Model network, int epochs, double rate) {
    this.network = network;
    this.epochs = epochs;
    this.rate = rate;
  }

  /**
   * The model with this name.
   *
   * @throws CommandFailure with status 2 if there is none, with the list
   */
  public static TrainingModel named(String id) {
    return Arrays.stream(values())
        .filter(model -> model.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> CommandFailure.usage("model is \"" + id + "\", expected one of " + ids()));
  }

  /** The names, separated by commas. */
  public static String ids() {
    return Arrays.stream(values()).map(TrainingModel::id).collect(Collectors.joining(", "));
  }

  /** Its name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a network, which learns in steps of a batch, and not a map. */
  public boolean isNetwork() {
    return network != null;
  }

  /** Epochs until its accuracy, one more where steps are few; 0 for the map, which has none. */
  public int epochs(int batch) {
    return isNetwork() && batch >= LARGE_BATCH ? epochs + 1 : epochs;
  }

  /**
   * The first learning rate; it falls to 0 in a line. It grows with the root of the batch: in
   * proportion to it, 512 diverges.
   */
  public double rate(int batch) {
    return rate * Math.sqrt((double) batch / USUAL_BATCH);
  }

  /** The network, without weights yet. */
  Sequential network(int inputs, int classes) {
    if (network == null) {
      throw new IllegalStateException("model is " + id() + ", expected a network");
    }
    return network.create(inputs, classes, List.of());
  }

  /** The test accuracy whose time is of interest; null where there is none. */
  public @Nullable Double target(String data) {
    if (!isNetwork()) {
      return null;
    }
    return data.equals("fashion-mnist") ? 0.85 : 0.98;
  }
}
