package io.lanewise.bench.check;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.machine.Ruler;
import io.lanewise.bench.measure.Progress;
import io.lanewise.bench.verdict.Criteria;
import io.lanewise.bench.verdict.PairPlan;
import io.lanewise.bench.verdict.PairedOutcome;
import io.lanewise.bench.verdict.PairedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares the speeds of two builds on this machine, level by level, by a {@link PairedTrial} with
 * the {@link Ruler} of this JVM.
 *
 * @param base runs the build to compare with
 * @param head runs the build to judge
 * @param only which kernels, see {@link KernelNames#matching}
 * @param threads threads of each backend
 * @param effort how much is measured in a JVM
 * @param plan how many pairs of JVMs
 * @param criteria when speeds differ
 * @param about which builds, where and when: for the report
 * @param replay a command that compares one case again
 */
public record Against(
    ChildJvm base,
    ChildJvm head,
    String only,
    int threads,
    SpeedChild.Effort effort,
    PairPlan plan,
    Criteria criteria,
    Map<String, String> about,
    Function<SpeedCase, String> replay) {

  /** Compares. */
  public AgainstReport run(List<Level> levels, Progress progress) {
    Ruler ruler = new Ruler(threads);
    List<AgainstReport.Skipped> skipped = new ArrayList<>();
    List<AgainstRow> rows = new ArrayList<>();
    int regressions = 0;
    int inconclusive = 0;
    for (Level level : levels) {
      Optional<String> obstacle = obstacle(level);
      if (obstacle.isPresent()) {
        skipped.add(
            new AgainstReport.Skipped(level.backend(), level.name(), obstacle.orElseThrow()));
        continue;
      }
      progress.start(level.toString());
      int before = regressions;
      Map<SpeedCase, PairedOutcome> outcomes =
          new PairedTrial<>(
                  new LevelPair(base, head, level, only, threads, effort, ruler::gflops),
                  plan,
                  criteria)
              .run(Set.of());
      for (Map.Entry<SpeedCase, PairedOutcome> entry : outcomes.entrySet()) {
        PairedOutcome outcome = entry.getValue();
        regressions += outcome.isRegression() ? 1 : 0;
        inconclusive += outcome.isInconclusive() ? 1 : 0;
        rows.add(AgainstRow.of(entry.getKey(), outcome, replay(entry.getKey(), outcome)));
      }
      progress.finish(
          level.toString(),
          "%d of %d speeds worse".formatted(regressions - before, outcomes.size()));
    }
    return AgainstReport.of(about, skipped, rows, regressions, inconclusive, criteria);
  }

  private @Nullable String replay(SpeedCase what, PairedOutcome outcome) {
    return outcome.isRegression() || outcome.isInconclusive() ? replay.apply(what) : null;
  }

  private static Optional<String> obstacle(Level level) {
    return Optional.ofNullable(level.obstacle())
        .or(() -> BackendCatalog.unavailable(level.backend()));
  }
}
