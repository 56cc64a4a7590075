package io.lanewise.nn.som;

import io.lanewise.nn.data.Standardization;
import io.lanewise.nn.file.Dtype;
import io.lanewise.nn.file.Safetensors;
import io.lanewise.nn.file.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A map in a safetensors file: the tensor {@code weights}, F64 [rows][columns][inputs], and {@code
 * standardization.means} and {@code standardization.deviations}, F64 [inputs], if its data was
 * standardised. The metadata has the lattice, the metric and the names of the variables, under
 * {@code lanewise.som.*}.
 *
 * @param som the map
 * @param names name of each variable
 * @param standardization what was done to the data before; empty for nothing
 * @param data what the data was, for people
 */
public record SomFile(
    Som som, List<String> names, Optional<Standardization> standardization, String data) {

  private static final String LATTICE = "lanewise.som.lattice";
  private static final String TOROIDAL = "lanewise.som.toroidal";
  private static final String METRIC = "lanewise.som.metric";
  private static final String NAMES = "lanewise.som.names";
  private static final String DATA = "lanewise.som.data";
  private static final String WEIGHTS = "weights";
  private static final String MEANS = "standardization.means";
  private static final String DEVIATIONS = "standardization.deviations";

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if there are not as many names as variables, or those of the
   *     standardization are others
   */
  public SomFile {
    Objects.requireNonNull(data, "data is null, expected a text");
    names = List.copyOf(names);
    if (names.size() != som.inputs()) {
      throw new IllegalArgumentException(
          "names are " + names.size() + ", expected " + som.inputs() + ", one for each variable");
    }
    if (standardization.isPresent() && !standardization.get().names().equals(names)) {
      throw new IllegalArgumentException(
          "standardization is of " + standardization.get().names() + ", expected " + names);
    }
  }

  /**
   * Writes the file, or replaces it atomically.
   *
   * @throws IOException if it cannot be written; what was there before is then there still
   */
  public void write(Path file) throws IOException {
    SomGrid grid = som.grid();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(LATTICE, grid.lattice().name());
    metadata.put(TOROIDAL, String.valueOf(grid.toroidal()));
    metadata.put(METRIC, som.metric().name());
    metadata.put(NAMES, names.stream().map(SomFile::line).collect(Collectors.joining("\n")));
    metadata.put(DATA, data);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(WEIGHTS, Tensor.of(som.weights(), grid.rows(), grid.columns(), som.inputs()));
    standardization.ifPresent(
        columns -> {
          tensors.put(MEANS, Tensor.of(columns.means(), som.inputs()));
          tensors.put(DEVIATIONS, Tensor.of(columns.deviations(), som.inputs()));
        });
    Safetensors.write(file, metadata, tensors);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is missing, damaged, or holds no map; the message names the file,
   *     what was found and what was expected
   */
  public static SomFile read(Path file) throws IOException {
    Safetensors tensors = Safetensors.read(file);
    try {
      String[] names = text(file, tensors, NAMES).split("\n", -1);
      for (int i = 0; i < names.length; i++) {
        names[i] = names[i].translateEscapes();
      }
      Tensor weights = tensors.tensor(WEIGHTS);
      if (weights == null || weights.shape().length != 3) {
        throw new IllegalArgumentException(
            WEIGHTS + " is " + weights + ", expected rows, columns and inputs");
      }
      SomGrid grid =
          new SomGrid(
              Math.toIntExact(weights.shape()[0]),
              Math.toIntExact(weights.shape()[1]),
              SomGrid.Lattice.valueOf(text(file, tensors, LATTICE)),
              Boolean.parseBoolean(text(file, tensors, TOROIDAL)));
      Metric metric = Metric.valueOf(text(file, tensors, METRIC));
      double[] values =
          tensors
              .require(WEIGHTS, Dtype.F64, grid.rows(), grid.columns(), names.length)
              .toDoubles();
      return new SomFile(
          Som.of(grid, metric, names.length, values),
          List.of(names),
          standardization(tensors, List.of(names)),
          text(file, tensors, DATA));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException(file + " describes no map: " + e.getMessage(), e);
    }
  }

  private static Optional<Standardization> standardization(Safetensors tensors, List<String> names)
      throws IOException {
    if (tensors.tensor(MEANS) == null) {
      return Optional.empty();
    }
    double[] means = tensors.require(MEANS, Dtype.F64, names.size()).toDoubles();
    double[] deviations = tensors.require(DEVIATIONS, Dtype.F64, names.size()).toDoubles();
    return Optional.of(new Standardization(names, means, deviations));
  }

  /** A name in one line, which {@code translateEscapes} reads. */
  private static String line(String name) {
    return name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String text(Path file, Safetensors tensors, String key) throws IOException {
    String text = tensors.metadata().get(key);
    if (text == null) {
      throw new IOException(file + " has no metadata \"" + key + "\", expected a map of Lanewise");
    }
    return text;
  }
}
