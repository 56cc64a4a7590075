package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import io.lanewise.nn.file.Dtype;
import io.lanewise.nn.file.Safetensors;
import io.lanewise.nn.file.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A network in a safetensors file, with the state of its training if that is to go on.
 *
 * <p>Parameters are tensors named and shaped as PyTorch users expect them: {@code conv1.weight}
 * [oc][ic][kh][kw], {@code dense1.bias} [out]. The metadata has {@code lanewise.input}, {@code
 * lanewise.loss} and {@code lanewise.layers}, the drawing of the network, a layer per line; a
 * training adds {@code lanewise.training.*}, and tensors {@code optimizer.slot*} and {@code
 * callback.*}. What else stands in the metadata are the caller's notes.
 */
public final class NetworkFile {

  private static final String OWN = "lanewise.";
  private static final String FORMAT = "format";
  private static final String INPUT = "lanewise.input";
  private static final String LOSS = "lanewise.loss";
  private static final String LAYERS = "lanewise.layers";
  private static final String TRAINING = "lanewise.training.";
  private static final String SLOT = "optimizer.slot";
  private static final String CALLBACK = "callback.";

  private final Sequential network;
  private final @Nullable TrainingState state;
  private final Map<String, String> notes;

  private NetworkFile(
      Sequential network, @Nullable TrainingState state, Map<String, String> notes) {
    this.network = network;
    this.state = state;
    this.notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** The network with its parameters. */
  public Sequential network() {
    return network;
  }

  /** Where its training stands, if the file has it. */
  public Optional<TrainingState> state() {
    return Optional.ofNullable(state);
  }

  /** What the caller of {@link #write} noted. */
  public Map<String, String> notes() {
    return notes;
  }

  /**
   * Writes a network, or replaces it atomically.
   *
   * @throws IllegalStateException if it has no parameters yet
   * @throws IOException if it cannot be written; what was there before is then there still
   */
  public static void write(Path file, Sequential network) throws IOException {
    write(file, network, null, Map.of());
  }

  /**
   * Writes a network with where its training stands; as {@link #write(Path, Sequential)}.
   *
   * @param state where its training stands; null for a network that is done
   * @param notes further metadata, such as what its data was; names that begin with "lanewise." and
   *     "format" are the file's own
   * @throws IllegalArgumentException if a note has a name of the file's own
   */
  public static void write(
      Path file, Sequential network, @Nullable TrainingState state, Map<String, String> notes)
      throws IOException {
    for (String name : notes.keySet()) {
      if (isOwn(name)) {
        throw new IllegalArgumentException(
            "notes has the name \"" + name + "\", expected none of the file's own");
      }
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    metadata.put(FORMAT, "pt");
    metadata.put(INPUT, network.input().toString());
    metadata.put(LOSS, network.loss().toString());
    StringJoiner layers = new StringJoiner("\n");
    network.layers().forEach(layer -> layers.add(layer.toString()));
    metadata.put(LAYERS, layers.toString());
    metadata.putAll(notes);
    float[] parameters = network.parameters();
    for (Node node : network.nodes()) {
      int at = node.offset();
      for (Layer.Parameter parameter : node.parameters()) {
        int end = at + parameter.elements();
        float[] values = Arrays.copyOfRange(parameters, at, end);
        tensors.put(node.name() + "." + parameter.name(), Tensor.of(values, shape(parameter)));
        at = end;
      }
    }
    if (state != null) {
      put(state, metadata, tensors);
    }
    Safetensors.write(file, metadata, tensors);
  }

  private static void put(
      TrainingState state, Map<String, String> metadata, Map<String, Tensor> tensors) {
    metadata.put(TRAINING + "seed", String.valueOf(state.seed()));
    metadata.put(TRAINING + "batch", String.valueOf(state.batch()));
    metadata.put(TRAINING + "optimizer", state.optimizer());
    metadata.put(TRAINING + "steps", String.valueOf(state.steps()));
    metadata.put(TRAINING + "rateFactor", String.valueOf(state.rateFactor()));
    metadata.put(TRAINING + "stopped", String.valueOf(state.stopped()));
    StringJoiner epochs = new StringJoiner("\n");
    state.epochs().forEach(epoch -> epochs.add(line(epoch)));
    metadata.put(TRAINING + "epochs", epochs.toString());
    for (int i = 0; i < state.slots().size(); i++) {
      float[] slot = state.slots().get(i);
      tensors.put(SLOT + i, Tensor.of(slot, slot.length));
    }
    state
        .callbacks()
        .forEach((name, values) -> tensors.put(CALLBACK + name, Tensor.of(values, values.length)));
  }

  /**
   * Reads a network.
   *
   * @throws IOException if the file is missing, damaged, or holds no network; the message names the
   *     file, what was found and what was expected
   */
  public static NetworkFile read(Path file) throws IOException {
    Safetensors tensors = Safetensors.read(file);
    Reader reader = new Reader(file, tensors);
    Sequential network = reader.network();
    network.setParameters(reader.parameters(network));
    boolean trains = tensors.metadata().containsKey(TRAINING + "steps");
    Map<String, String> notes = new LinkedHashMap<>(tensors.metadata());
    notes.keySet().removeIf(NetworkFile::isOwn);
    return new NetworkFile(network, trains ? reader.state(network) : null, notes);
  }

  private static boolean isOwn(String name) {
    return name.startsWith(OWN) || name.equals(FORMAT);
  }

  private static long[] shape(Layer.Parameter parameter) {
    return parameter.sizes().stream().mapToLong(size -> size).toArray();
  }

  private static String line(EpochResult epoch) {
    StringJoiner line = new StringJoiner(",");
    line.add(String.valueOf(epoch.rate()));
    line.add(String.valueOf(epoch.trainLoss()));
    line.add(String.valueOf(epoch.samplesPerSecond()));
    line.add(String.valueOf(epoch.seconds()));
    epoch
        .validation()
        .ifPresent(
            validation -> {
              line.add(String.valueOf(validation.samples()));
              line.add(String.valueOf(validation.accuracy()));
              line.add(String.valueOf(validation.loss()));
              line.add(String.valueOf(validation.seconds()));
            });
    return line.toString();
  }

  /**
   * Takes a file apart.
   *
   * @param file for messages
   * @param tensors its contents
   */
  private record Reader(Path file, Safetensors tensors) {

    Sequential network() throws IOException {
      try {
        Layer[] layers = text(LAYERS).lines().map(Layers::parse).toArray(Layer[]::new);
        return Sequential.of(Features.parse(text(INPUT)), Loss.parse(text(LOSS)), layers);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new IOException(file + " describes no network: " + e.getMessage(), e);
      }
    }

    float[] parameters(Sequential network) throws IOException {
      float[] parameters = new float[network.parameterCount()];
      for (Node node : network.nodes()) {
        int at = node.offset();
        for (Layer.Parameter parameter : node.parameters()) {
          String name = node.name() + "." + parameter.name();
          float[] values = tensors.require(name, Dtype.F32, shape(parameter)).toFloats();
          System.arraycopy(values, 0, parameters, at, values.length);
          at += values.length;
        }
      }
      return parameters;
    }

    TrainingState state(Sequential network) throws IOException {
      try {
        List<EpochResult> epochs = new ArrayList<>();
        for (String line : text(TRAINING + "epochs").lines().toList()) {
          epochs.add(epoch(epochs.size() + 1, line.split(",", -1)));
        }
        List<float[]> slots = new ArrayList<>();
        while (tensors.tensor(SLOT + slots.size()) != null) {
          String name = SLOT + slots.size();
          slots.add(tensors.require(name, Dtype.F32, network.parameterCount()).toFloats());
        }
        return new TrainingState(
            Long.parseLong(text(TRAINING + "seed")),
            Integer.parseInt(text(TRAINING + "batch")),
            text(TRAINING + "optimizer"),
            Long.parseLong(text(TRAINING + "steps")),
            Double.parseDouble(text(TRAINING + "rateFactor")),
            Boolean.parseBoolean(text(TRAINING + "stopped")),
            epochs,
            slots,
            callbacks());
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new IOException(
            file
                + (" has a damaged training state (" + e.getMessage() + ")")
                + ", expected what a checkpoint writes",
            e);
      }
    }

    private Map<String, float[]> callbacks() {
      Map<String, float[]> callbacks = new HashMap<>();
      for (String name : tensors.names()) {
        if (name.startsWith(CALLBACK)) {
          callbacks.put(name.substring(CALLBACK.length()), tensors.tensor(name).toFloats());
        }
      }
      return callbacks;
    }

    private static EpochResult epoch(int epoch, String[] values) {
      Optional<Evaluation> validation =
          values.length == 4
              ? Optional.empty()
              : Optional.of(
                  new Evaluation(
                      Integer.parseInt(values[4]),
                      Double.parseDouble(values[5]),
                      Double.parseDouble(values[6]),
                      Double.parseDouble(values[7])));
      return new EpochResult(
          epoch,
          Double.parseDouble(values[0]),
          Double.parseDouble(values[1]),
          Double.parseDouble(values[2]),
          Double.parseDouble(values[3]),
          validation);
    }

    private String text(String key) throws IOException {
      String text = tensors.metadata().get(key);
      if (text == null) {
        throw new IOException(
            file + " has no metadata \"" + key + "\", expected a network of Lanewise");
      }
      return text;
    }
  }
}
