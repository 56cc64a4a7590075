package io.lanewise.bench.measure;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error; a line for each step where that is not a terminal. */
public final class TerminalProgress implements Progress {

  private static final int UPDATE_MILLIS = 250;

  private final PrintStream err;
  private final int steps;
  private final @Nullable ProgressBar bar;
  private int done;

  private TerminalProgress(PrintStream err, int steps, @Nullable ProgressBar bar) {
    this.err = err;
    this.steps = steps;
    this.bar = bar;
  }

  /** Progress over a number of steps. */
  public static TerminalProgress over(int steps) {
    // Java cannot ask about standard error alone: standard output stands for both.
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new TerminalProgress(System.err, steps, terminal ? bar(steps) : null);
  }

  private static ProgressBar bar(int steps) {
    return new ProgressBarBuilder()
        .setInitialMax(steps)
        .setTaskName("measuring")
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .build();
  }

  @Override
  public void start(String what) {
    if (bar != null) {
      bar.setExtraMessage(what);
    }
  }

  @Override
  public void finish(String what, String outcome) {
    done++;
    if (bar != null) {
      bar.step();
    } else {
      err.println(String.format(Locale.ROOT, "[%d/%d] %s: %s", done, steps, what, outcome));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.setExtraMessage("");
      bar.close();
    }
  }
}
