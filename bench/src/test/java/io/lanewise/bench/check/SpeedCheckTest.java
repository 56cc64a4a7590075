package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.check.LevelJvms.Death;
import io.lanewise.bench.check.LevelJvms.Outcome;
import io.lanewise.bench.check.SpeedRow.Judgement;
import io.lanewise.bench.verdict.Criteria;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a level is measured again, and what is said then; its JVMs say what they are told to. */
class SpeedCheckTest {

  private static final Level LEVEL = Level.machine("vector");
  private static final String FAST = "vector/gemm-12x2";
  private static final String OTHER = "vector/gemm-8x2";
  private static final Death CRASH = new Death(CheckStatus.CRASHED, "its JVM ended");

  /** What each JVM was asked for, and the shares of each kernel, of one JVM after the other. */
  private static final class Jvms implements SpeedCheck.Jvms {

    private final Map<String, List<Double>> shares = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private int dies = Integer.MAX_VALUE;
    private int killed = Integer.MAX_VALUE;

    Jvms with(String kernel, Double... ofEachJvm) {
      shares.put(kernel, List.of(ofEachJvm));
      return this;
    }

    /** The backend cannot be opened in this JVM. */
    Jvms dyingIn(int jvm) {
      dies = jvm;
      return this;
    }

    /** The first kernel ends this JVM, so that the others are measured without it. */
    Jvms killedIn(int jvm) {
      killed = jvm;
      return this;
    }

    @Override
    public Outcome measure(String only, SpeedChild.Effort effort, Set<String> without) {
      int jvm = asked.size();
      asked.add(only + " " + effort);
      if (jvm >= dies) {
        return new Outcome(null, CRASH, Map.of(), List.of());
      }
      if (jvm == killed) {
        return new Outcome("ISA", null, Map.of(FAST, CRASH), List.of());
      }
      Predicate<String> wanted = KernelNames.matching(only);
      List<Message> messages = new ArrayList<>();
      shares.forEach(
          (kernel, all) -> {
            if (wanted.test(kernel)) {
              double share = all.get(Math.min(jvm, all.size() - 1));
              messages.add(new Message.Measured(speedCase(kernel), "fma", share, 100 * share));
            }
          });
      return new Outcome("ISA", null, Map.of(), messages);
    }
  }

  private static SpeedCase speedCase(String kernel) {
    return new SpeedCase("vector", LEVEL.name(), kernel, "gemm", null, "f32", "8x8:8x8");
  }

  private static Baseline baseline(Double... shares) {
    List<SpeedFigure> figures =
        List.of(FAST, OTHER).stream()
            .map(kernel -> new SpeedFigure(speedCase(kernel), "fma", List.of(shares)))
            .toList();
    return new Baseline(Baseline.SCHEMA, "then", "1", null, "CPU", "JVM", 1, List.of(), figures);
  }

  private static SpeedCheck.Found run(Baseline baseline, String only, Jvms jvms) {
    CheckRequest request =
        new CheckRequest(
            List.of("vector"),
            List.of(),
            only,
            true,
            0,
            null,
            1,
            false,
            true,
            1,
            Criteria.DEFAULT,
            CheckRequest.BASELINES);
    SpeedCheck check = new SpeedCheck(request, baseline);
    SpeedCheck.Look look = SpeedCheck.open(LEVEL, jvms);
    check.measure(look);
    check.lookTwice(look);
    return check.confirm(look, check.judge(look));
  }

  private static SpeedCheck.Found run(Jvms jvms) {
    return run(baseline(0.80, 0.81, 0.79, 0.80, 0.80, 0.81), "*", jvms);
  }

  private static Judgement judgement(SpeedCheck.Found found, String kernel) {
    return row(found, kernel).judgement();
  }

