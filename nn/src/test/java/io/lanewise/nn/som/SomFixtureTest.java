package io.lanewise.nn.som;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Online training against the known answers of another implementation. */
class SomFixtureTest {

  @Test
  void onlineTrainingIsThatOfTheFixture() throws IOException {
    Fixture fixture = Fixture.read("som-online.json");
    SomGrid grid = SomGrid.rectangular((int) fixture.number("rows"), (int) fixture.number("cols"));
    int inputs = (int) fixture.number("inputs");
    double[] exact = fixture.numbers("data");
    float[] values = new float[exact.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) exact[i];
    }
    SomData data = SomData.of(values, values.length / inputs, inputs);
    SomOptions options =
        SomOptions.online(grid, 1)
            .withTraining(
                new SomTraining.Online(
                    (long) fixture.number("updates"),
                    Decay.inverseTime(fixture.number("learningRate0")),
                    false))
            .withRadius(Decay.inverseTime(fixture.number("sigma0")))
            .withInitialization(SomInitialization.given(fixture.numbers("initialWeights")));
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      Som som = Som.fit(kernels, grid, data, options, SomListener.SILENT);
      assertThat(som.weights())
          .usingComparatorWithPrecision(1e-6)
          .containsExactly(fixture.numbers("finalWeights"));
      double[] winners = Arrays.stream(som.winners(kernels, data)).asDoubleStream().toArray();
      assertThat(winners).isEqualTo(fixture.numbers("winners"));
      SomQuality quality = som.quality(kernels, data);
      assertThat(quality.quantisationError())
          .isCloseTo(fixture.number("quantisationError"), within(1e-6));
      assertThat(quality.topographicError())
          .isCloseTo(fixture.number("topographicError"), within(1e-12));
      double[] sums = som.uMatrixSums();
      double largest = Arrays.stream(sums).max().orElseThrow();
      assertThat(Arrays.stream(sums).map(sum -> sum / largest).toArray())
          .usingComparatorWithPrecision(1e-6)
          .containsExactly(fixture.numbers("uMatrixSumScaled"));
    }
  }
}
