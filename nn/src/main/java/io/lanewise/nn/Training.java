package io.lanewise.nn;

import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The loop over epochs and batches. */
final class Training implements Fit {

  private final Sequential network;
  private final Engine engine;
  private final Dataset train;
  private final @Nullable Dataset validation;
  private final FitOptions options;
  private final List<Callback> callbacks;
  private final int stepsPerEpoch;
  private final List<EpochResult> epochs = new ArrayList<>();
  private final int[] order;
  private double[] stepLosses = new double[0];
  private int losses;
  private long steps;
  private double rateFactor = 1;
  private boolean stopped;

  Training(
      Sequential network,
      Engine engine,
      Dataset train,
      @Nullable Dataset validation,
      FitOptions options,
      List<Callback> callbacks) {
    this.network = network;
    this.engine = engine;
    this.train = train;
    this.validation = validation;
    this.options = options;
    this.callbacks = callbacks;
    this.stepsPerEpoch = Math.ceilDiv(train.size(), options.batch());
    this.order = new int[train.size()];
  }

  /** Goes on from here. */
  void resume(TrainingState state) {
    Numbers.require(state.seed() == options.seed(), "seed", options.seed(), "" + state.seed());
    Numbers.require(state.batch() == options.batch(), "batch", options.batch(), "" + state.batch());
    Numbers.require(
        state.optimizer().equals(options.optimizer().toString()),
        "optimizer",
        options.optimizer(),
        state.optimizer());
    Numbers.require(
        state.steps() == (long) state.epochs().size() * stepsPerEpoch,
        "train",
        train.size() + " samples",
        "as many as before the interruption");
    Numbers.require(
        state.slots().size() == options.optimizer().slots(),
        "slots",
        state.slots().size() + " vectors",
        "" + options.optimizer().slots());
    engine.setSlots(state.slots());
    epochs.addAll(state.epochs());
    steps = state.steps();
    rateFactor = state.rateFactor();
    stopped = state.stopped();
    callbacks.forEach(callback -> callback.restore(state.callbacks()));
  }

  /** Trains all epochs; after each, the network has its parameters. */
  History run() {
    callbacks.forEach(callback -> callback.onStart(this));
    while (epochs.size() < options.epochs() && !stopped) {
      EpochResult result = epoch(epochs.size() + 1);
      epochs.add(result);
      callbacks.forEach(callback -> callback.onEpoch(this, result));
    }
    callbacks.forEach(callback -> callback.onEnd(this));
    return new History(epochs, Arrays.copyOf(stepLosses, losses), engine.layerTimes(), state());
  }

  private EpochResult epoch(int epoch) {
    Arrays.setAll(order, i -> i);
    RandomStreams.shuffle(RandomStreams.of(options.seed(), epoch), order);
    if (losses + stepsPerEpoch > stepLosses.length) {
      stepLosses = Arrays.copyOf(stepLosses, losses + Math.max(losses, stepsPerEpoch));
    }
    long start = System.nanoTime();
    double loss = 0;
    double rate = 0;
    for (int step = 0; step < stepsPerEpoch; step++) {
      int from = step * options.batch();
      int count = Math.min(options.batch(), train.size() - from);
      rate = rate();
      double mean = engine.train(train, order, from, count, options, steps, rate);
      requireFinite(mean, epoch, step + 1, rate);
      steps++;
      loss += mean * count;
      stepLosses[losses++] = mean;
      StepResult result = new StepResult(epoch, step + 1, stepsPerEpoch, count, mean);
      for (Callback callback : callbacks) {
        callback.onStep(this, result);
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    network.takeParameters(engine);
    int n = train.size();
    return new EpochResult(epoch, rate, loss / n, n / seconds, seconds, validate());
  }

  private double rate() {
    long all = (long) stepsPerEpoch * options.epochs();
    return rateFactor * options.schedule().rate(steps, stepsPerEpoch, all);
  }

  private Optional<Evaluation> validate() {
    return validation == null
        ? Optional.empty()
        : Optional.of(Inference.evaluate(engine, validation, options.batch()).evaluation());
  }

  private static void requireFinite(double loss, int epoch, int step, double rate) {
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          "loss is "
              + loss
              + (" at step " + step + " of epoch " + epoch)
              + (", expected a finite number: try a rate below " + rate));
    }
  }

  @Override
  public Sequential network() {
    return network;
  }

  @Override
  public FitOptions options() {
    return options;
  }

  @Override
  public int samples() {
    return train.size();
  }

  @Override
  public List<EpochResult> epochs() {
    return List.copyOf(epochs);
  }

  @Override
  public TrainingState state() {
    Map<String, float[]> kept = new TreeMap<>();
    callbacks.forEach(callback -> kept.putAll(callback.state()));
    return new TrainingState(
        options.seed(),
        options.batch(),
        options.optimizer().toString(),
        steps,
        rateFactor,
        stopped,
        epochs(),
        engine.slots(),
        Collections.unmodifiableMap(kept));
  }

  @Override
  public void replaceParameters(float[] parameters) {
    network.setParameters(parameters);
    engine.setWeights(parameters);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public double rateFactor() {
    return rateFactor;
  }

  @Override
  public void rateFactor(double factor) {
    Numbers.requirePositive("factor", factor);
    rateFactor = factor;
  }
}