  private static SpeedRow row(SpeedCheck.Found found, String kernel) {
    return found.rows().stream()
        .filter(row -> row.what().kernel().equals(kernel))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsAsFastAsBeforeIsMeasuredOnce() {
    Jvms jvms = new Jvms().with(FAST, 0.8).with(OTHER, 0.75);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).containsExactly("* QUICK");
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.AS_BEFORE);
    assertThat(judgement(found, OTHER)).isEqualTo(Judgement.AS_BEFORE);
  }

  @Test
  void aFallThatDoesNotComeBackIsNone() {
    Jvms jvms = new Jvms().with(FAST, 0.4, 0.80, 0.81, 0.79, 0.80).with(OTHER, 0.8);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked)
        .containsExactly(
            "* QUICK", FAST + " QUICK", FAST + " QUICK", FAST + " QUICK", FAST + " QUICK");
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.AS_BEFORE);
    assertThat(row(found, FAST).shares()).containsExactly(0.80, 0.81, 0.79, 0.80);
  }

  @Test
  void aSmallFallThatDoesNotComeBackIsLookedAtOnceMore() {
    Jvms jvms = new Jvms().with(FAST, 0.7, 0.78).with(OTHER, 0.8);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).containsExactly("* QUICK", FAST + " QUICK");
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.AS_BEFORE);
    assertThat(row(found, FAST).shares()).containsExactly(0.78);
  }

  /** Neither the looks that picked it nor the series that found it slow is part of the verdict. */
  @Test
  void aSmallFallThatStaysIsSlow() {
    Jvms jvms =
        new Jvms()
            .with(FAST, 0.65, 0.62, 0.68, 0.69, 0.67, 0.68, 0.66, 0.65, 0.66, 0.67)
            .with(OTHER, 0.8);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).hasSize(10);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.SLOW);
    assertThat(row(found, FAST).shares()).containsExactly(0.66, 0.65, 0.66, 0.67);
  }

  /** 0.78 of 0.80 is no fall by half of the threshold: one JVM is enough to see that. */
  @Test
  void aSmallFallThatWasChanceTakesOneJvmMore() {
    Jvms jvms = new Jvms().with(FAST, 0.70, 0.71, 0.78).with(OTHER, 0.8);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).hasSize(3);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.AS_BEFORE);
    assertThat(row(found, FAST).shares()).containsExactly(0.78);
  }

  /** The baseline's own JVMs have reached 0.62 to 0.99. */
  @Test
  void whatJvmsOfTheBaselineDoIsNoFall() {
    Jvms jvms = new Jvms().with(FAST, 0.65).with(OTHER, 0.8);
    SpeedCheck.Found found = run(baseline(0.80, 0.62, 0.99, 0.81, 0.66, 0.95), "*", jvms);

    assertThat(jvms.asked).hasSize(1);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.AS_BEFORE);
  }

  /** The other speeds vary by 15 %: four JVMs within 1 % may be alike by chance. */
  @Test
  void whatVariesLittleAmongOthersThatDoIsNoSurer() {
    List<SpeedFigure> figures = new ArrayList<>(baseline(0.80, 0.81, 0.79, 0.80).figures());
    figures.remove(1);
    for (String other : List.of(OTHER, "vector/gemm-4x2")) {
      figures.add(
          new SpeedFigure(speedCase(other), "fma", List.of(0.80, 0.66, 0.95, 0.81, 0.66, 0.92)));
    }
    Jvms jvms = new Jvms().with(FAST, 0.65).with(OTHER, 0.8);
    Baseline baseline =
        new Baseline(Baseline.SCHEMA, "then", "1", null, "CPU", "JVM", 1, List.of(), figures);

    assertThat(judgement(run(baseline, "*", jvms), FAST)).isEqualTo(Judgement.AS_BEFORE);
    assertThat(jvms.asked).hasSize(1);
  }

  /** Minutes in which the machine was slow. */
  @Test
  void aFallThatIsGoneWhenAllHasBeenMeasuredIsNone() {
    Jvms jvms =
        new Jvms().with(FAST, 0.65, 0.62, 0.68, 0.69, 0.67, 0.68, 0.75, 0.79, 0.8).with(OTHER, 0.8);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).hasSize(8);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.AS_BEFORE);
    assertThat(row(found, FAST).shares()).containsExactly(0.75, 0.79);
  }

  @Test
  void aFallThatComesBackIsSlow() {
    Jvms jvms =
        new Jvms().with(FAST, 0.4, 0.60, 0.61, 0.59, 0.60, 0.60, 0.61, 0.59, 0.60).with(OTHER, 0.8);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).hasSize(9);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.SLOW);
    assertThat(row(found, FAST).ratio()).isBetween(0.74, 0.76);
    assertThat(judgement(found, OTHER)).isEqualTo(Judgement.AS_BEFORE);
  }

  @Test
  void jvmsThatAreFarApartAreAskedOnceMoreAndThenCalledNoisy() {
    Jvms jvms = new Jvms().with(FAST, 0.4, 0.95, 0.5, 0.8, 0.62, 0.95, 0.5, 0.8, 0.62);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).hasSize(9);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.NOISY);
  }

  @Test
  void aKernelThatIsSlowInSomeJvmsIsSlow() {
    Double[] shares = new Double[17];
    Arrays.setAll(shares, jvm -> (jvm % 2 == 0 ? 0.4 : 0.8) + 0.005 * (jvm % 3));
    SpeedCheck.Found found = run(new Jvms().with(FAST, shares));

    assertThat(judgement(found, FAST)).isEqualTo(Judgement.SLOW);
    assertThat(row(found, FAST).reason()).contains("head bimodal");
  }

  /** Of eight JVMs it is no slower on average than the threshold allows. */
  @Test
  void aKernelThatIsALittleSlowInSomeJvmsIsSlow() {
    Double[] shares = new Double[17];
    shares[0] = 0.4;
    for (int jvm = 1; jvm < shares.length; jvm++) {
      boolean isSlow = List.of(1, 2, 3, 0).contains(jvm % 8);
      shares[jvm] = (isSlow ? 0.69 : 0.8) + 0.002 * (jvm % 3);
    }
    SpeedCheck.Found found = run(new Jvms().with(FAST, shares));

    assertThat(judgement(found, FAST)).isEqualTo(Judgement.SLOW);
    assertThat(row(found, FAST).reason()).contains("head bimodal");
  }

  /** A baseline of one JVM says nothing of the next: it must not let everything pass. */
  @Test
  void aFallBelowABaselineOfOneJvmIsNoisy() {
    SpeedCheck.Found found = run(baseline(0.8), "*", new Jvms().with(FAST, 0.1));

    assertThat(judgement(found, FAST)).isEqualTo(Judgement.NOISY);
    assertThat(row(found, FAST).reason()).contains("a verdict needs 2 of each");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFallThatCouldNotBeLookedAtAgainIsNoisy(int dies) {
    SpeedCheck.Found found = run(new Jvms().with(FAST, 0.4).dyingIn(dies));

    assertThat(judgement(found, FAST)).isEqualTo(Judgement.NOISY);
    assertThat(found.failure()).isEqualTo(CRASH);
  }

  @Test
  void aKernelThatEndedItsJvmIsNotMeasuredAgain() {
    Jvms jvms = new Jvms().with(FAST, 0.4).with(OTHER, 0.8).killedIn(1);
    SpeedCheck.Found found = run(jvms);

    assertThat(jvms.asked).hasSize(2);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.NOISY);
    assertThat(found.deaths()).containsExactly(Map.entry(FAST, CRASH));
  }

  @Test
  void aKernelOfTheBaselineThatIsNoMoreIsGone() {
    assertThat(run(new Jvms().with(FAST, 0.8)).gone()).containsExactly(OTHER);
    assertThat(run(new Jvms().with(FAST, 0.8).with(OTHER, 0.8)).gone()).isEmpty();
    assertThat(run(baseline(0.8, 0.8), FAST, new Jvms().with(FAST, 0.8)).gone()).isEmpty();
    assertThat(run(new Jvms().with(FAST, 0.8).dyingIn(0)).gone()).isEmpty();
  }

  @Test
  void withoutABaselineNothingIsJudged() {
    Jvms jvms = new Jvms().with(FAST, 0.01);
    SpeedCheck.Found found = run(null, "*", jvms);

    assertThat(jvms.asked).hasSize(1);
    assertThat(judgement(found, FAST)).isEqualTo(Judgement.NONE);
    assertThat(found.gone()).isEmpty();
  }
}
