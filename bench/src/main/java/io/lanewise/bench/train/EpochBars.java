package io.lanewise.bench.train;

import io.lanewise.nn.Callback;
import io.lanewise.nn.EpochResult;
import io.lanewise.nn.Fit;
import io.lanewise.nn.StepResult;
import java.text.DecimalFormat;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells of training on a terminal: a bar while an epoch runs, then its line. */
final class EpochBars implements Callback, AutoCloseable {

  private final EpochLines lines;
  private @Nullable ProgressBar bar;

  EpochBars(EpochLines lines) {
    this.lines = lines;
  }

  @Override
  public void onStep(Fit fit, StepResult step) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch " + step.epoch() + "/" + fit.options().epochs())
              .setInitialMax(fit.samples())
              .setUnit(" samples", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed(new DecimalFormat("0"))
              .hideEta()
              .clearDisplayOnFinish()
              .build();
    }
    bar.stepBy(step.samples());
    bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", step.loss()));
  }

  @Override
  public void onEpoch(Fit fit, EpochResult result) {
    close();
    lines.onEpoch(fit, result);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
