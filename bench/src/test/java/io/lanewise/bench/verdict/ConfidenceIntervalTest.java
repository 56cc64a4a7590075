package io.lanewise.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceIntervalTest {

  private static Optional<ConfidenceInterval> of(double... forks) {
    return ConfidenceInterval.of(forks);
  }

  @Test
  void isStudentsIntervalOfTheLogarithms() {
    // Logarithms -1, 0 and 1: mean 0, deviation 1, t(0.975, 2) = 4.302653.
    ConfidenceInterval interval = of(Math.exp(-1), 1, Math.exp(1)).orElseThrow();
    assertThat(interval.mean()).isCloseTo(1, within(1e-12));
    double half = 4.30265273 / Math.sqrt(3);
    assertThat(interval.high()).isCloseTo(Math.exp(half), within(1e-5));
    assertThat(interval.low()).isCloseTo(Math.exp(-half), within(1e-7));
    assertThat(interval.factor()).isCloseTo(Math.exp(half), within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"3, 0.95", "5, 0.95", "10, 0.95", "5, 0.99"})
  void holdsTheMeanAsOftenAsItSays(int forks, double level) {
    RandomGenerator random = new Random(42);
    int trials = 2_000;
    int held = 0;
    for (int i = 0; i < trials; i++) {
      ConfidenceInterval interval =
          ConfidenceInterval.of(Samples.forks(random, forks, 100, 0.05), level).orElseThrow();
      held += interval.low() <= 100 && 100 <= interval.high() ? 1 : 0;
    }
    // Four standard deviations of such a share.
    double error = 4 * Math.sqrt(level * (1 - level) / trials);
    assertThat((double) held / trials).isCloseTo(level, within(error));
  }

  @ParameterizedTest
  @CsvSource({"3, 0.95", "6, 0.95", "6, 0.99"})
  void holdsTheNextForkAsOftenAsItSays(int forks, double level) {
    RandomGenerator random = new Random(42);
    int trials = 2_000;
    int held = 0;
    for (int i = 0; i < trials; i++) {
      ConfidenceInterval interval =
          ConfidenceInterval.ofNext(Samples.forks(random, forks, 100, 0.05), level, 0)
              .orElseThrow();
      double next = Samples.forks(random, 1, 100, 0.05)[0];
      held += interval.low() <= next && next <= interval.high() ? 1 : 0;
    }
    assertThat((double) held / trials).isCloseTo(level, within(0.02));
  }

  @Test
  void forksThatAreAlikeByChanceHaveTheLeastDeviation() {
    double[] alike = {100, 100, 100};
    ConfidenceInterval next = ConfidenceInterval.ofNext(alike, 0.95, 0.1).orElseThrow();
    // t(0.975, 2) times the deviation of the next one from the mean of three.
    double half = 4.30265273 * 0.1 * Math.sqrt(4 / 3.0);
    assertThat(next.low()).isCloseTo(100 * Math.exp(-half), within(1e-4));
    assertThat(ConfidenceInterval.deviation(alike).orElseThrow()).isZero();
    assertThat(ConfidenceInterval.deviation(new double[] {1})).isEmpty();
  }

  @Test
  void ofOneForkThereIsNone() {
    assertThat(of(100)).isEmpty();
    assertThat(of()).isEmpty();
    assertThat(of(100, 101)).isPresent();
  }

  @Test
  void equalForksAreOnePoint() {
    ConfidenceInterval interval = of(100, 100, 100).orElseThrow();
    assertThat(interval.high() / interval.low()).isCloseTo(1, within(1e-12));
  }

  @Test
  void disjointMeansNothingInCommon() {
    ConfidenceInterval low = new ConfidenceInterval(2, 1, 3);
    ConfidenceInterval high = new ConfidenceInterval(5, 4, 6);
    assertThat(low.isDisjoint(high)).isTrue();
    assertThat(high.isDisjoint(low)).isTrue();
    assertThat(low.isDisjoint(new ConfidenceInterval(4, 3, 5))).isFalse();
    assertThat(low.isDisjoint(low)).isFalse();
  }

  @Test
  void refusesWhatIsNoSpeed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(100, 0))
        .withMessage("forks[1] = 0.0, expected a positive finite number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(100, Double.NaN))
        .withMessageContaining("forks[1] = NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfidenceInterval.of(new double[] {100, 101}, 1))
        .withMessage("level = 1.0, expected between 0 and 1");
  }
}
