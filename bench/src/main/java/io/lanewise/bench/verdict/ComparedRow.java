package io.lanewise.bench.verdict;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One problem in two runs.
 *
 * @param operation operation and direction, such as {@code conv2d bwd_w}; {@code peak fma} for the
 *     machine itself; {@code training}
 * @param type f32 or f64
 * @param shape the problem
 * @param layout layout and epilogue
 * @param backend id of the backend
 * @param kernel the kernel that ran, both where they differ; null where there is none
 * @param threads threads that were asked for
 * @param unit of base and head
 * @param base geometric mean over the JVMs of the base
 * @param head geometric mean over the JVMs of the head
 * @param ratio head / base
 * @param ratioLow lower end of its confidence interval; null of too few JVMs
 * @param ratioHigh upper end of its confidence interval; null of too few JVMs
 * @param shareRatio the same of the shares of the FMA peak that each run has measured: how much
 *     better the machine is used, whichever it is
 * @param baseForks JVMs of the base
 * @param headForks JVMs of the head
 * @param verdict what may be said
 * @param note what the figures do not show; null if they show all
 */
public record ComparedRow(
    String operation,
    String type,
    String shape,
    String layout,
    String backend,
    @Nullable String kernel,
    int threads,
    String unit,
    double base,
    double head,
    double ratio,
    @Nullable Double ratioLow,
    @Nullable Double ratioHigh,
    @Nullable Double shareRatio,
    int baseForks,
    int headForks,
    Verdict verdict,
    @Nullable String note) {

  /** Compares two rows about one problem that were both measured. */
  static ComparedRow of(MeasuredRow base, MeasuredRow head, Criteria criteria) {
    MeasuredRow.Problem problem = base.problem();
    Comparison comparison = Comparison.ofIndependent(base.forks(), head.forks(), criteria);
    boolean saysMore =
        comparison.verdict() == Verdict.BIMODAL || comparison.verdict() == Verdict.TOO_FEW_FORKS;
    return new ComparedRow(
        problem.operation(),
        problem.type(),
        problem.shape(),
        problem.layout(),
        problem.backend(),
        both(base.kernel(), head.kernel()),
        problem.threads(),
        base.unit(),
        comparison.base(),
        comparison.head(),
        comparison.ratio(),
        comparison.ratioLow(),
        comparison.ratioHigh(),
        ratio(base.fractionOfPeak(), head.fractionOfPeak()),
        comparison.baseForks(),
        comparison.headForks(),
        comparison.verdict(),
        saysMore ? comparison.reason() : null);
  }

  private static @Nullable String both(@Nullable String base, @Nullable String head) {
    return Objects.equals(base, head) ? head : base + ", now " + head;
  }

  private static @Nullable Double ratio(@Nullable Double base, @Nullable Double head) {
    return base == null || head == null ? null : Double.valueOf(head / base);
  }
}
