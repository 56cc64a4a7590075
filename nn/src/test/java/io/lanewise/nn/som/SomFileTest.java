package io.lanewise.nn.som;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.nn.data.Standardization;
import io.lanewise.nn.file.Safetensors;
import io.lanewise.nn.file.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SomFileTest {

  private static final List<String> NAMES = List.of("age", "a \\n \"line\"\nmore\r");

  @TempDir private Path folder;

  private static SomFile map(Optional<Standardization> standardization) {
    double[] weights = new double[4 * 3 * 2];
    Arrays.setAll(weights, i -> Math.sin(i));
    SomGrid grid = SomGrid.hexagonal(4, 3).onTorus();
    return new SomFile(
        Som.of(grid, Metric.MANHATTAN, 2, weights), NAMES, standardization, "people.csv");
  }

  private static Standardization columns() {
    return new Standardization(NAMES, new double[] {1, 2}, new double[] {3, 4});
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("map.safetensors");
    SomFile written = map(Optional.of(columns()));

    written.write(file);
    SomFile read = SomFile.read(file);

    assertThat(read.som().weights()).isEqualTo(written.som().weights());
    assertThat(read.som().grid()).isEqualTo(written.som().grid());
    assertThat(read.som().metric()).isEqualTo(Metric.MANHATTAN);
    assertThat(read.names()).isEqualTo(NAMES);
    assertThat(read.data()).isEqualTo("people.csv");
    assertThat(read.standardization().orElseThrow().means()).containsExactly(1, 2);
    assertThat(read.standardization().orElseThrow().deviations()).containsExactly(3, 4);
    map(Optional.empty()).write(file);
    assertThat(SomFile.read(file).standardization()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 200, 500})
  void aFileThatIsCutIsRefused(int length) throws IOException {
    Path file = folder.resolve("map.safetensors");
    map(Optional.of(columns())).write(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

    assertThatThrownBy(() -> SomFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "lanewise.som.lattice, OCTAGONAL",
    "lanewise.som.metric, CHESS",
    "lanewise.som.names, age",
    "lanewise.som.names,",
    "lanewise.som.lattice,",
  })
  void aFileThatDescribesNoMapIsRefused(String key, String value) throws IOException {
    Path file = folder.resolve("map.safetensors");
    map(Optional.of(columns())).write(file);
    Safetensors good = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(good.metadata());
    metadata.remove(key);
    if (value != null) {
      metadata.put(key, value);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    good.names().forEach(name -> tensors.put(name, good.tensor(name)));
    Safetensors.write(file, metadata, tensors);

    assertThatThrownBy(() -> SomFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() throws IOException {
    Path file = folder.resolve("map.safetensors");
    map(Optional.empty()).write(file);
    Safetensors good = Safetensors.read(file);
    double[] values = good.tensor("weights").toDoubles();
    values[5] = Double.NaN;
    Safetensors.write(file, good.metadata(), Map.of("weights", Tensor.of(values, 4, 3, 2)));

    assertThatThrownBy(() -> SomFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("weight 1 of unit 2", "NaN");
  }

  @Test
  void namesThatDoNotMatchAreRefused() {
    SomFile good = map(Optional.empty());

    assertThatThrownBy(() -> new SomFile(good.som(), List.of("a"), Optional.empty(), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names are 1, expected 2, one for each variable");
    assertThatThrownBy(() -> new SomFile(good.som(), List.of("a", "b"), Optional.of(columns()), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("standardization is of");
  }
}
