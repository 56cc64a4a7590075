package io.lanewise.nn;

import static io.lanewise.nn.Layers.averagePool2d;
import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.Glyphs;
import io.lanewise.nn.data.LabelledImages;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeNet5Test {

  @Test
  void hasTheParametersOfTheDrawing() {
    assertThat(LeNet5.padded32().parameterCount()).isEqualTo(61_706);
    assertThat(LeNet5.padded32().nodes().stream().map(Node::parameterCount).filter(n -> n > 0))
        .containsExactly(156, 2416, 48_120, 10_164, 850);
  }

  @Test
  void unpaddedAndClassicHaveTheirs() {
    assertThat(LeNet5.valid28().parameterCount()).isEqualTo(44_426);
    assertThat(LeNet5.classic().parameterCount()).isEqualTo(60_000);
    assertThat(LeNet5.classic().nodes().stream().map(Node::parameterCount).filter(n -> n > 0))
        .containsExactly(156, 12, 1516, 32, 48_120, 10_164);
  }

  /** The generator is specified to the bit, so that these hold on every JVM. */
  @Test
  void startsFromTheSeed() {
    Sequential network = LeNet5.padded32();
    network.initialise(1);
    float[] weights = network.parameters();
    assertThat(weights[0]).isEqualTo(-0.12409617f);
    assertThat(weights[61_706 - 11]).isEqualTo(0.0404834f);
    assertThat(weights[61_706 - 1]).isZero();
    double bound = Math.sqrt(6.0 / (25 + 150));
    double largest = 0;
    for (int i = 0; i < 150; i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    assertThat(largest).isBetween(0.9 * bound, bound);
  }

  /** Padding in the first convolution gives the numbers of an image padded to 32x32. */
  @ParameterizedTest
  @MethodSource("io.lanewise.nn.TestData#backends")
  void paddingOfTheConvolutionIsThatOfTheImage(Backend backend) {
    Sequential padded = LeNet5.padded32();
    Sequential valid =
        Sequential.of(
            new Features(1, 32, 32),
            conv2d(6, 5),
            tanh(),
            averagePool2d(2),
            conv2d(16, 5),
            tanh(),
            averagePool2d(2),
            flatten(),
            dense(120),
            tanh(),
            dense(84),
            tanh(),
            dense(10));
    padded.initialise(3);
    valid.initialise(3);
    LabelledImages glyphs = Glyphs.draw(20, 1);
    try (Kernels kernels = backend.open(KernelOptions.defaults())) {
      Evaluation small = padded.evaluate(kernels, glyphs, 20);
      Evaluation large = valid.evaluate(kernels, framed(glyphs, 2), 20);
      assertThat(small.loss()).isCloseTo(large.loss(), offset(1e-6));
    }
  }

  private static LabelledImages framed(LabelledImages images, int frame) {
    int rows = images.rows() + 2 * frame;
    int columns = images.columns() + 2 * frame;
    byte[] pixels = new byte[images.size() * rows * columns];
    byte[] labels = new byte[images.size()];
    for (int i = 0; i < images.size(); i++) {
      labels[i] = (byte) images.label(i);
      for (int r = 0; r < images.rows(); r++) {
        for (int c = 0; c < images.columns(); c++) {
          pixels[(i * rows + r + frame) * columns + c + frame] = (byte) images.pixel(i, r, c);
        }
      }
    }
    return new LabelledImages(pixels, labels, rows, columns, images.outputs());
  }

  @Test
  void learnsGlyphs() {
    Sequential network = LeNet5.padded32();
    FitOptions options = FitOptions.defaults().withEpochs(2).withBatch(16);
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      network.fit(kernels, Glyphs.draw(2000, 1), null, options);
      assertThat(network.evaluate(kernels, Glyphs.draw(200, 2), 100).accuracy()).isGreaterThan(0.9);
    }
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.nn.TestData#backends")
  void lossFallsOnMnist(Backend backend) throws IOException {
    LabelledImages train = TestData.mnist("train").head(1280);
    LabelledImages test = TestData.mnist("t10k").head(200);
    FitOptions options = FitOptions.defaults().withEpochs(1).withBatch(32);
    Sequential network = LeNet5.padded32();
    try (Kernels kernels = backend.open(KernelOptions.defaults())) {
      History history = network.fit(kernels, train, test, options);
      double[] losses = history.stepLosses();
      assertThat(losses[0]).isGreaterThan(2);
      assertThat(losses[losses.length - 1]).isLessThan(1);
      assertThat(history.last().validation().orElseThrow().accuracy()).isGreaterThan(0.7);
    }
  }

  /** Equal seed, backend, width and threads; 130 images are not divisible by two threads' lanes. */
  @ParameterizedTest
  @MethodSource("io.lanewise.nn.TestData#backends")
  void twoThreadsGiveTheSameWeightsToTheBitAgain(Backend backend) {
    LabelledImages train = Glyphs.draw(390, 1);
    FitOptions options = FitOptions.defaults().withEpochs(1).withBatch(130);
    float[][] weights = new float[2][];
    for (int run = 0; run < 2; run++) {
      Sequential network = LeNet5.padded32();
      try (Kernels kernels = backend.open(new KernelOptions(2))) {
        network.fit(kernels, train, null, options);
      }
      weights[run] = network.parameters();
    }
    assertThat(weights[1]).containsExactly(weights[0]);
  }

  @Test
  void backendsAgreeOnTheFirstSteps() {
    LabelledImages train = Glyphs.draw(20 * 64, 1);
    FitOptions options = FitOptions.defaults().withEpochs(1).withBatch(64);
    Map<String, double[]> losses = new HashMap<>();
    for (Backend backend : TestData.backends().toList()) {
      try (Kernels kernels = backend.open(KernelOptions.defaults())) {
        losses.put(backend.id(), LeNet5.padded32().fit(kernels, train, null, options).stepLosses());
      }
    }
    double[] reference = losses.get("scalar");
    losses.forEach(
        (id, course) -> {
          for (int step = 0; step < 20; step++) {
            assertThat(course[step])
                .as("%s, step %d", id, step + 1)
                .isCloseTo(reference[step], offset(1e-4 * reference[step]));
          }
        });
  }
}
