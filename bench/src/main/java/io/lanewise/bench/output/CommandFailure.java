package io.lanewise.bench.output;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with one sentence on standard error and an exit status, see {@link ExitStatus}.
 */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  private CommandFailure(int exitStatus, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.exitStatus = exitStatus;
  }

  /** A check failed. */
  public static CommandFailure failed(String sentence) {
    return new CommandFailure(ExitStatus.FAILED, sentence, null);
  }

  /** The caller asked for something that makes no sense. */
  public static CommandFailure usage(String sentence) {
    return new CommandFailure(ExitStatus.USAGE, sentence, null);
  }

  /** The measurement cannot tell. */
  public static CommandFailure inconclusive(String sentence) {
    return new CommandFailure(ExitStatus.INCONCLUSIVE, sentence, null);
  }

  /** The environment lacks something; the sentence says what to do about it. */
  public static CommandFailure environment(String sentence) {
    return new CommandFailure(ExitStatus.ENVIRONMENT, sentence, null);
  }

  /** The environment lacks something, found out by an exception. */
  public static CommandFailure environment(String sentence, Throwable cause) {
    return new CommandFailure(ExitStatus.ENVIRONMENT, sentence, cause);
  }

  /** The status to exit with. */
  public int exitStatus() {
    return exitStatus;
  }
}
