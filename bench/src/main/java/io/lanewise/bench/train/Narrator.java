package io.lanewise.bench.train;

import io.lanewise.nn.Callback;
import java.io.PrintWriter;

/** Tells of a training on standard error: by bars on a terminal, else by lines. */
public final class Narrator implements AutoCloseable {

  /** The system property with which the launcher says that standard error is a terminal. */
  public static final String TERMINAL = "lanewise.terminal";

  private final Callback callback;
  private final Runnable end;

  /**
   * Prepares.
   *
   * @param out standard error
   * @param tested what the accuracy after an epoch is of: test or validation
   */
  public Narrator(PrintWriter out, String tested) {
    EpochLines lines = new EpochLines(out, tested);
    if (Boolean.getBoolean(TERMINAL)) {
      EpochBars bars = new EpochBars(lines);
      callback = bars;
      end = bars::close;
    } else {
      callback = lines;
      end = () -> {};
    }
  }

  /** What hears of the training. */
  public Callback callback() {
    return callback;
  }

  @Override
  public void close() {
    end.run();
  }
}
