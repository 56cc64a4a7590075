package io.lanewise.nn;

import io.lanewise.nn.data.Dataset;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a network says about data. */
final class Inference {

  private final float[] outputs;
  private final int width;
  private final @Nullable Evaluation evaluation;

  private Inference(float[] outputs, int width, @Nullable Evaluation evaluation) {
    this.outputs = outputs;
    this.width = width;
    this.evaluation = evaluation;
  }

  /** What it says of each sample, one behind the other; not a copy. */
  float[] outputs() {
    return outputs;
  }

  /** The most likely class of each sample; with a single output, 1 from 0.5 on. */
  int[] predicted() {
    int[] predicted = new int[outputs.length / width];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = width == 1 ? (outputs[i] >= 0.5f ? 1 : 0) : highest(outputs, i * width, width);
    }
    return predicted;
  }

  /** The comparison with the targets. */
  Evaluation evaluation() {
    return Objects.requireNonNull(evaluation, "evaluation");
  }

  /** Runs all samples through the network, batch by batch, and compares with their targets. */
  static Inference evaluate(Engine engine, Dataset data, int batch) {
    return run(engine, data, batch, true);
  }

  /** Runs all samples, which need no targets; there is no evaluation then. */
  static Inference predict(Engine engine, Dataset data, int batch) {
    return run(engine, data, batch, false);
  }

  private static Inference run(Engine engine, Dataset data, int batch, boolean compare) {
    Numbers.requireAtLeastOne("batch", batch);
    long start = System.nanoTime();
    int n = data.size();
    int width = engine.outputs();
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    float[] outputs = new float[Math.multiplyExact(n, width)];
    double loss = 0;
    for (int from = 0; from < n; from += batch) {
      loss += engine.infer(data, order, from, Math.min(batch, n - from), outputs, compare);
    }
    if (!compare) {
      return new Inference(outputs, width, null);
    }
    double accuracy = (double) right(data, order, outputs, width) / n;
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Inference(outputs, width, new Evaluation(n, accuracy, loss / n, seconds));
  }

  private static int right(Dataset data, int[] order, float[] outputs, int width) {
    float[] target = new float[data.outputs()];
    int right = 0;
    for (int i = 0; i < data.size(); i++) {
      if (!data.labelled()) {
        data.targets(MemorySegment.ofArray(target), order, i, 1);
      }
      if (width == 1) {
        float wanted = data.labelled() ? data.label(i) : target[0];
        right += Math.abs(outputs[i] - wanted) < 0.5f ? 1 : 0;
      } else {
        int wanted = data.labelled() ? data.label(i) : highest(target, 0, width);
        right += highest(outputs, i * width, width) == wanted ? 1 : 0;
      }
    }
    return right;
  }

  /** Index of the highest of n values; of equal ones the first. */
  private static int highest(float[] values, int offset, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (values[offset + i] > values[offset + best]) {
        best = i;
      }
    }
    return best;
  }
}
