package io.lanewise.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The loop over epochs and batches. */
final class Training {

  private final Engine engine;
  private final LabelledImages train;
  private final @Nullable LabelledImages validation;
  private final FitOptions options;
  private final FitListener listener;
  private final int steps;
  private final double[] stepLosses;

  Training(
      Engine engine,
      LabelledImages train,
      @Nullable LabelledImages validation,
      FitOptions options,
      FitListener listener) {
    this.engine = engine;
    this.train = train;
    this.validation = validation;
    this.options = options;
    this.listener = listener;
    this.steps = Math.ceilDiv(train.size(), options.batch());
    this.stepLosses = new double[Math.multiplyExact(steps, options.epochs())];
  }

  /** Trains all epochs; after each, the weights are copied out. */
  History run(float[] weights) {
    List<EpochResult> results = new ArrayList<>();
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      long start = System.nanoTime();
      double loss = epoch(epoch);
      double seconds = (System.nanoTime() - start) * 1e-9;
      engine.copyWeights(weights);
      EpochResult result =
          new EpochResult(epoch, loss / train.size(), train.size() / seconds, seconds, validate());
      results.add(result);
      listener.onEpoch(result);
    }
    return new History(results, stepLosses);
  }

  private double epoch(int epoch) {
    int[] order = new int[train.size()];
    Arrays.setAll(order, i -> i);
    RandomStreams.shuffle(RandomStreams.of(options.seed(), epoch), order);
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      int from = step * options.batch();
      int count = Math.min(options.batch(), train.size() - from);
      double loss = engine.train(train, order, from, count, rate(epoch, step), options);
      requireFinite(loss, epoch, step + 1);
      sum += loss;
      stepLosses[(epoch - 1) * steps + step] = loss / count;
      listener.onBatch(epoch, step + 1, steps, count, loss / count);
    }
    return sum;
  }

  private float rate(int epoch, int step) {
    int done = (epoch - 1) * steps + step;
    return (float) (options.rate() * (1 - (double) done / stepLosses.length));
  }

  private Optional<Evaluation> validate() {
    return validation == null
        ? Optional.empty()
        : Optional.of(Inference.run(engine, validation, options.batch()).evaluation());
  }

  private void requireFinite(double loss, int epoch, int step) {
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          "loss is "
              + loss
              + (" at step " + step + " of epoch " + epoch)
              + (", expected a finite number: try a rate below " + options.rate()));
    }
  }
}
