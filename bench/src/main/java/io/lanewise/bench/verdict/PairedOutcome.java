package io.lanewise.bench.verdict;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What pairs of JVMs have shown about one speed.
 *
 * @param comparison of the series that decided; null if there is none
 * @param suspicion what the first series had said where a second one had to decide; else null
 * @param disturbed pairs that do not count, because the ruler moved meanwhile
 * @param failure why there is no comparison; null if there is
 * @param headAloneFails whether the head fails where the base does not
 */
public record PairedOutcome(
    @Nullable Comparison comparison,
    @Nullable Verdict suspicion,
    int disturbed,
    @Nullable String failure,
    boolean headAloneFails) {

  /** The verdict, if there is one. */
  public Optional<Verdict> verdict() {
    return Optional.ofNullable(comparison).map(Comparison::verdict);
  }

  /** Whether the head is worse. */
  public boolean isRegression() {
    return comparison == null ? headAloneFails : comparison.isRegression();
  }

  /** Whether nothing could be decided. */
  public boolean isInconclusive() {
    return comparison == null
        ? !headAloneFails
        : comparison.verdict() == Verdict.TOO_NOISY
            || comparison.verdict() == Verdict.TOO_FEW_FORKS;
  }
}
