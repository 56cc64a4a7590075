package io.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.nn.data.Features;
import io.lanewise.nn.file.Safetensors;
import io.lanewise.nn.file.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFileTest {

  @TempDir private Path folder;

  static Stream<Sequential> networks() {
    return Stream.of(
        LeNet5.classic(),
        LeNet5.valid28(),
        Cnn.oneConvolution(),
        Mlp.of(Layers.sigmoid(), Loss.MEAN_SQUARED_ERROR, 3, 4, 2));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void networkIsReadBack(Sequential network) throws IOException {
    Path file = folder.resolve("network.safetensors");
    network.initialise(3);
    NetworkFile.write(file, network);
    NetworkFile read = NetworkFile.read(file);
    assertThat(read.network()).hasToString(network.toString());
    assertThat(read.network().input()).isEqualTo(network.input());
    assertThat(read.network().loss()).isEqualTo(network.loss());
    assertThat(read.network().parameters()).containsExactly(network.parameters());
    assertThat(read.state()).isEmpty();
  }

  @Test
  void tensorsHaveTheNamesAndShapesOfPyTorch() throws IOException {
    Path file = folder.resolve("lenet5.safetensors");
    Sequential network = LeNet5.padded32();
    network.initialise(1);
    NetworkFile.write(file, network);
    Safetensors tensors = Safetensors.read(file);
    assertThat(tensors.names())
        .containsExactly(
            "conv1.weight",
            "conv1.bias",
            "conv2.weight",
            "conv2.bias",
            "dense1.weight",
            "dense1.bias",
            "dense2.weight",
            "dense2.bias",
            "dense3.weight",
            "dense3.bias");
    assertThat(tensors.tensor("conv2.weight").shape()).containsExactly(16, 6, 5, 5);
    assertThat(tensors.tensor("dense1.weight").shape()).containsExactly(120, 400);
    assertThat(tensors.metadata()).containsEntry("format", "pt");
  }

  @Test
  void notesAreReadBackInTheirOrder() throws IOException {
    Path file = folder.resolve("network.safetensors");
    Sequential network = Mlp.of(3, 2);
    network.initialise(1);
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("z", "last\n\"letter\"");
    notes.put("a", "first");
    NetworkFile.write(file, network, null, notes);
    assertThat(NetworkFile.read(file).notes()).containsExactlyEntriesOf(notes);
    NetworkFile.write(file, network);
    assertThat(NetworkFile.read(file).notes()).isEmpty();
    for (String own : new String[] {"format", "lanewise.layers", "lanewise.mine"}) {
      assertThatThrownBy(() -> NetworkFile.write(file, network, null, Map.of(own, "x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(own);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lanewise.input | 0x1x1 | features are 0x1x1",
        "lanewise.input | wide | features are \"wide\"",
        "lanewise.input | 5 | has tensor \"dense1.weight\" with",
        "lanewise.loss | hinge | loss is \"hinge\"",
        "lanewise.layers | dens 4 | layer is \"dens 4\"",
        "lanewise.layers | dense 2000000000 | describes no network",
        "lanewise.layers | conv2d 2@9x9 | layer conv1",
        "lanewise.training.steps | ten | has no metadata \"lanewise.training.epochs\""
      })
  void damagedMetadataIsRefused(String key, String value, String message) throws IOException {
    Path file = folder.resolve("damaged.safetensors");
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("lanewise.input", "3");
    metadata.put("lanewise.loss", "mean-squared-error");
    metadata.put("lanewise.layers", "dense 2\ntanh");
    metadata.put(key, value);
    Map<String, Tensor> tensors =
        Map.of(
            "dense1.weight",
            Tensor.of(new float[6], 2, 3),
            "dense1.bias",
            Tensor.of(new float[2], 2));
    Safetensors.write(file, metadata, tensors);
    assertThatThrownBy(() -> NetworkFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void fileOfSomethingElseIsRefused() throws IOException {
    Path file = folder.resolve("other.safetensors");
    Safetensors.write(file, Map.of(), Map.of("a", Tensor.of(new float[2], 2)));
    assertThatThrownBy(() -> NetworkFile.read(file))
        .hasMessage(file + " has no metadata \"lanewise.layers\", expected a network of Lanewise");
    Files.writeString(file, "nonsense");
    assertThatThrownBy(() -> NetworkFile.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void networkWithoutParametersIsNotWritten() {
    Path file = folder.resolve("none.safetensors");
    Sequential network = Sequential.of(Features.vector(2), Layers.dense(2));
    assertThatThrownBy(() -> NetworkFile.write(file, network))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).doesNotExist();
  }
}
