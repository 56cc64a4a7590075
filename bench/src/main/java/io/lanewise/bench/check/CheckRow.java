package io.lanewise.bench.check;

import org.jspecify.annotations.Nullable;

/**
 * One kernel at one level.
 *
 * @param backend id of the backend
 * @param level name of the level
 * @param kernel name of the kernel, or such as {@code vector/gemm} for what the backend itself
 *     chooses; {@code *} for a level of which nothing could be run
 * @param status the worst of what was found
 * @param reason why, in one sentence; null if the status is ok
 * @param isa the instruction set in effect, as read back; null if it is not known
 * @param tests tests of the contract that ran, each over many problems
 * @param failures those of them that failed
 * @param replay a command that shows the failure again; null where there is none
 */
public record CheckRow(
    String backend,
    String level,
    String kernel,
    CheckStatus status,
    @Nullable String reason,
    @Nullable String isa,
    int tests,
    int failures,
    @Nullable String replay) {

  /** The kernel of a row about a level as a whole. */
  public static final String EVERY_KERNEL = "*";

  /** The row of a level of which nothing could be run. */
  public static CheckRow ofLevel(
      Level level, CheckStatus status, String reason, @Nullable String replay) {
    return new CheckRow(
        level.backend(), level.name(), EVERY_KERNEL, status, reason, null, 0, 0, replay);
  }

  /** The same row with a worse status; as it is if it has a worse one already. */
  public CheckRow worsened(CheckStatus worse, String why, @Nullable String replayLine) {
    return worse.compareTo(status) < 0
        ? new CheckRow(backend, level, kernel, worse, why, isa, tests, failures, replayLine)
        : this;
  }
}
