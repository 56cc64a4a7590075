package io.lanewise.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModesTest {

  @Test
  void twoSpeedsWithNothingBetweenThem() {
    Modes modes = Modes.of(forks(100, 51, 101, 99, 50, 100), Criteria.DEFAULT).orElseThrow();

    assertThat(modes.fastForks()).isEqualTo(4);
    assertThat(modes.slowForks()).isEqualTo(2);
    assertThat(modes.fast()).isCloseTo(100, within(0.1));
    assertThat(modes.slow()).isCloseTo(50.5, within(0.1));
    assertThat(modes.sentence()).isEqualTo("4 JVMs at 100, 2 at 50.5");
  }

  @Test
  void oneSlowJvmMayHaveBeenDisturbed() {
    assertThat(Modes.of(forks(100, 70, 101, 99, 100, 100), Criteria.DEFAULT)).isEmpty();
  }

  @Test
  void oneJvmThatIsStuckInAnEarlyCompilationIsEnough() {
    assertThat(Modes.of(forks(260, 1.3, 255, 262, 259, 257), Criteria.DEFAULT))
        .hasValueSatisfying(modes -> assertThat(modes.slowForks()).isEqualTo(1));
  }

  @Test
  void oneFastJvmIsNoSecondSpeed() {
    assertThat(Modes.of(forks(1, 1, 1, 1, 1, 3), Criteria.DEFAULT)).isEmpty();
  }

  @Test
  void aGapBelowTheThresholdIsNone() {
    double[] forks = forks(100, 93, 100, 93, 100, 93);

    assertThat(Modes.of(forks, Criteria.DEFAULT)).isEmpty();
    assertThat(Modes.of(forks, Criteria.DEFAULT.withThreshold(0.05))).isPresent();
  }

  @Test
  void fiveJvmsAreTooFew() {
    assertThat(Modes.of(forks(100, 50, 100, 50, 100), Criteria.DEFAULT)).isEmpty();
  }

  /** Shares of samples of one speed that are taken for two: about what the Javadoc says. */
  @ParameterizedTest
  @CsvSource({"6, 0.02, 0", "6, 0.05, 0.008", "10, 0.05, 0.001", "10, 0.1, 0.005"})
  void oneSpeedIsRarelyTakenForTwo(int forks, double deviation, double most) {
    assertThat(found(forks, deviation, 0, 10_000)).isLessThanOrEqualTo(most);
  }

  @ParameterizedTest
  @CsvSource({"6, 0.45", "10, 0.7", "15, 0.8"})
  void moreJvmsFindMore(int forks, double least) {
    assertThat(found(forks, 0.03, 0.3, 2_000)).isGreaterThan(least);
  }

  /** Share of samples with two modes, of which three JVMs in ten are slower by a factor. */
  private static double found(int forks, double deviation, double slower, int trials) {
    RandomGenerator random = new Random(7);
    int found = 0;
    for (int i = 0; i < trials; i++) {
      double[] speeds = Samples.forks(random, forks, 100, deviation);
      for (int fork = 0; fork < forks; fork++) {
        speeds[fork] *= random.nextDouble() < 0.3 ? Math.exp(-slower) : 1;
      }
      found += Modes.of(speeds, Criteria.DEFAULT).isPresent() ? 1 : 0;
    }
    return (double) found / trials;
  }

  private static double[] forks(double... speeds) {
    return DoubleStream.of(speeds).toArray();
  }
}
