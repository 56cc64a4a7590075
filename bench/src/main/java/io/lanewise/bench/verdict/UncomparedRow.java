package io.lanewise.bench.verdict;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A problem that only one of two runs has measured, or none.
 *
 * @param operation operation and direction
 * @param type f32 or f64
 * @param shape the problem
 * @param layout layout and epilogue
 * @param backend id of the backend
 * @param threads threads that were asked for
 * @param base the status of the row of the base, or that there is none
 * @param head the status of the row of the head, or that there is none
 */
public record UncomparedRow(
    String operation,
    String type,
    String shape,
    String layout,
    String backend,
    int threads,
    String base,
    String head) {

  private static final String ABSENT = "not in this run";

  /** Rows about one problem, of which one at least was not measured. */
  static UncomparedRow of(@Nullable MeasuredRow base, @Nullable MeasuredRow head) {
    MeasuredRow.Problem problem = Objects.requireNonNullElse(base, head).problem();
    return new UncomparedRow(
        problem.operation(),
        problem.type(),
        problem.shape(),
        problem.layout(),
        problem.backend(),
        problem.threads(),
        base == null ? ABSENT : base.status(),
        head == null ? ABSENT : head.status());
  }
}
