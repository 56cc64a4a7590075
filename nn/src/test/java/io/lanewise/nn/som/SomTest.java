package io.lanewise.nn.som;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps on every backend that runs here, against {@link DirectSom}. */
class SomTest {

  static Stream<Backend> backends() {
    return Backends.all().stream().filter(backend -> backend.unavailable().isEmpty());
  }

  /** Every backend, one and two threads, every metric, with and without missing values. */
  static Stream<Arguments> searches() {
    List<Arguments> all = new ArrayList<>();
    backends()
        .forEach(
            backend -> {
              for (int threads = 1; threads <= 2; threads++) {
                for (Metric metric : Metric.values()) {
                  for (double missing : new double[] {0, 0.2}) {
                    String name = backend.id() + ", threads " + threads + ", " + metric;
                    all.add(
                        argumentSet(
                            name + ", missing " + missing, backend, threads, metric, missing));
                  }
                }
              }
            });
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("searches")
  void winnersAreThoseOfThePlainLoop(Backend backend, int threads, Metric metric, double missing) {
    // Tiles are of 256 samples and 512 units: below, at and above, and a last block of 1 to 8.
    int[][] sizes = {{1, 1, 1}, {255, 9, 3}, {256, 16, 5}, {300, 513, 4}, {70, 1100, 33}};
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      for (int[] size : sizes) {
        SomData data = cloud(size[0], size[2], missing, size[1]);
        SomGrid grid = SomGrid.rectangular(1, size[1]);
        double[] weights = random(size[1] * size[2], 5);
        Som som = Som.of(grid, metric, size[2], weights);
        assertThat(som.winners(kernels, data))
            .as("%s", Arrays.toString(size))
            .isEqualTo(DirectSom.winners(metric, data, weights));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("searches")
  void nearTiesAreDecidedExactly(Backend backend, int threads, Metric metric, double missing) {
    int inputs = 6;
    int units = 600;
    SomData data = cloud(100, inputs, missing, 3);
    double[] weights = random(units * inputs, 4);
    Random random = new Random(9);
    // Units in groups of equals, and of neighbours closer than a float can tell.
    for (int u = 0; u < units; u++) {
      int model = u % 40;
      for (int j = 0; j < inputs; j++) {
        double nudge = u % 3 == 0 ? 0 : 1e-9 * random.nextGaussian();
        weights[u * inputs + j] = weights[model * inputs + j] + nudge;
      }
    }
    Som som = Som.of(SomGrid.rectangular(20, 30), metric, inputs, weights);
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      assertThat(som.winners(kernels, data)).isEqualTo(DirectSom.winners(metric, data, weights));
    }
  }

  @ParameterizedTest
  @MethodSource("searches")
  void qualityIsThatOfThePlainLoop(Backend backend, int threads, Metric metric, double missing) {
    SomData data = cloud(400, 5, missing, 8).withWeights(weights(400));
    for (SomGrid grid : grids()) {
      double[] weights = random(grid.units() * 5, 6);
      Som som = Som.of(grid, metric, 5, weights);
      double distances = 0;
      double torn = 0;
      double distortion = 0;
      for (int i = 0; i < data.rows(); i++) {
        int[] ranking = DirectSom.ranking(metric, data, i, weights);
        distances += data.weight(i) * DirectSom.distance(metric, data, i, weights, ranking[0]);
        double reach = grid.lattice() == SomGrid.Lattice.HEXAGONAL ? 1.01 : 1.42;
        if (DirectSom.gridDistance(grid, ranking[0], ranking[1]) > reach) {
          torn += data.weight(i);
        }
        for (int u = 0; u < grid.units(); u++) {
          double d = DirectSom.gridDistance(grid, u, ranking[0]);
          double distance = DirectSom.distance(metric, data, i, weights, u);
          distortion += data.weight(i) * Math.exp(-d * d / 2) * distance * distance;
        }
      }
      try (Kernels kernels = backend.open(new KernelOptions(threads))) {
        SomQuality quality = som.quality(kernels, data);
        assertThat(quality.quantisationError())
            .isCloseTo(distances / data.totalWeight(), within(1e-9));
        assertThat(quality.topographicError()).isCloseTo(torn / data.totalWeight(), within(1e-9));
        assertThat(som.distortion(kernels, data, Neighbourhood.GAUSSIAN, 1))
            .isCloseTo(distortion / data.totalWeight(), within(1e-8));
      }
    }
  }

  static Stream<Arguments> trainings() {
    List<Arguments> all = new ArrayList<>();
    searches()
        .forEach(
            search -> {
              for (Neighbourhood neighbourhood : Neighbourhood.values()) {
                List<Object> arguments = new ArrayList<>(Arrays.asList(search.get()));
                arguments.add(neighbourhood);
                String name = ((Arguments.ArgumentSet) search).getName() + ", " + neighbourhood;
                all.add(argumentSet(name, arguments.toArray()));
              }
            });
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void batchTrainingIsThatOfThePlainLoop(
      Backend backend, int threads, Metric metric, double missing, Neighbourhood neighbourhood) {
    // Units that feel one winner only have the same weights then: a tie but for rounding.
    boolean ends = neighbourhood == Neighbourhood.BUBBLE || neighbourhood == Neighbourhood.TRIANGLE;
    int epochs = ends ? 1 : 4;
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      for (SomGrid grid : grids()) {
        SomData data = cloud(150, 4, missing, 2).withWeights(weights(150));
        double[] initial = random(grid.units() * 4, 1);
        SomOptions options =
            SomOptions.batch(grid, epochs)
                .withMetric(metric)
                .withNeighbourhood(neighbourhood)
                .withRadius(Decay.linear(1.8, 0.4))
                .withInitialization(SomInitialization.given(initial));
        Som som = Som.fit(kernels, grid, data, options, SomListener.SILENT);
        assertThat(som.weights())
            .as("%s", grid)
            .usingComparatorWithPrecision(1e-5)
            .containsExactly(DirectSom.batch(grid, data, options, initial));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void equalSeedsGiveEqualBits(Backend backend) {
    SomData data = cloud(700, 7, 0.1, 2);
    SomGrid grid = SomGrid.hexagonal(6, 5);
    for (int threads = 1; threads <= 2; threads++) {
      try (Kernels kernels = backend.open(new KernelOptions(threads))) {
        SomOptions options =
            SomOptions.batch(grid, 5).withInitialization(SomInitialization.uniform()).withSeed(3);
        double[] weights = Som.fit(kernels, grid, data, options, SomListener.SILENT).weights();
        assertThat(Som.fit(kernels, grid, data, options, SomListener.SILENT).weights())
            .isEqualTo(weights);
        assertThat(Som.fit(kernels, grid, data, options.withSeed(4), SomListener.SILENT).weights())
            .isNotEqualTo(weights);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void aSampleOfWeightTwoCountsAsTwo(Metric metric) {
    SomData once = cloud(60, 3, 0.1, 4);
    float[] twice = Arrays.copyOf(once.values(), 61 * 3);
    System.arraycopy(once.values(), 0, twice, 60 * 3, 3);
    float[] weights = new float[60];
    Arrays.fill(weights, 1);
    weights[0] = 2;
    SomGrid grid = SomGrid.rectangular(3, 4);
    SomOptions options =
        SomOptions.batch(grid, 6)
            .withMetric(metric)
            .withInitialization(SomInitialization.given(random(36, 3)));
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      Som weighted = Som.fit(kernels, grid, once.withWeights(weights), options, SomListener.SILENT);
      Som repeated = Som.fit(kernels, grid, SomData.of(twice, 61, 3), options, SomListener.SILENT);
      assertThat(weighted.weights())
          .usingComparatorWithPrecision(1e-9)
          .containsExactly(repeated.weights());
    }
  }

  @Test
  void missingValuesAreLeftOutOfOnlineUpdates() {
    SomGrid grid = SomGrid.rectangular(1, 1);
    SomData data = SomData.of(new float[] {1, Float.NaN}, 1, 2);
    SomOptions options =
        SomOptions.online(grid, 1)
            .withTraining(new SomTraining.Online(1, Decay.constant(0.5), false))
            .withInitialization(SomInitialization.given(new double[] {0, 7}));
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      Som som = Som.fit(kernels, grid, data, options, SomListener.SILENT);
      assertThat(som.weights()).containsExactly(0.5, 7);
    }
  }

  @Test
  void trainingUnfoldsTheMap() {
    SomData data = cloud(800, 2, 0, 1);
    SomGrid grid = SomGrid.hexagonal(8, 8);
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      for (SomInitialization start :
          List.of(SomInitialization.uniform(), SomInitialization.principalComponents())) {
        SomOptions batch = SomOptions.batch(grid, 30).withInitialization(start);
        SomOptions online = SomOptions.online(grid, 8000).withInitialization(start);
        for (SomOptions options : List.of(batch, online)) {
          Som som = Som.fit(kernels, grid, data, options, SomListener.SILENT);
          SomQuality quality = som.quality(kernels, data);
          assertThat(quality.topographicError()).as("%s", options).isLessThan(0.15);
          assertThat(quality.quantisationError()).as("%s", options).isLessThan(0.25);
        }
      }
    }
  }

  @Test
  void listenersHearOfEveryEpoch() {
    SomGrid grid = SomGrid.rectangular(2, 2);
    SomData data = cloud(10, 2, 0, 1);
    List<SomListener.Progress> heard = new ArrayList<>();
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      Som.fit(kernels, grid, data, SomOptions.online(grid, 25), heard::add);
      assertThat(heard).extracting(SomListener.Progress::samples).containsExactly(10, 10, 5);
      assertThat(heard).extracting(SomListener.Progress::epochs).containsOnly(3);
      heard.clear();
      Som.fit(kernels, grid, data, SomOptions.batch(grid, 4), heard::add);
      assertThat(heard).extracting(SomListener.Progress::epoch).containsExactly(1, 2, 3, 4);
      assertThat(heard).extracting(SomListener.Progress::movement).allMatch(m -> m >= 0);
      assertThat(heard.get(0).movement()).isPositive();
    }
  }

  @Test
  void principalComponentsSpanTheFirstMap() {
    // Points on an ellipse's axes: (+-6, 0) and (0, +-2), turned by atan(3/4), about (10, 20).
    float[] values = {
      10 + 4.8f, 20 + 3.6f, 10 - 4.8f, 20 - 3.6f, 10 - 1.2f, 20 + 1.6f, 10 + 1.2f, 20 - 1.6f
    };
    SomGrid grid = SomGrid.rectangular(3, 5);
    double[] weights =
        SomInitialization.principalComponents()
            .weights(grid, SomData.of(values, 4, 2), new Random(1));
    double first = 6 / Math.sqrt(2);
    double second = 2 / Math.sqrt(2);
    assertThat(at(weights, 1 * 5 + 2)).usingComparatorWithPrecision(1e-5).containsExactly(10, 20);
    assertThat(at(weights, 1 * 5 + 4))
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(10 + 0.8 * first, 20 + 0.6 * first);
    assertThat(at(weights, 2 * 5 + 2))
        .usingComparatorWithPrecision(1e-5)
        .containsExactly(10 - 0.6 * second, 20 + 0.8 * second);
  }

  @Test
  void badInputIsRefused() {
    float nan = Float.NaN;
    assertThatThrownBy(() -> SomData.of(new float[] {1, 2, nan, nan}, 2, 2))
        .hasMessage("row 1 has no value, expected at least one that is not missing");
    assertThatThrownBy(() -> SomData.of(new float[] {1, Float.POSITIVE_INFINITY}, 1, 2))
        .hasMessage("row 0, column x1 is Infinity, expected NaN or -1.0E15 to 1.0E15");
    assertThatThrownBy(() -> SomData.of(new float[] {1e16f}, 1, 1))
        .hasMessageContaining("is 1.0E16");
    assertThatThrownBy(() -> SomData.of(new float[0], 0, 3))
        .hasMessage("rows is 0, expected at least 1");
    assertThatThrownBy(() -> SomData.of(new float[5], 2, 3))
        .hasMessage("values.length is 5, expected 6 for 2 rows of 3");
    SomData data = cloud(3, 2, 0, 1);
    assertThatThrownBy(() -> data.withWeights(new float[] {1, -1, 1}))
        .hasMessage("weights[1] is -1.0, expected 0 to 1.0E15");
    assertThatThrownBy(() -> data.withWeights(new float[3]))
        .hasMessage("the sum of weights is 0, expected above 0");
    assertThatThrownBy(() -> data.withNames(List.of("a"))).hasMessageContaining("is 1, expected 2");
    SomGrid grid = SomGrid.rectangular(2, 2);
    assertThatThrownBy(() -> Som.of(grid, Metric.EUCLIDEAN, 2, new double[7]))
        .hasMessage("weights.length is 7, expected 8 for 4 units of 2");
    assertThatThrownBy(() -> Som.of(grid, Metric.EUCLIDEAN, 1, new double[] {0, 0, nan, 0}))
        .hasMessage("weight 0 of unit 2 is NaN, expected -1.0E15 to 1.0E15");
    assertThatThrownBy(() -> LabelMap.majority(4, new int[] {0}, new int[] {3}, 3))
        .hasMessage("classes[0] is 3, expected 0 to 2");
    assertThatThrownBy(() -> new SomGrid(3, 3, SomGrid.Lattice.HEXAGONAL, true))
        .hasMessage("rows is 3, expected an even number on a hexagonal torus");
    assertThatThrownBy(() -> SomGrid.rectangular(1 << 20, 1 << 20))
        .hasMessage("rows x columns is 1048576x1048576, expected at most 16777216 units");
    try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
      Som som = Som.of(grid, Metric.EUCLIDEAN, 3, new double[12]);
      assertThatThrownBy(() -> som.winners(kernels, data))
          .hasMessage("data.inputs() is 2, expected 3, as the map was trained with");
    }
  }

  @Test
  void aLabelIsThatOfMostSamples() {
    LabelMap map =
        LabelMap.majority(4, new int[] {0, 0, 0, 2, 2, 3}, new int[] {1, 1, 0, 2, 0, 1}, 3);
    assertThat(map.labels()).containsExactly(1, -1, 0, 1);
    assertThat(map.share(0)).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(map.share(1)).isNaN();
  }

  private static List<SomGrid> grids() {
    return List.of(
        SomGrid.rectangular(5, 6),
        SomGrid.hexagonal(5, 6),
        SomGrid.rectangular(5, 7).onTorus(),
        SomGrid.hexagonal(6, 5).onTorus());
  }

  private static double[] at(double[] weights, int unit) {
    return Arrays.copyOfRange(weights, 2 * unit, 2 * unit + 2);
  }

  private static float[] weights(int rows) {
    Random random = new Random(77);
    float[] weights = new float[rows];
    for (int i = 0; i < rows; i++) {
      weights[i] = random.nextInt(4);
    }
    return weights;
  }

  /** Normal numbers; one of each row at least is there. */
  private static SomData cloud(int rows, int inputs, double missing, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * inputs];
    for (int i = 0; i < values.length; i++) {
      boolean needed = i % inputs == i / inputs % inputs;
      float value = (float) random.nextGaussian();
      values[i] = random.nextDouble() < missing && !needed ? Float.NaN : value;
    }
    return SomData.of(values, rows, inputs);
  }

  private static double[] random(int length, long seed) {
    return new Random(seed).doubles(length, -2, 2).toArray();
  }
}
