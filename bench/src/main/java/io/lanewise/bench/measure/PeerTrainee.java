package io.lanewise.bench.measure;

import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.peer.TrainingPeer;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A peer's network, trained as {@link NetworkTrainee} is: the same weights, samples and rates. */
final class PeerTrainee implements Trainee {

  private final TrainingCase one;
  private final TrainingData data;
  private final Sequential network;
  private final TrainingPeer peer;
  private TrainingPeer.Training training;

  PeerTrainee(TrainingCase one, TrainingData data, Sequential network, TrainingPeer peer) {
    this.one = one;
    this.data = data;
    this.network = network;
    this.peer = peer;
    network.initialise(one.seed());
    this.training = open();
  }

  private TrainingPeer.Training open() {
    return peer.open(
        new TrainingPeer.Problem(
            one.model().id(),
            network.parameters(),
            data.train(),
            one.batch(),
            TrainingCase.MOMENTUM,
            one.threads()));
  }

  @Override
  public int threads() {
    return training.threads();
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
    return NetworkTrainee.formula(network);
  }

  @Override
  public void reset() {
    training.close();
    training = open();
  }

  @Override
  public Course course(TrainingClock clock) {
    FitOptions options = one.options();
    int stepsPerEpoch = Math.ceilDiv(samples(), one.batch());
    long all = (long) one.epochs() * stepsPerEpoch;
    List<EpochRow> epochs = new ArrayList<>();
    double trained = 0;
    long steps = 0;
    clock.beginCourse((long) one.epochs() * samples(), one.limit());
    for (int epoch = 1; epoch <= one.epochs(); epoch++) {
      long begin = System.nanoTime();
      int[] order = order(epoch);
      for (int from = 0; from < order.length; from += one.batch()) {
        double rate = options.schedule().rate(steps++, stepsPerEpoch, all);
        step(clock, order, from, rate);
      }
      trained += 1e-9 * (System.nanoTime() - begin);
      double accuracy = accuracy();
      epochs.add(new EpochRow(epoch, null, accuracy, trained, clock.secondsFromStart()));
      clock.restart();
    }
    return new Course(epochs, null);
  }

  @Override
  public void train(TrainingClock clock) {
    for (int epoch = 1; ; epoch++) {
      int[] order = order(epoch);
      for (int from = 0; from < order.length; from += one.batch()) {
        step(clock, order, from, NetworkTrainee.LOW_RATE * one.rate());
      }
    }
  }

  private void step(TrainingClock clock, int[] order, int from, double rate) {
    int count = Math.min(one.batch(), order.length - from);
    training.step(order, from, count, rate);
    clock.step(count);
  }

  private int[] order(int epoch) {
    int[] order = IntStream.range(0, samples()).toArray();
    RandomStreams.shuffle(RandomStreams.of(one.seed(), epoch), order);
    return order;
  }

  /** Share of the test samples whose class has the highest probability. */
  private double accuracy() {
    Dataset test = data.test();
    float[] outputs = training.outputs(test);
    int classes = outputs.length / test.size();
    int found = 0;
    for (int i = 0; i < test.size(); i++) {
      int best = i * classes;
      for (int j = best + 1; j < (i + 1) * classes; j++) {
        best = outputs[j] > outputs[best] ? j : best;
      }
      found += best == i * classes + test.label(i) ? 1 : 0;
    }
    return (double) found / test.size();
  }

  @Override
  public List<LayerRow> layers(int samples) {
    return List.of();
  }

  @Override
  public void close() {
    training.close();
  }
}
