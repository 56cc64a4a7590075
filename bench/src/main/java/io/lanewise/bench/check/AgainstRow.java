package io.lanewise.bench.check;

import io.lanewise.bench.verdict.Comparison;
import io.lanewise.bench.verdict.PairedOutcome;
import org.jspecify.annotations.Nullable;

/**
 * One speed of two builds.
 *
 * @param backend id of the backend
 * @param level name of the level
 * @param kernel name of the kernel
 * @param problem operation, direction, type and shape
 * @param base share of the yardstick that the base reaches, geometric mean over the JVMs
 * @param head the same of the head
 * @param ratio head / base
 * @param ratioLow lower end of its confidence interval
 * @param ratioHigh upper end of its confidence interval
 * @param pairs complete pairs of JVMs
 * @param disturbed pairs that do not count, because the ruler moved meanwhile
 * @param verdict what may be said, or that it failed
 * @param isRegression whether the head is worse
 * @param isInconclusive whether nothing could be decided
 * @param reason the figures behind it, in words
 * @param replay a command that compares this alone again; null if there is nothing to see
 */
public record AgainstRow(
    String backend,
    String level,
    String kernel,
    String problem,
    @Nullable Double base,
    @Nullable Double head,
    @Nullable Double ratio,
    @Nullable Double ratioLow,
    @Nullable Double ratioHigh,
    int pairs,
    int disturbed,
    String verdict,
    boolean isRegression,
    boolean isInconclusive,
    String reason,
    @Nullable String replay) {

  private static final String FAILED = "failed";

  /** The row of an outcome. */
  static AgainstRow of(SpeedCase what, PairedOutcome outcome, @Nullable String replay) {
    Comparison comparison = outcome.comparison();
    return comparison == null
        ? new AgainstRow(
            what.backend(),
            what.level(),
            what.kernel(),
            what.problem(),
            null,
            null,
            null,
            null,
            null,
            0,
            outcome.disturbed(),
            FAILED,
            outcome.isRegression(),
            outcome.isInconclusive(),
            String.valueOf(outcome.failure()),
            replay)
        : new AgainstRow(
            what.backend(),
            what.level(),
            what.kernel(),
            what.problem(),
            comparison.base(),
            comparison.head(),
            comparison.ratio(),
            comparison.ratioLow(),
            comparison.ratioHigh(),
            comparison.headForks(),
            outcome.disturbed(),
            comparison.verdict().toString(),
            outcome.isRegression(),
            outcome.isInconclusive(),
            reason(outcome, comparison),
            replay);
  }

  private static String reason(PairedOutcome outcome, Comparison comparison) {
    return outcome.suspicion() == null
        ? comparison.reason()
        : "%s; a first series said %s".formatted(comparison.reason(), outcome.suspicion());
  }
}
