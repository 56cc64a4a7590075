package io.lanewise.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.peer.Peers;
import io.lanewise.bench.peer.TrainingPeer;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.LeNet5;
import io.lanewise.nn.Mlp;
import io.lanewise.nn.Optimizer;
import io.lanewise.nn.Schedule;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Glyphs;
import io.lanewise.nn.data.RandomStreams;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every peer trains the same network in the same way: after some steps it says the same. */
final class TrainingPeersTest {

  private static final int SAMPLES = 240;
  private static final int BATCH = 20;
  private static final double RATE = 0.05;
  private static final double MOMENTUM = 0.9;
  private static final long SEED = 3;

  /** Sums in another order: 3e-7 to 8e-7 here. */
  private static final double BOUND = 1e-5;

  private static final Dataset TRAIN = Glyphs.draw(SAMPLES, 1);
  private static final Dataset TEST = Glyphs.draw(50, 2);

  @ParameterizedTest
  @CsvSource({"pytorch-djl, lenet5", "pytorch-djl, mlp", "dl4j, lenet5", "dl4j, mlp"})
  void trainsAsWeDo(String id, String model) {
    assertThat(Peers.unavailable(id)).isEmpty();
    TrainingPeer peer = Peers.requireTraining(id);
    assertThat(peer.library()).matches(".*[0-9]\\.[0-9].*");
    assertThat(peer.trains(model)).isTrue();
    assertThat(peer.trains("som")).isFalse();

    Sequential network = model.equals("mlp") ? Mlp.of(784, 512, 10) : LeNet5.padded32();
    network.initialise(SEED);
    try (TrainingPeer.Training training =
        peer.open(
            new TrainingPeer.Problem(model, network.parameters(), TRAIN, BATCH, MOMENTUM, 1))) {
      int[] order = IntStream.range(0, SAMPLES).toArray();
      RandomStreams.shuffle(RandomStreams.of(SEED, 1), order);
      for (int from = 0; from < SAMPLES; from += BATCH) {
        training.step(order, from, BATCH, RATE);
      }

      assertThat(training.threads()).isEqualTo(1);
      float[] expected = expected(network, id.equals("dl4j"));
      float[] said = training.outputs(TEST);
      assertThat(said).hasSameSizeAs(expected);
      double largest =
          IntStream.range(0, said.length)
              .mapToDouble(i -> Math.abs(said[i] - expected[i]))
              .max()
              .orElseThrow();
      assertThat(largest).as("largest difference of a probability").isLessThan(BOUND);
    }
  }

  private static float[] expected(Sequential network, boolean nesterov) {
    FitOptions options =
        new FitOptions(
            1,
            BATCH,
            SEED,
            nesterov ? Optimizer.nesterov(MOMENTUM) : Optimizer.momentum(MOMENTUM),
            Schedule.constant(RATE),
            FitOptions.defaults().clipping(),
            0);
    try (Kernels kernels = Backends.require("scalar").open(KernelOptions.defaults())) {
      network.fit(kernels, TRAIN, options);
      return network.outputs(kernels, TEST, SAMPLES);
    }
  }
}
