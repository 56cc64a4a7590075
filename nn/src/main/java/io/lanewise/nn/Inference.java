package io.lanewise.nn;

import java.util.Arrays;

/** What a network says about data. */
final class Inference {

  private final int[] predicted;
  private final Evaluation evaluation;

  private Inference(int[] predicted, Evaluation evaluation) {
    this.predicted = predicted;
    this.evaluation = evaluation;
  }

  /** The most likely class of each image; not a copy. */
  int[] predicted() {
    return predicted;
  }

  /** The comparison with the true classes. */
  Evaluation evaluation() {
    return evaluation;
  }

  /** Runs all images through the network, batch by batch. */
  static Inference run(Engine engine, LabelledImages data, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch is " + batch + ", expected at least 1");
    }
    long start = System.nanoTime();
    int[] order = new int[data.size()];
    Arrays.setAll(order, i -> i);
    int[] predicted = new int[data.size()];
    double loss = 0;
    for (int from = 0; from < data.size(); from += batch) {
      int count = Math.min(batch, data.size() - from);
      loss += engine.infer(data, order, from, count, predicted);
    }
    int right = 0;
    for (int i = 0; i < predicted.length; i++) {
      right += predicted[i] == data.label(i) ? 1 : 0;
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    int n = data.size();
    return new Inference(predicted, new Evaluation(n, (double) right / n, loss / n, seconds));
  }
}
