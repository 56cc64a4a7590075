package io.lanewise.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.Printer;
import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.Fact;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.RulerSample;
import io.lanewise.bench.results.SampleResults;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

  private static final String SHAPE = "mb1ic1ih8oc1oh8kh1";
  private static final Results SAMPLE = SampleResults.results();

  @Test
  void theSameRunTwiceIsNoDifference() {
    Results run = run("CPU", row("vector/a", 50, 51, 49), row("vector/b", 5, 5.5, 4.5));
    RunComparison same = RunComparison.of(run, run, Criteria.DEFAULT);

    assertThat(same.environment()).isEmpty();
    assertThat(same.rows())
        .extracting(ComparedRow::verdict)
        .containsExactly(Verdict.NO_CLEAR_CHANGE, Verdict.NO_CLEAR_CHANGE, Verdict.TOO_NOISY);
    assertThat(same.summary())
        .containsSubsequence(
            "Nothing that was recorded of the two environments differs.",
            "Of 3 rows: 2 no clear change, 1 too noisy.",
            "No difference between the two runs can be claimed.");
  }

  @Test
  void whatDiffersInTheEnvironmentIsSaidFirst() {
    RunComparison comparison =
        RunComparison.of(
            run("Zen", row("vector/a", 50, 51, 49)),
            run("Haswell", row("vector/a", 20, 21, 20)),
            Criteria.DEFAULT);

    assertThat(comparison.environment())
        .containsExactly(new EnvironmentDifference("cpu", "Zen", "Haswell"));
    assertThat(comparison.summary().get(0)).isEqualTo("The environments differ in cpu.");
    ComparedRow row = comparison.rows().get(1);
    assertThat(row.verdict()).isEqualTo(Verdict.SLOWER);
    assertThat(row.ratio()).isBetween(0.40, 0.42);
    assertThat(row.ratioHigh()).isLessThan(0.5);
    String text = Printer.print(comparison, Format.TABLE);
    assertThat(text.indexOf("Haswell")).isLessThan(text.indexOf(SHAPE));
  }

  @Test
  void whatTheRulerSaysIsSaidIfItMoved() {
    RunComparison slower = RunComparison.of(ruled(8), ruled(6), Criteria.DEFAULT);

    assertThat(slower.summary().get(1))
        .isEqualTo(
            "The ruler, plain Java that is in no build, ran at 0.75 times its speed in the base: so"
                + " much is the machine's.");
    assertThat(RunComparison.of(ruled(8), ruled(7.9), Criteria.DEFAULT).summary())
        .noneMatch(sentence -> sentence.contains("ruler"));
  }

  /** A clock is never the same twice; only another one is a difference. */
  @Test
  void theClockDiffersOnlyByMuch() {
    assertThat(
            RunComparison.of(clocked(3700, 3900), clocked(4200, 4000), Criteria.DEFAULT)
                .environment())
        .isEmpty();
    assertThat(
            RunComparison.of(clocked(3700, 3900), clocked(2600, 2600), Criteria.DEFAULT)
                .environment())
        .containsExactly(new EnvironmentDifference("clock, timed", "3700 to 3900 MHz", "2600 MHz"));
  }

  private static Results clocked(double before, double after) {
    Conditions sample = SAMPLE.conditions();
    Environment place = SAMPLE.environment();
    return new Results(
        Results.SCHEMA,
        SAMPLE.date(),
        SAMPLE.commandLine(),
        new Environment(
            place.cpu(),
            place.cores(),
            place.processors(),
            place.caches(),
            place.os(),
            place.jvm(),
            place.jvmFlags(),
            place.version(),
            place.commit(),
            place.dirty(),
            place.backends(),
            List.of(
                Fact.of("cpu", "clock frequency", before + " MHz"),
                Fact.unknown("cpu", "frequency governor", after + " MHz of /proc/cpuinfo"))),
        new Conditions(
            sample.began(),
            sample.ended(),
            sample.loadBefore(),
            sample.loadAfter(),
            sample.stealFraction(),
            sample.othersFraction(),
            null,
            null,
            before,
            after,
            1,
            List.of(),
            List.of()),
        List.of(),
        SAMPLE.peak(),
        SAMPLE.rows(),
        SAMPLE.training());
  }

  private static Results ruled(double gflops) {
    Conditions sample = SAMPLE.conditions();
    Conditions conditions =
        new Conditions(
            sample.began(),
            sample.ended(),
            sample.loadBefore(),
            sample.loadAfter(),
            sample.stealFraction(),
            sample.othersFraction(),
            sample.frequencyBeforeMhz(),
            sample.frequencyAfterMhz(),
            sample.clockBeforeMhz(),
            sample.clockAfterMhz(),
            1,
            List.of(new RulerSample(0, gflops), new RulerSample(60, 1.01 * gflops)),
            List.of());
    return new Results(
        Results.SCHEMA,
        SAMPLE.date(),
        SAMPLE.commandLine(),
        SAMPLE.environment(),
        conditions,
        List.of(),
        SAMPLE.peak(),
        SAMPLE.rows(),
        SAMPLE.training());
  }

  @Test
  void theBestKernelsOfTwoMachinesAreCompared() {
    RunComparison comparison =
        RunComparison.of(
            run("CPU", row("vector/a", 50, 51, 49)),
            run("CPU", row("vector/b", 50, 51, 49)),
            Criteria.DEFAULT);

    assertThat(comparison.rows().get(1).kernel()).isEqualTo("vector/a, now vector/b");
    assertThat(comparison.notCompared()).isEmpty();
  }

  @Test
  void severalKernelsOfAProblemAreNotMixedUp() {
    RunComparison comparison =
        RunComparison.of(
            run("CPU", row("vector/a", 50, 51, 49), row("vector/b", 10, 10.1, 9.9)),
            run("CPU", row("vector/b", 10, 10.1, 9.9), row("vector/c", 5), row("vector/d", 6)),
            Criteria.DEFAULT);

    assertThat(comparison.rows()).extracting(ComparedRow::kernel).containsExactly(null, "vector/b");
    assertThat(comparison.notCompared())
        .extracting(UncomparedRow::base, UncomparedRow::head)
        .containsExactly(
            tuple("ok", "not in this run"),
            tuple("not in this run", "ok"),
            tuple("not in this run", "ok"));
  }

  @Test
  void failedAndUnavailableRowsAreListedWithTheirReasons() {
    RunComparison comparison = RunComparison.of(SAMPLE, SAMPLE, Criteria.DEFAULT);

    assertThat(comparison.notCompared())
        .extracting(UncomparedRow::head)
        .containsExactly(
            "unavailable: " + SampleResults.HOSTILE,
            "failed: wrong",
            "unavailable: " + SampleResults.HOSTILE);
    assertThat(comparison.rows())
        .filteredOn(row -> row.operation().equals("training"))
        .singleElement()
        .satisfies(row -> assertThat(row.unit()).isEqualTo("images/s"));
    assertThat(comparison.rows())
        .filteredOn(row -> row.operation().equals("peak triad"))
        .singleElement()
        .satisfies(row -> assertThat(row.base()).isEqualTo(6));
  }

  @Test
  void oneJvmOfEachIsNoVerdictAndSaysWhatToDo() {
    RunComparison comparison =
        RunComparison.of(
            run("CPU", row("vector/a", 50)), run("CPU", row("vector/a", 5)), Criteria.DEFAULT);

    assertThat(comparison.rows().get(1).verdict()).isEqualTo(Verdict.TOO_FEW_FORKS);
    assertThat(comparison.rows().get(1).note()).contains("a verdict needs 2 of each");
    assertThat(comparison.summary()).anyMatch(sentence -> sentence.contains("--forks 5"));
  }

  private static Results run(String cpu, KernelRow... rows) {
    Environment sample = SAMPLE.environment();
    PeakRow peak = SAMPLE.peak().get(0);
    return new Results(
        Results.SCHEMA,
        SAMPLE.date(),
        "./lanewise bench conv",
        new Environment(
            cpu,
            sample.cores(),
            sample.processors(),
            sample.caches(),
            sample.os(),
            sample.jvm(),
            sample.jvmFlags(),
            sample.version(),
            sample.commit(),
            sample.dirty(),
            sample.backends(),
            sample.facts()),
        null,
        List.of(),
        List.of(peak),
        List.of(rows),
        List.of());
  }

  private static KernelRow row(String kernel, double... forks) {
    String[] names = kernel.split("/", 2);
    return SampleResults.convolution(
        SHAPE, "nchw", names[0], names[1], Arrays.stream(forks).boxed().toList());
  }
}
