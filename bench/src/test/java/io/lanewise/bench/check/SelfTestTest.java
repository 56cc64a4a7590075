package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.check.SelfTestReport.Outcome;
import io.lanewise.bench.check.SelfTestReport.PlantedFault;
import io.lanewise.bench.check.SelfTestReport.Trial;
import io.lanewise.bench.check.fault.Fault;
import io.lanewise.bench.measure.Progress;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.verdict.BuildPair;
import io.lanewise.bench.verdict.Criteria;
import io.lanewise.bench.verdict.PairPlan;
import io.lanewise.bench.verdict.PairedOutcome;
import io.lanewise.bench.verdict.PairedTrial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is made of the rows; the rows themselves are those of check, in minutes. */
class SelfTestTest {

  private static final SpeedCase SPOILT = speed(Fault.KERNEL, "f32");
  private static final SpeedCase OTHER = speed("vector/gemm-12x1", "f32");
  private static final SpeedCase DOUBLE = speed(Fault.KERNEL, "f64");

  private static SpeedCase speed(String kernel, String type) {
    return new SpeedCase("vector", "machine", kernel, "gemm", null, type, "8x8:8x8");
  }

  /** Builds whose JVMs differ by a deviation, the head's speeds by factors. */
  private static AgainstReport report(double deviation, Map<SpeedCase, Double> factors) {
    Random random = new Random(1);
    Map<SpeedCase, PairedOutcome> outcomes =
        new PairedTrial<SpeedCase>(
                (isBaseFirst, wanted) ->
                    new BuildPair.Pair<>(
                        speeds(random, deviation, Map.of()),
                        speeds(random, deviation, factors),
                        Map.of()),
                PairPlan.DEFAULT,
                Criteria.OF_MANY)
            .run(Set.of());
    List<AgainstRow> rows = new ArrayList<>();
    outcomes.forEach((what, outcome) -> rows.add(AgainstRow.of(what, outcome, null)));
    int regressions = (int) rows.stream().filter(AgainstRow::isRegression).count();
    int inconclusive = (int) rows.stream().filter(AgainstRow::isInconclusive).count();
    return AgainstReport.of(Map.of(), List.of(), rows, regressions, inconclusive, Criteria.OF_MANY);
  }

  private static BuildPair.Speeds<SpeedCase> speeds(
      Random random, double deviation, Map<SpeedCase, Double> factors) {
    return new BuildPair.Speeds<>(
        List.of(SPOILT, OTHER, DOUBLE).stream()
            .collect(
                Collectors.toMap(
                    what -> what,
                    what ->
                        factors.getOrDefault(what, 0.8)
                            * Math.exp(deviation * random.nextGaussian()))),
        Map.of());
  }

  @Test
  void theSlowKernelAloneIsFound() {
    AgainstReport report = report(0.02, Map.of(SPOILT, 0.8 / 1.15));

    assertThat(SelfTest.outcome(report)).isEqualTo(Outcome.FOUND);
    assertThat(report.exitStatus()).isEqualTo(ExitStatus.FAILED);
    assertThat(report.summary().get(0)).isEqualTo("The head is worse in 1 of 3 speeds.");
  }

  @Test
  void aGateThatSeesNothingOrTooMuchHasMissedIt() {
    AgainstReport nothing = report(0.02, Map.of());

    assertThat(SelfTest.outcome(nothing)).isEqualTo(Outcome.MISSED);
    assertThat(nothing.exitStatus()).isEqualTo(ExitStatus.DONE);
    assertThat(SelfTest.outcome(report(0.02, Map.of(SPOILT, 0.5, OTHER, 0.5))))
        .isEqualTo(Outcome.MISSED);
    assertThat(SelfTest.outcome(report(0.02, Map.of(DOUBLE, 0.5)))).isEqualTo(Outcome.MISSED);
  }

  @Test
  void onANoisyMachineItIsUndecided() {
    AgainstReport report = report(0.5, Map.of(SPOILT, 0.8 / 1.15));

    assertThat(SelfTest.outcome(report)).isEqualTo(Outcome.UNDECIDED);
    assertThat(report.exitStatus()).isEqualTo(ExitStatus.INCONCLUSIVE);
  }

  @Test
  void nothingToCompareIsTheEnvironments() {
    AgainstReport report = AgainstReport.of(Map.of(), List.of(), List.of(), 0, 0, Criteria.OF_MANY);

    assertThat(report.exitStatus()).isEqualTo(ExitStatus.ENVIRONMENT);
  }

  @Test
  void aCpuWithoutTheLevelOfTheFaultsCannotBePutOnTrial() {
    Level level = new Level("vector", "avx2", List.of(), Map.of(), "", "this CPU has no avx2");
    for (List<Level> levels : List.of(List.of(level), List.of(Level.machine("vector")))) {
      SelfTest test =
          new SelfTest(
              levels,
              new ChildJvm("", List.of(), Map.of(), Duration.ofSeconds(1), Path.of("log")),
              Path.of("faults"),
              PairPlan.DEFAULT,
              Criteria.OF_MANY,
              Map.of(),
              Progress.SILENT);

      assertThatThrownBy(() -> test.run(1))
          .isInstanceOfSatisfying(
              CommandFailure.class,
              e -> assertThat(e.exitStatus()).isEqualTo(ExitStatus.ENVIRONMENT))
          .hasMessageContaining("avx2 of the backend vector: this CPU has no ");
    }
  }

  @Test
  void theStatusIsTheWorst() {
    Trial clean = new Trial(1, 6, 0, 1, "nothing", 1);
    Trial alarmed = new Trial(2, 6, 1, 0, "a row", 1);
    Trial undecided = new Trial(3, 6, 0, 6, "rows", 1);

    assertThat(status(Outcome.FOUND, clean)).isEqualTo(ExitStatus.DONE);
    assertThat(status(Outcome.MISSED, clean)).isEqualTo(ExitStatus.FAILED);
    assertThat(status(Outcome.FOUND, alarmed)).isEqualTo(ExitStatus.FAILED);
    assertThat(status(Outcome.FOUND, undecided)).isEqualTo(ExitStatus.INCONCLUSIVE);
    assertThat(status(Outcome.UNDECIDED, clean)).isEqualTo(ExitStatus.INCONCLUSIVE);
  }

  private static int status(Outcome outcome, Trial trial) {
    PlantedFault fault = new PlantedFault("fault", "expected", "saw", outcome, 1);
    return SelfTestReport.of(Map.of(), List.of(fault), List.of(trial)).exitStatus();
  }
}
