package io.lanewise.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

  private static final int TRIALS = 1_000;

  @Test
  void theSameForksAreNoChange() {
    double[] forks = {100, 101, 99};
    Comparison same = Comparison.ofIndependent(forks, forks, Criteria.DEFAULT);

    assertThat(same.verdict()).isEqualTo(Verdict.NO_CLEAR_CHANGE);
    assertThat(same.ratio()).isEqualTo(1);
    assertThat(same.isRegression()).isFalse();
    assertThat(Comparison.ofPairs(forks, forks, Criteria.DEFAULT).verdict())
        .isEqualTo(Verdict.NO_CLEAR_CHANGE);
  }

  @Test
  void anEffectWithDisjointIntervalsIsAChange() {
    Comparison slower =
        Comparison.ofIndependent(forks(100, 101, 99), forks(80, 81, 79), Criteria.DEFAULT);

    assertThat(slower.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(slower.isRegression()).isTrue();
    assertThat(slower.reason()).isEqualTo("0.80 times as fast (0.78 to 0.82)");
  }

  @Test
  void aClearDifferenceBelowTheThresholdIsNone() {
    Comparison small =
        Comparison.ofIndependent(forks(100, 100.1, 99.9), forks(95, 95.1, 94.9), Criteria.DEFAULT);

    assertThat(small.verdict()).isEqualTo(Verdict.NO_CLEAR_CHANGE);
    assertThat(small.ratioHigh()).isLessThan(1);
    assertThat(
            Comparison.ofIndependent(
                    forks(100, 100.1, 99.9),
                    forks(95, 95.1, 94.9),
                    Criteria.DEFAULT.withThreshold(0.04))
                .verdict())
        .isEqualTo(Verdict.SLOWER);
  }

  @Test
  void whereAChangeCouldHideItIsSaid() {
    Comparison noisy =
        Comparison.ofIndependent(forks(100, 140, 90), forks(100, 120, 80), Criteria.DEFAULT);

    assertThat(noisy.verdict()).isEqualTo(Verdict.TOO_NOISY);
    assertThat(noisy.reason()).endsWith(": too noisy for a factor of 1.10");
  }

  @Test
  void anEffectWhoseIntervalsOverlapIsNoise() {
    Comparison overlapping =
        Comparison.ofIndependent(forks(100, 104, 96), forks(88, 91, 85), Criteria.DEFAULT);

    assertThat(overlapping.ratioHigh()).isLessThan(1);
    assertThat(overlapping.verdict()).isEqualTo(Verdict.TOO_NOISY);
  }

  @Test
  void whatTheMachineDoesToBothOfAPairIsNoPartOfTheRatio() {
    double[] base = {100, 60, 90, 50, 100, 70};
    double[] head = Arrays.stream(base).map(speed -> 0.8 * speed).toArray();
    head[0] *= 1.01;

    assertThat(Comparison.ofIndependent(base, head, Criteria.DEFAULT).verdict())
        .isEqualTo(Verdict.TOO_NOISY);
    assertThat(Comparison.ofPairs(base, head, Criteria.DEFAULT).verdict())
        .isEqualTo(Verdict.SLOWER);
  }

  @Test
  void oneJvmSaysNothing() {
    Comparison one = Comparison.ofIndependent(forks(100), forks(10), Criteria.DEFAULT);

    assertThat(one.verdict()).isEqualTo(Verdict.TOO_FEW_FORKS);
    assertThat(one.ratioLow()).isNull();
    assertThat(one.reason())
        .isEqualTo("0.10 times as fast in 1 and 1 JVMs; a verdict needs 2 of each");
    assertThat(Comparison.ofPairs(forks(100), forks(10), Criteria.DEFAULT).verdict())
        .isEqualTo(Verdict.TOO_FEW_FORKS);
  }

  @Test
  void aHeadThatIsSlowInSomeJvmsIsARegressionOfItsOwn() {
    double[] steady = {100, 101, 99, 100, 102, 98};
    double[] bimodal = {100, 51, 99, 50, 102, 98};
    Comparison worse = Comparison.ofPairs(steady, bimodal, Criteria.DEFAULT);
    Comparison better = Comparison.ofPairs(bimodal, steady, Criteria.DEFAULT);

    assertThat(worse.verdict()).isEqualTo(Verdict.BIMODAL);
    assertThat(worse.isRegression()).isTrue();
    assertThat(worse.reason()).isEqualTo("head bimodal: 4 JVMs at 99.7, 2 at 50.5");
    assertThat(better.verdict()).isEqualTo(Verdict.BIMODAL);
    assertThat(better.isRegression()).isFalse();
    assertThat(Comparison.ofPairs(bimodal, bimodal, Criteria.DEFAULT).isRegression()).isFalse();
  }

  @Test
  void whatBothOfAPairShareIsTheMachines() {
    double[] base = {100, 51, 99, 50, 102, 98};
    double[] head = {101, 50, 98, 51, 101, 99};

    assertThat(Comparison.ofPairs(base, head, Criteria.DEFAULT).verdict())
        .isEqualTo(Verdict.NO_CLEAR_CHANGE);
  }

  @Test
  void swappedTheVerdictIsTheOpposite() {
    RandomGenerator random = new Random(3);
    for (int i = 0; i < 200; i++) {
      double[] base = Samples.forks(random, 5, 100, 0.05);
      double[] head = Samples.forks(random, 5, 100 * Math.exp(0.2 * random.nextGaussian()), 0.03);
      Comparison there = Comparison.ofPairs(base, head, Criteria.DEFAULT);
      Comparison back = Comparison.ofPairs(head, base, Criteria.DEFAULT);
      assertThat(back.ratio()).isCloseTo(1 / there.ratio(), within(1e-12));
      assertThat(back.verdict()).isEqualTo(opposite(there.verdict()));
      assertThat(Comparison.ofIndependent(scaled(base), scaled(head), Criteria.DEFAULT).verdict())
          .isEqualTo(Comparison.ofIndependent(base, head, Criteria.DEFAULT).verdict());
    }
  }

  /**
   * Most of equal builds that may be called slower or faster, at noise of a quiet machine or not.
   */
  @ParameterizedTest
  @CsvSource({"3, 0.02, 0.001", "3, 0.05, 0.006", "6, 0.02, 0", "6, 0.05, 0.004", "6, 0.2, 0.02"})
  void equalBuildsAreRarelyCalledDifferent(int forks, double deviation, double most) {
    Map<Verdict, Double> rates = rates(forks, deviation, 1, false);
    assertThat(rates.getOrDefault(Verdict.SLOWER, 0.0)).isLessThanOrEqualTo(most);
    assertThat(rates.getOrDefault(Verdict.FASTER, 0.0)).isLessThanOrEqualTo(most);
  }

  /** The same for pairs, whose machine drifts by 20 %. */
  @ParameterizedTest
  @CsvSource({"6, 0.02, 0", "6, 0.05, 0.015", "10, 0.05, 0.003"})
  void equalPairsAreRarelyCalledDifferent(int pairs, double deviation, double most) {
    Map<Verdict, Double> rates = rates(pairs, deviation, 1, true);
    assertThat(rates.getOrDefault(Verdict.SLOWER, 0.0)).isLessThanOrEqualTo(most);
    assertThat(rates.getOrDefault(Verdict.FASTER, 0.0)).isLessThanOrEqualTo(most);
  }

  /** What takes 15 % longer is found by six pairs at 3 % of noise, whatever the machine does. */
  @Test
  void aKernelThatTakesFifteenPerCentLongerIsFound() {
    assertThat(rates(6, 0.03, 1 / 1.15, true).get(Verdict.SLOWER)).isGreaterThan(0.97);
    assertThat(rates(6, 0.01, 1 / 1.15, true).get(Verdict.SLOWER)).isGreaterThan(0.999);
    assertThat(rates(3, 0.01, 1 / 1.15, false).get(Verdict.SLOWER)).isGreaterThan(0.97);
  }

  /** A real change is never called none on a noisy machine more often than rarely. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.03, 0.1, 0.3})
  void aLargeChangeIsNeverCalledNone(double deviation) {
    for (boolean paired : new boolean[] {false, true}) {
      Map<Verdict, Double> rates = rates(6, deviation, 1 / 1.3, paired);
      assertThat(rates.getOrDefault(Verdict.NO_CLEAR_CHANGE, 0.0)).isLessThan(0.005);
      assertThat(rates.getOrDefault(Verdict.FASTER, 0.0)).isLessThan(0.003);
    }
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.ofPairs(forks(1, 2), forks(1), Criteria.DEFAULT))
        .withMessage("head has 1 forks, expected those of the base, 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.ofIndependent(forks(), forks(1), Criteria.DEFAULT))
        .withMessage("0 forks of base and 1 of head, expected 1 of each at least");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.ofIndependent(forks(1), forks(-1), Criteria.DEFAULT))
        .withMessageStartingWith("head[0] = -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Criteria.DEFAULT.withThreshold(0))
        .withMessage("threshold = 0.0, expected more than 0");
  }

  private static Map<Verdict, Double> rates(
      int forks, double deviation, double ratio, boolean paired) {
    RandomGenerator random = new Random(11);
    Map<Verdict, Double> rates = new EnumMap<>(Verdict.class);
    for (int i = 0; i < TRIALS; i++) {
      double[] base = Samples.forks(random, forks, 100, deviation);
      double[] head = Samples.forks(random, forks, 100 * ratio, deviation);
      for (int pair = 0; paired && pair < forks; pair++) {
        double machine = Math.exp(0.2 * random.nextGaussian());
        base[pair] *= machine;
        head[pair] *= machine;
      }
      Comparison comparison =
          paired
              ? Comparison.ofPairs(base, head, Criteria.DEFAULT)
              : Comparison.ofIndependent(base, head, Criteria.DEFAULT);
      rates.merge(comparison.verdict(), 1.0 / TRIALS, Double::sum);
    }
    return rates;
  }

  private static Verdict opposite(Verdict verdict) {
    return switch (verdict) {
      case SLOWER -> Verdict.FASTER;
      case FASTER -> Verdict.SLOWER;
      default -> verdict;
    };
  }

  private static double[] scaled(double[] speeds) {
    return Arrays.stream(speeds).map(speed -> 1e-3 * speed).toArray();
  }

  private static double[] forks(double... speeds) {
    return DoubleStream.of(speeds).toArray();
  }
}
