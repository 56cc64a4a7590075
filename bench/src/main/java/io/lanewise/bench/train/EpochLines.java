package io.lanewise.bench.train;

import io.lanewise.nn.Callback;
import io.lanewise.nn.EpochResult;
import io.lanewise.nn.Fit;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells of training in a line per epoch. */
final class EpochLines implements Callback {

  private final PrintWriter out;
  private final String tested;

  /**
   * Prints.
   *
   * @param out where to
   * @param tested what the accuracy after an epoch is of: test or validation
   */
  EpochLines(PrintWriter out, String tested) {
    this.out = out;
    this.tested = tested;
  }

  @Override
  public void onEpoch(Fit fit, EpochResult result) {
    out.println(line(result));
    out.flush();
  }

  private String line(EpochResult result) {
    return String.format(
        Locale.ROOT,
        "epoch %d: %.0f samples/s, loss %.4f, %s",
        result.epoch(),
        result.samplesPerSecond(),
        result.trainLoss(),
        result
            .validation()
            .map(
                found ->
                    String.format(
                        Locale.ROOT,
                        "%s accuracy %.4f, loss %.4f",
                        tested,
                        found.accuracy(),
                        found.loss()))
            .orElse("not tested"));
  }
}
