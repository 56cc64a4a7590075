package io.lanewise.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedTrialTest {

  private static final DoubleSupplier STILL = () -> 7.5;

  /** One of the two. */
  @FunctionalInterface
  private interface Build<K> {
    BuildPair.Speeds<K> measure(Set<K> wanted);
  }

  /** A machine with a number of kernels, whose noise is in all of them. */
  private static final class Machine {

    private final Random random;
    private final double deviation;
    private final List<String> runs = new ArrayList<>();

    Machine(long seed, double deviation) {
      random = new Random(seed);
      this.deviation = deviation;
    }

    Build<Integer> build(String name, int kernels, Map<Integer, Double> factors) {
      return wanted -> {
        runs.add(name);
        return new BuildPair.Speeds<>(
            IntStream.range(0, kernels)
                .boxed()
                .filter(kernel -> wanted.isEmpty() || wanted.contains(kernel))
                .collect(
                    Collectors.toMap(
                        kernel -> kernel,
                        kernel ->
                            0.8
                                * factors.getOrDefault(kernel, 1.0)
                                * Math.exp(deviation * random.nextGaussian()))),
            Map.of());
      };
    }

    Map<Integer, PairedOutcome> compare(int kernels, Map<Integer, Double> factors) {
      return trial(build("base", kernels, Map.of()), build("head", kernels, factors));
    }
  }

  private static <K> Map<K, PairedOutcome> trial(Build<K> base, Build<K> head) {
    return trial(base, head, STILL);
  }

  private static <K> Map<K, PairedOutcome> trial(
      Build<K> base, Build<K> head, DoubleSupplier ruler) {
    return new PairedTrial<K>(
            (isBaseFirst, wanted) -> pair(base, head, ruler, isBaseFirst, wanted),
            PairPlan.DEFAULT,
            Criteria.OF_MANY)
        .run(Set.of());
  }

  private static <K> BuildPair.Pair<K> pair(
      Build<K> base, Build<K> head, DoubleSupplier ruler, boolean isBaseFirst, Set<K> wanted) {
    double before = ruler.getAsDouble();
    BuildPair.Speeds<K> first = (isBaseFirst ? base : head).measure(wanted);
    double between = ruler.getAsDouble();
    BuildPair.Speeds<K> second = (isBaseFirst ? head : base).measure(wanted);
    double after = ruler.getAsDouble();
    double movement =
        Math.max(before, Math.max(between, after)) / Math.min(before, Math.min(between, after));
    return new BuildPair.Pair<>(
        isBaseFirst ? first : second,
        isBaseFirst ? second : first,
        first.speeds().keySet().stream().collect(Collectors.toMap(key -> key, key -> movement)));
  }

  @Test
  void bothBuildsRunInTurnInBothOrders() {
    Machine machine = new Machine(1, 0.01);
    machine.compare(1, Map.of());

    assertThat(machine.runs)
        .containsExactly(
            "base", "head", "head", "base", "base", "head", "head", "base", "base", "head", "head",
            "base");
  }

  /** What the gate's own test asks: twenty trials, nothing found. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.03, 0.06, 0.1})
  void equalBuildsAreNeverCalledDifferent(double deviation) {
    Machine machine = new Machine(2, deviation);
    for (int i = 0; i < 20; i++) {
      assertThat(machine.compare(25, Map.of()).values())
          .noneMatch(PairedOutcome::isRegression)
          .noneMatch(outcome -> outcome.verdict().orElseThrow() == Verdict.FASTER);
    }
  }

  @Test
  void theSlowKernelIsFoundAmongManyAndMeasuredTwice() {
    for (int seed = 0; seed < 5; seed++) {
      Map<Integer, PairedOutcome> outcomes =
          new Machine(seed, 0.02).compare(50, Map.of(17, 1 / 1.15));

      assertThat(outcomes.entrySet().stream().filter(e -> e.getValue().isRegression()))
          .singleElement()
          .satisfies(
              e -> {
                assertThat(e.getKey()).isEqualTo(17);
                assertThat(e.getValue().suspicion()).isEqualTo(Verdict.SLOWER);
              });
    }
  }

  @Test
  void noiseIsGivenMorePairsAndThenCalledNoise() {
    Machine machine = new Machine(3, 0.3);
    PairedOutcome outcome = machine.compare(1, Map.of()).get(0);

    assertThat(machine.runs).hasSize(2 * PairPlan.DEFAULT.mostPairs());
    assertThat(outcome.isInconclusive()).isTrue();
    assertThat(outcome.comparison().headForks()).isEqualTo(18);
  }

  @Test
  void pairsInWhichTheRulerMovedDoNotCount() {
    Deque<Double> readings =
        new ArrayDeque<>(List.of(7.5, 7.5, 4.0, 7.5, 7.5, 7.5)); // the first pair is disturbed
    Machine machine = new Machine(4, 0.01);
    PairedOutcome outcome =
        trial(
                machine.build("base", 1, Map.of()),
                machine.build("head", 1, Map.of()),
                () -> readings.isEmpty() ? 7.5 : readings.pop())
            .get(0);

    assertThat(outcome.disturbed()).isEqualTo(1);
    assertThat(outcome.comparison().headForks()).isEqualTo(6);
    assertThat(machine.runs).hasSize(14);
  }

  @Test
  void whatTheRulerHasSpoiltAloneIsMeasuredAgain() {
    Random random = new Random(11);
    List<Set<Integer>> wanted = new ArrayList<>();
    BuildPair<Integer> builds =
        (isBaseFirst, keys) -> {
          wanted.add(keys);
          BuildPair.Speeds<Integer> speeds =
              new BuildPair.Speeds<>(
                  Map.of(0, 1 + 0.01 * random.nextDouble(), 1, 1 + 0.01 * random.nextDouble()),
                  Map.of());
          return new BuildPair.Pair<>(
              speeds, speeds, Map.of(0, 1.1, 1, wanted.size() <= 2 ? 1.9 : 1.1));
        };
    PairedOutcome outcome =
        new PairedTrial<>(builds, PairPlan.DEFAULT, Criteria.OF_MANY).run(Set.of()).get(1);

    assertThat(wanted).hasSize(8);
    assertThat(wanted.subList(0, 6)).containsOnly(Set.of());
    assertThat(wanted.subList(6, 8)).containsOnly(Set.of(1));
    assertThat(outcome.disturbed()).isEqualTo(2);
    assertThat(outcome.comparison().headForks()).isEqualTo(6);
  }

  @Test
  void aMachineThatNeverStandsStillGivesNoVerdict() {
    int[] readings = {0};
    Machine machine = new Machine(5, 0.01);
    PairedOutcome outcome =
        trial(
                machine.build("base", 1, Map.of()),
                machine.build("head", 1, Map.of(0, 0.5)),
                () -> 1 + readings[0]++ % 2)
            .get(0);

    assertThat(outcome.isInconclusive()).isTrue();
    assertThat(outcome.isRegression()).isFalse();
    assertThat(outcome.failure())
        .isEqualTo("the ruler moved by more than a factor of 1.5 in every pair");
    assertThat(machine.runs).hasSize(24);
  }

  @Test
  void whatFailsInTheHeadAloneIsARegression() {
    Machine machine = new Machine(6, 0.01);
    Build<Integer> broken =
        wanted -> new BuildPair.Speeds<>(Map.of(), Map.of(0, "exit status 134"));
    PairedOutcome head = trial(machine.build("base", 1, Map.of()), broken).get(0);
    PairedOutcome base = trial(broken, machine.build("head", 1, Map.of())).get(0);
    PairedOutcome both = trial(broken, broken).get(0);

    assertThat(head.isRegression()).isTrue();
    assertThat(head.failure()).isEqualTo("head: exit status 134");
    assertThat(base.isRegression()).isFalse();
    assertThat(base.isInconclusive()).isTrue();
    assertThat(both.isRegression()).isFalse();
    assertThat(both.failure()).isEqualTo("base: exit status 134; head: exit status 134");
  }

  /** Complete pairs decide of speeds; that it fails now and then they cannot show. */
  @Test
  void whatFailsInOneJvmOfTheHeadIsARegression() {
    Machine machine = new Machine(9, 0.01);
    Build<Integer> whole = machine.build("head", 1, Map.of());
    int[] runs = {0};
    Build<Integer> head =
        wanted ->
            runs[0]++ == 3
                ? new BuildPair.Speeds<>(Map.of(), Map.of(0, "exit status 134"))
                : whole.measure(wanted);
    PairedOutcome outcome = trial(machine.build("base", 1, Map.of()), head).get(0);

    assertThat(outcome.isRegression()).isTrue();
    assertThat(outcome.failure()).isEqualTo("head: exit status 134");
  }

  /** A kernel that ends its JVM before it named a problem has a key of its own. */
  @Test
  void aFailureWithoutAnySpeedIsOfTheBuildThatSaysSo() {
    Machine machine = new Machine(10, 0.01);
    Build<Integer> whole = machine.build("build", 1, Map.of());
    Build<Integer> broken =
        wanted ->
            new BuildPair.Speeds<>(whole.measure(wanted).speeds(), Map.of(7, "exit status 134"));
    PairedOutcome head = trial(whole, broken).get(7);
    PairedOutcome base = trial(broken, whole).get(7);

    assertThat(head.isRegression()).isTrue();
    assertThat(head.failure()).isEqualTo("head: exit status 134");
    assertThat(base.isRegression()).isFalse();
    assertThat(base.isInconclusive()).isTrue();
    assertThat(trial(whole, broken).get(0).verdict()).contains(Verdict.NO_CLEAR_CHANGE);
  }

  @Test
  void aSuspicionThatDoesNotComeBackIsDropped() {
    Random random = new Random(7);
    int[] runs = {0};
    Build<Integer> base =
        wanted -> new BuildPair.Speeds<>(Map.of(0, 1 + 0.01 * random.nextDouble()), Map.of());
    Build<Integer> head =
        wanted ->
            new BuildPair.Speeds<>(
                Map.of(0, (runs[0]++ < 6 ? 0.5 : 1) + 0.01 * random.nextDouble()), Map.of());
    PairedOutcome outcome = trial(base, head).get(0);

    assertThat(outcome.suspicion()).isEqualTo(Verdict.SLOWER);
    assertThat(outcome.verdict()).contains(Verdict.NO_CLEAR_CHANGE);
    assertThat(outcome.isRegression()).isFalse();
  }

  @Test
  void aKernelThatIsSlowInSomeJvmsIsFound() {
    Random random = new Random(8);
    Machine machine = new Machine(8, 0.02);
    Build<Integer> head =
        wanted ->
            new BuildPair.Speeds<>(
                Map.of(
                    0,
                    0.8 * (random.nextInt(5) < 2 ? 0.5 : 1) * (1 + 0.02 * random.nextGaussian())),
                Map.of());
    PairedOutcome outcome = trial(machine.build("base", 1, Map.of()), head).get(0);

    assertThat(outcome.verdict()).contains(Verdict.BIMODAL);
    assertThat(outcome.isRegression()).isTrue();
  }

  @Test
  void refusesAPlanWithoutPairs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairPlan(1, 2))
        .withMessage("pairs = 1, expected 2 at least");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairPlan(6, 5))
        .withMessage("mostPairs = 5, expected pairs at least, 6");
  }
}
