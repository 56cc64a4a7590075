package io.lanewise.bench.check;

import io.lanewise.bench.check.SelfTestReport.Outcome;
import io.lanewise.bench.check.fault.Fault;
import io.lanewise.bench.check.fault.WrongSignBackend;
import io.lanewise.bench.measure.Progress;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.verdict.Criteria;
import io.lanewise.bench.verdict.PairPlan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The gate on trial: it must find a wrong sign in one tile, a kernel that takes 15 % longer and a
 * level that silently runs at another, and must find nothing between two equal builds. Everything
 * goes through the same classes as {@code check} and {@code check --against} do.
 */
public final class SelfTest {

  private static final String BACKEND = "vector";
  private static final String SPEEDS = "vector/gemm-*";

  private final List<Level> levels;
  private final ChildJvm jvm;
  private final Path folder;
  private final PairPlan plan;
  private final Criteria criteria;
  private final Progress progress;
  private final Map<String, String> about;

  /**
   * A test.
   *
   * @param levels of the backend "vector"
   * @param jvm how child JVMs are started, with the class path of this build
   * @param folder where faults are planted
   * @param about where and when: for the report
   */
  public SelfTest(
      List<Level> levels,
      ChildJvm jvm,
      Path folder,
      PairPlan plan,
      Criteria criteria,
      Map<String, String> about,
      Progress progress) {
    this.levels = levels.stream().filter(level -> level.backend().equals(BACKEND)).toList();
    this.jvm = jvm;
    this.folder = folder;
    this.plan = plan;
    this.criteria = criteria;
    this.about = about;
    this.progress = progress;
  }

  /** How often the progress is told that something has been done. */
  public static int steps(int trials) {
    return Fault.values().length + 1 + trials;
  }

  /**
   * Runs.
   *
   * @param trials comparisons of equal builds
   * @throws CommandFailure with status 4 if this CPU has no level at which the wrong sign shows
   * @throws IOException if a fault cannot be planted
   */
  public SelfTestReport run(int trials) throws IOException {
    requireLevel();
    List<SelfTestReport.PlantedFault> faults = new ArrayList<>();
    faults.add(wrongSign());
    faults.add(anotherLevel());
    faults.add(slower());
    List<SelfTestReport.Trial> equal = new ArrayList<>();
    for (int trial = 1; trial <= trials; trial++) {
      equal.add(equalBuilds(trial));
    }
    return SelfTestReport.of(about, faults, equal);
  }

  private void requireLevel() {
    Optional<Level> level =
        levels.stream().filter(one -> one.name().equals(WrongSignBackend.LEVEL)).findFirst();
    String obstacle =
        level.isEmpty() ? "this CPU has no such level" : level.orElseThrow().obstacle();
    if (obstacle != null) {
      throw CommandFailure.environment(
          "--self-test plants its faults at %s of the backend %s: %s"
              .formatted(WrongSignBackend.LEVEL, BACKEND, obstacle));
    }
  }

  /** Judged by what is in effect: on a CPU with AVX2 the machine as it is has the fault. */
  private SelfTestReport.PlantedFault wrongSign() throws IOException {
    String what =
        "wrong sign in the last tile of " + Fault.KERNEL + " at " + WrongSignBackend.LEVEL;
    return fault(
        what,
        Fault.KERNEL + " at " + WrongSignBackend.LEVEL + " is wrong, everything else is right",
        contract(planted(Fault.WRONG_SIGN), levels),
        row ->
            row.status() == CheckStatus.WRONG
                && row.kernel().equals(Fault.KERNEL)
                && row.isa() != null
                && WrongSignBackend.isAt(row.isa()));
  }

  /** Flags that come later win: what a JVM does that was told otherwise behind our back. */
  private SelfTestReport.PlantedFault anotherLevel() {
    String asked = WrongSignBackend.LEVEL;
    List<Level> one = levels.stream().filter(level -> level.name().equals(asked)).toList();
    return fault(
        "a JVM that is asked for " + asked + " silently runs with vectors of 128 bit",
        "the level " + asked + " is wrong",
        contract(jvm.with(List.of("-XX:MaxVectorSize=16"), Map.of()), one),
        row -> row.status() == CheckStatus.WRONG_LEVEL && row.level().equals(asked));
  }

