package io.lanewise.bench;

import io.lanewise.bench.results.Median;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.som.Som;
import io.lanewise.nn.som.SomData;
import io.lanewise.nn.som.SomGrid;
import io.lanewise.nn.som.SomListener;
import io.lanewise.nn.som.SomOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Trains a map and watches the time. */
final class MapTraining implements SomListener {

  private final PrintWriter progress;
  private final List<Double> epochs = new ArrayList<>();
  private double seconds;
  private long last;

  /**
   * Prepares.
   *
   * @param progress hears of every epoch
   */
  MapTraining(PrintWriter progress) {
    this.progress = progress;
  }

  /** Trains. */
  Som run(Kernels kernels, SomGrid grid, SomData data, SomOptions options) {
    long start = System.nanoTime();
    last = start;
    Som som = Som.fit(kernels, grid, data, options, this);
    seconds = (System.nanoTime() - start) * 1e-9;
    return som;
  }

  @Override
  public void onEpoch(Progress step) {
    long now = System.nanoTime();
    epochs.add((now - last) * 1e-9);
    last = now;
    progress.println(
        String.format(
            Locale.ROOT,
            "epoch %d/%d: %.1f ms, radius %.3f, weights moved by %.3g",
            step.epoch(),
            step.epochs(),
            epochs.get(epochs.size() - 1) * 1e3,
            step.radius(),
            step.movement()));
    progress.flush();
  }

  /** Seconds of the training. */
  double seconds() {
    return seconds;
  }

  /** Epochs of the training. */
  int epochs() {
    return epochs.size();
  }

  /** Median seconds of an epoch; the first, in which code is compiled, only where it is alone. */
  double secondsPerEpoch() {
    return Median.of(
        epochs.stream().skip(epochs.size() > 1 ? 1 : 0).mapToDouble(Double::doubleValue).toArray());
  }
}
