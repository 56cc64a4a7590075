package io.lanewise.bench.train;

import io.lanewise.nn.Callback;
import io.lanewise.nn.EpochResult;
import io.lanewise.nn.Evaluation;
import io.lanewise.nn.Fit;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells of training in a line per epoch. */
final class EpochLines implements Callback {

  private final PrintWriter out;

  EpochLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onEpoch(Fit fit, EpochResult result) {
    out.println(line(result));
    out.flush();
  }

  static String line(EpochResult result) {
    return String.format(
        Locale.ROOT,
        "epoch %d: %.0f images/s, loss %.4f, test accuracy %.4f",
        result.epoch(),
        result.samplesPerSecond(),
        result.trainLoss(),
        result.validation().map(Evaluation::accuracy).orElse(Double.NaN));
  }
}
