package io.lanewise.bench.check;

import io.lanewise.bench.output.ExitStatus;
import java.util.List;

/**
 * What a run of the gate has found.
 *
 * @param rows each kernel at each level
 * @param speeds what was measured
 * @param inEffect what each level has read back
 */
public record CheckFindings(
    List<CheckRow> rows, List<SpeedRow> speeds, List<Baseline.InEffect> inEffect) {

  /** Copies the lists. */
  public CheckFindings {
    rows = List.copyOf(rows);
    speeds = List.copyOf(speeds);
    inEffect = List.copyOf(inEffect);
  }

  /** The rows for which the gate fails. */
  public List<CheckRow> failures() {
    return rows.stream().filter(row -> row.status().isFailure()).toList();
  }

  /** Whether anything was tested or measured. */
  public boolean hasRun() {
    return rows.stream().anyMatch(row -> row.status() != CheckStatus.SKIPPED);
  }

  /**
   * What the command says.
   *
   * @param lacksBaseline whether speeds were to be judged and there is nothing to judge them by
   */
  public int exitStatus(boolean lacksBaseline) {
    if (!failures().isEmpty()) {
      return ExitStatus.FAILED;
    }
    if (rows.stream().anyMatch(row -> row.status() == CheckStatus.NOISY)) {
      return ExitStatus.INCONCLUSIVE;
    }
    return lacksBaseline || !hasRun() ? ExitStatus.ENVIRONMENT : ExitStatus.DONE;
  }
}
