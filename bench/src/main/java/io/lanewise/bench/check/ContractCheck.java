package io.lanewise.bench.check;

import io.lanewise.bench.check.LevelJvms.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that the kernels of a backend are right at a level. */
final class ContractCheck {

  /**
   * Threads that wait let others have the processor: two levels at a time, each on two threads of
   * OpenMP that spin, take more than twice as long (oneDNN, 25 s of processor time and not 53).
   */
  static final Map<String, String> ENVIRONMENT = Map.of("OMP_WAIT_POLICY", "PASSIVE");

  /**
   * Three times HotSpot's own numbers of calls and rounds before C2 takes a method: what a quick
   * run calls that seldom costs more to compile than it saves. A contract of {@code vector} took
   * 19.2 s of processor time instead of 20.9; ten times as many left its wall time longer.
   */
  private static final List<String> PATIENT =
      List.of(
          "-XX:Tier4InvocationThreshold=15000",
          "-XX:Tier4MinInvocationThreshold=2000",
          "-XX:Tier4CompileThreshold=30000",
          "-XX:Tier4BackEdgeThreshold=120000");

  private static final int LONGEST_REASON = 600;

  private final CheckRequest request;

  ContractCheck(CheckRequest request) {
    this.request = request;
  }

  /** System properties that tell the contract what to run. */
  List<String> flags() {
    List<String> flags = new ArrayList<>(List.of("-Dlanewise.seed=" + request.seed()));
    if (request.quick()) {
      flags.add("-Dlanewise.contract=quick");
      flags.addAll(PATIENT);
    }
    if (request.shape() != null) {
      flags.add("-Dlanewise.shape=" + request.shape());
    }
    return flags;
  }

  /** A row for each kernel, or one for a level that could not be run. */
  List<CheckRow> run(ChildJvm jvm, Level level) {
    Outcome outcome =
        new LevelJvms(jvm, ContractChild.class, level)
            .run(without -> ContractChild.arguments(level.backend(), request.only(), without));
    return rows(level, outcome);
  }

  private List<CheckRow> rows(Level level, Outcome outcome) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    for (Message message : outcome.messages()) {
      if (message instanceof Message.Tested tested) {
        tallies.computeIfAbsent(tested.kernel(), kernel -> new Tally()).add(tested);
      }
    }
    List<CheckRow> rows = new ArrayList<>();
    if (outcome.failure() != null) {
      rows.add(
          CheckRow.ofLevel(
              level,
              outcome.failure().status(),
              outcome.failure().reason(),
              ReplayLine.ofLevel(level)));
    }
    tallies.forEach((kernel, tally) -> rows.add(tally.row(level, kernel, outcome.isa())));
    outcome
        .deaths()
        .forEach(
            (kernel, death) ->
                rows.add(
                    new CheckRow(
                        level.backend(),
                        level.name(),
                        kernel,
                        death.status(),
                        death.reason(),
                        outcome.isa(),
                        0,
                        0,
                        ReplayLine.ofContract(level, kernel, request.seed(), null))));
    return rows;
  }

  private final class Tally {
    private int tests;
    private int failures;
    private @Nullable String firstFailure;

    void add(Message.Tested tested) {
      tests++;
      if (tested.failure() != null) {
        failures++;
        if (firstFailure == null) {
          firstFailure = tested.test() + ": " + tested.failure();
        }
      }
    }

    CheckRow row(Level level, String kernel, @Nullable String isa) {
      return new CheckRow(
          level.backend(),
          level.name(),
          kernel,
          firstFailure == null ? CheckStatus.OK : CheckStatus.WRONG,
          firstFailure == null ? null : shortened(firstFailure),
          isa,
          tests,
          failures,
          firstFailure == null
              ? null
              : ReplayLine.ofContract(
                  level, kernel, request.seed(), ReplayLine.shapeIn(firstFailure).orElse(null)));
    }
  }

  /** One line, without the class of the error. */
  private static String shortened(String failure) {
    String line =
        failure
            .replaceAll("[a-z]+(\\.[a-z]\\w*)+\\.[A-Z]\\w*(Error|Exception): *", "")
            .replaceAll("\\s+", " ")
            .strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + " ...";
  }
}