  private SelfTestReport.PlantedFault slower() throws IOException {
    String what = "%s in single precision takes 15 %% longer".formatted(Fault.KERNEL);
    long begin = System.nanoTime();
    progress.start(what);
    AgainstReport report = against(planted(Fault.SLOWER));
    Outcome outcome = outcome(report);
    SelfTestReport.PlantedFault planted =
        new SelfTestReport.PlantedFault(
            what,
            "speeds of %s in single precision are worse, no others".formatted(Fault.KERNEL),
            saw(report),
            outcome,
            seconds(begin));
    progress.finish(what, outcome.toString());
    return planted;
  }

  /** Any of the spoilt speeds is enough, as the others may be too noisy. */
  static Outcome outcome(AgainstReport report) {
    Map<Boolean, List<AgainstRow>> rows =
        report.rows().stream()
            .collect(
                Collectors.partitioningBy(
                    row -> row.kernel().equals(Fault.KERNEL) && row.problem().contains(" f32 ")));
    if (rows.get(false).stream().anyMatch(AgainstRow::isRegression)) {
      return Outcome.MISSED;
    }
    List<AgainstRow> spoilt = rows.get(true);
    if (spoilt.stream().anyMatch(AgainstRow::isRegression)) {
      return Outcome.FOUND;
    }
    return spoilt.stream().anyMatch(AgainstRow::isInconclusive)
        ? Outcome.UNDECIDED
        : Outcome.MISSED;
  }

  private SelfTestReport.Trial equalBuilds(int number) {
    String what = "equal builds, trial " + number;
    long begin = System.nanoTime();
    progress.start(what);
    AgainstReport report = against(jvm);
    progress.finish(what, report.regressions() + " false alarms");
    return new SelfTestReport.Trial(
        number,
        report.rows().size(),
        report.regressions(),
        report.inconclusive(),
        saw(report),
        seconds(begin));
  }

  private SelfTestReport.PlantedFault fault(
      String what, String expected, Supplier<List<CheckRow>> rows, Predicate<CheckRow> isExpected) {
    long begin = System.nanoTime();
    progress.start(what);
    List<CheckRow> failures = rows.get().stream().filter(row -> row.status().isFailure()).toList();
    boolean found = !failures.isEmpty() && failures.stream().allMatch(isExpected);
    Outcome outcome = found ? Outcome.FOUND : Outcome.MISSED;
    progress.finish(what, outcome.toString());
    String saw =
        failures.stream()
            .map(row -> row.kernel() + " at " + row.level() + ": " + row.status())
            .collect(Collectors.joining("; "));
    return new SelfTestReport.PlantedFault(
        what, expected, saw.isEmpty() ? "nothing" : saw, outcome, seconds(begin));
  }

  private Supplier<List<CheckRow>> contract(ChildJvm child, List<Level> some) {
    CheckRequest request =
        new CheckRequest(
            List.of(BACKEND),
            List.of(),
            SPEEDS,
            true,
            0,
            null,
            1,
            true,
            false,
            1,
            criteria,
            CheckRequest.BASELINES);
    return () -> new Check(request, some, null, child, Progress.SILENT).run().rows();
  }

  private AgainstReport against(ChildJvm head) {
    Against against =
        new Against(
            jvm, head, SPEEDS, 1, SpeedChild.Effort.IN_TURN, plan, criteria, Map.of(), what -> "");
    return against.run(List.of(Level.machine(BACKEND)), Progress.SILENT);
  }

  private ChildJvm planted(Fault fault) throws IOException {
    Path front = fault.plant(folder.resolve(fault.name()));
    return new ChildJvm(
        front.toAbsolutePath() + File.pathSeparator + jvm.classPath(),
        jvm.flags(),
        jvm.environment(),
        jvm.patience(),
        jvm.log());
  }

  private static String saw(AgainstReport report) {
    String rows =
        report.rows().stream()
            .filter(row -> row.replay() != null)
            .map(row -> "%s, %s: %s".formatted(row.kernel(), row.problem(), row.reason()))
            .collect(Collectors.joining("; "));
    return rows.isEmpty() ? "nothing" : rows;
  }

  private static double seconds(long begin) {
    return 1e-9 * (System.nanoTime() - begin);
  }
}
