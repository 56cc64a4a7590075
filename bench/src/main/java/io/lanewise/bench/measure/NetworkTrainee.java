package io.lanewise.bench.measure;

import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.train.LayerTimes;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.Callback;
import io.lanewise.nn.EpochResult;
import io.lanewise.nn.Evaluation;
import io.lanewise.nn.Fit;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.Schedule;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.StepResult;
import io.lanewise.nn.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network on a backend. */
final class NetworkTrainee implements Trainee {

  /** Of the rate of the recipe, for training that goes on after it: nothing may diverge there. */
  static final double LOW_RATE = 0.1;

  private static final int STEPS = 100;

  private final TrainingCase one;
  private final TrainingData data;
  private final Sequential network;
  private final Kernels kernels;

  NetworkTrainee(TrainingCase one, TrainingData data, Sequential network, Backend backend) {
    this.one = one;
    this.data = data;
    this.network = network;
    this.kernels = backend.open(new KernelOptions(one.threads()));
    network.initialise(one.seed());
  }

  @Override
  public int threads() {
    return kernels.options().threads();
  }

  @Override
  public int batch() {
    return one.batch();
  }

  @Override
  public int samples() {
    return data.train().size();
  }

  @Override
  public double flopsPerSample() {
    return network.trainingFlops();
  }

  @Override
  public String flopsFormula() {
    return formula(network);
  }

  /** How the operations of a network's training are counted. */
  static String formula(Sequential network) {
    return "3 F - F1 = "
        + network.trainingFlops()
        + " an image: F are 2 operations for each multiplication with an addition of the forward"
        + " products, and as many again for the gradients of the weights and of the inputs; F1 are"
        + " those of the first layer, which gives no gradient of its input";
  }

  @Override
  public void reset() {
    network.initialise(one.seed());
  }

  @Override
  public Course course(TrainingClock clock) {
    Timing timing = new Timing(clock);
    clock.beginCourse((long) one.epochs() * samples(), one.limit());
    network.fit(kernels, data.train(), data.test(), one.options(), timing);
    return new Course(timing.epochs, timing.lossAfterSteps);
  }

  @Override
  public void train(TrainingClock clock) {
    FitOptions endless =
        one.options()
            .withEpochs(Integer.MAX_VALUE)
            .withSchedule(Schedule.constant(LOW_RATE * one.rate()));
    network.fit(kernels, data.train(), null, endless, new Timing(clock));
  }

  @Override
  public List<LayerRow> layers(int samples) {
    int batch = Math.min(one.batch(), samples());
    int steps = Math.ceilDiv(Math.min(samples, samples()), batch);
    Dataset some = data.train().slice(0, Math.min(steps * batch, samples()));
    FitOptions once =
        one.options().withEpochs(1).withSchedule(Schedule.constant(LOW_RATE * one.rate()));
    return LayerTimes.rows(network.fit(kernels, some, once).layerTimes(), steps);
  }

  @Override
  public void close() {
    kernels.close();
  }

  /** Tells the clock and notes the epochs. */
  private static final class Timing implements Callback {

    private final TrainingClock clock;
    private final List<EpochRow> epochs = new ArrayList<>();
    private @Nullable Double lossAfterSteps;
    private double trained;
    private int steps;

    Timing(TrainingClock clock) {
      this.clock = clock;
    }

    @Override
    public void onStep(Fit fit, StepResult step) {
      if (steps++ == STEPS) {
        lossAfterSteps = step.loss();
      }
      clock.step(step.samples());
    }

    @Override
    public void onEpoch(Fit fit, EpochResult result) {
      trained += result.seconds();
      result.validation().ifPresent(test -> note(result, test));
    }

    private void note(EpochResult result, Evaluation test) {
      epochs.add(
          new EpochRow(
              result.epoch(),
              result.trainLoss(),
              test.accuracy(),
              trained,
              clock.secondsFromStart()));
      clock.restart();
    }
  }
}
