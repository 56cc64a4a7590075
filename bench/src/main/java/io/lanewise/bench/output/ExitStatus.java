package io.lanewise.bench.output;

/** What a command's exit status says. */
public final class ExitStatus {

  /** The command did its work. */
  public static final int DONE = 0;

  /** A check failed: a wrong result, a regression, or a defect of the program. */
  public static final int FAILED = 1;

  /** Wrong usage: an option or argument that makes no sense. */
  public static final int USAGE = 2;

  /** The measurement was too noisy to tell. */
  public static final int INCONCLUSIVE = 3;

  /** The environment lacks something: a backend, data, a JDK, a folder that can be written. */
  public static final int ENVIRONMENT = 4;

  private ExitStatus() {}
}
