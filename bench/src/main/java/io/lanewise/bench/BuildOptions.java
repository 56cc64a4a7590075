package io.lanewise.bench;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.verdict.PairPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code check} that compare builds instead of judging one by its baseline. */
final class BuildOptions {

  private static final String SELF_TEST = "--self-test";

  @Option(
      names = "--against",
      paramLabel = "DIR|JAR",
      description =
          "compare the speeds of this build with those of another, a checkout that has been built"
              + " or a jar of the kernels: JVMs of both in turn, on the machine as it is unless"
              + " --level says otherwise; needs no baseline")
  private @Nullable Path against;

  @Option(
      names = SELF_TEST,
      description =
          "put the gate on trial: plant a wrong sign in one tile, a kernel that takes 15 %% longer"
              + " and a level that silently runs at another, all of which must be found; then"
              + " compare this build with itself, where nothing may be")
  private boolean selfTest;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "20",
      description = "comparisons of equal builds in --self-test; default: ${DEFAULT-VALUE}")
  private int trials;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "pairs of JVMs for a first verdict of --against and --self-test; what is too noisy gets"
              + " up to three times as many; default: ${DEFAULT-VALUE}")
  private int pairs;

  /** Refuses what makes no sense. */
  void check() {
    if (against != null && selfTest) {
      throw CommandFailure.usage("--against and " + SELF_TEST + " are two commands, expected one");
    }
    if (trials < 0) {
      throw CommandFailure.usage("trials is " + trials + ", expected at least 0");
    }
    if (pairs < 2) {
      throw CommandFailure.usage("pairs is " + pairs + ", expected at least 2");
    }
  }

  /** Whether builds are to be compared. */
  boolean isGiven() {
    return against != null || selfTest;
  }

  /** The other build; null for the self-test. */
  @Nullable Path against() {
    return against;
  }

  int trials() {
    return trials;
  }

  PairPlan plan() {
    return PairPlan.of(pairs);
  }
}
