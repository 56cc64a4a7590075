package io.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Glyphs;
import io.lanewise.nn.data.LabelledImages;
import io.lanewise.nn.reference.Doubles;
import io.lanewise.nn.reference.ReferenceNetwork;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The probabilities that the named networks give, before any training, against float64. */
class OutputsTest {

  private static final Map<String, Sequential> NETWORKS =
      Map.of(
          "lenet5 classic", LeNet5.classic(),
          "lenet5 padded32", LeNet5.padded32(),
          "lenet5 valid28", LeNet5.valid28(),
          "one convolution", Cnn.oneConvolution(),
          "three convolutions", Cnn.threeConvolutions(),
          "softmax regression", Mlp.of(784, 10),
          "mlp", Mlp.of(784, 100, 10));

  static Stream<Arguments> networks() {
    return TestData.backends()
        .flatMap(
            backend ->
                NETWORKS.entrySet().stream()
                    .map(
                        network ->
                            argumentSet(
                                backend.id() + ": " + network.getKey(),
                                backend,
                                network.getValue())));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void areThoseOfFloat64(Backend backend, Sequential network) {
    LabelledImages images = Glyphs.draw(3, 1);
    network.initialise(4);
    ReferenceNetwork reference = ReferenceNetwork.of(network);
    double[] parameters = Doubles.of(network.parameters());
    float[] outputs;
    try (Kernels kernels = backend.open(KernelOptions.defaults())) {
      outputs = network.outputs(kernels, images, 2);
    }
    for (int image = 0; image < images.size(); image++) {
      float[] pixels = new float[images.input().elements()];
      images.fill(MemorySegment.ofArray(pixels), new int[] {image}, 0, 1);
      double[] expected = reference.output(parameters, Doubles.of(pixels));
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) outputs[image * expected.length + i])
            .as("image %d, class %d", image, i)
            .isCloseTo(expected[i], within(1e-5));
      }
    }
  }
}
