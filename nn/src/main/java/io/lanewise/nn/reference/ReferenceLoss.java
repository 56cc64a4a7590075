package io.lanewise.nn.reference;

import io.lanewise.nn.Loss;
import java.util.Arrays;

/**
 * How wrong the scores y of one sample are, given its targets t, of which there are n:
 *
 * <pre>
 * sum of squared errors:      E = 1/2 sum (y - t)^2                      dy = y - t
 * mean squared error:         E = 1/n sum (y - t)^2                      dy = 2/n (y - t)
 * binary cross entropy:       E = 1/n sum log(1 + exp(y)) - t y          dy = 1/n (sigmoid(y) - t)
 * categorical cross entropy:  E = sum t (log(sum exp(y)) - y)            dy = softmax(y) sum(t) - t
 * </pre>
 *
 * <p>The cross entropies are -t log p of p = sigmoid(y), together with -(1 - t) log(1 - p), and of
 * p = softmax(y), written out. A class is a target of 1 among zeros. Over the samples of a batch
 * the first is a sum, the others are means.
 */
final class ReferenceLoss {

  private final Loss loss;

  ReferenceLoss(Loss loss) {
    this.loss = loss;
  }

  /** Whether it contains the function of this layer, so that the layer before gives its scores. */
  boolean contains(ReferenceLayer last) {
    return switch (loss) {
      case SUM_OF_SQUARED_ERRORS, MEAN_SQUARED_ERROR -> false;
      case BINARY_CROSS_ENTROPY -> last == ReferenceActivation.SIGMOID;
      case CATEGORICAL_CROSS_ENTROPY, SPARSE_CATEGORICAL_CROSS_ENTROPY ->
          last instanceof ReferenceSoftmax;
    };
  }

  /** What the network says, given the scores: probabilities for the cross entropies. */
  double[] output(double[] y) {
    return switch (loss) {
      case SUM_OF_SQUARED_ERRORS, MEAN_SQUARED_ERROR -> y;
      case BINARY_CROSS_ENTROPY ->
          ReferenceActivation.SIGMOID.forward(Pass.INFERENCE, new double[0], y);
      case CATEGORICAL_CROSS_ENTROPY, SPARSE_CATEGORICAL_CROSS_ENTROPY ->
          new ReferenceSoftmax().forward(Pass.INFERENCE, new double[0], y);
    };
  }

  /** Factor of a sample in a batch. */
  double share(int samples) {
    return loss == Loss.SUM_OF_SQUARED_ERRORS ? 1 : 1.0 / samples;
  }

  /** E. */
  double value(double[] y, double[] t) {
    double sum = 0;
    double logSum = logOfSum(y);
    for (int i = 0; i < y.length; i++) {
      sum +=
          switch (loss) {
            case SUM_OF_SQUARED_ERRORS -> (y[i] - t[i]) * (y[i] - t[i]) / 2;
            case MEAN_SQUARED_ERROR -> (y[i] - t[i]) * (y[i] - t[i]) / y.length;
            case BINARY_CROSS_ENTROPY ->
                (Math.max(y[i], 0) + Math.log1p(Math.exp(-Math.abs(y[i]))) - t[i] * y[i])
                    / y.length;
            case CATEGORICAL_CROSS_ENTROPY, SPARSE_CATEGORICAL_CROSS_ENTROPY ->
                t[i] * (logSum - y[i]);
          };
    }
    return sum;
  }

  /** dy. */
  double[] gradient(double[] y, double[] t) {
    double[] dy = new double[y.length];
    double logSum = logOfSum(y);
    double mass = Arrays.stream(t).sum();
    for (int i = 0; i < y.length; i++) {
      dy[i] =
          switch (loss) {
            case SUM_OF_SQUARED_ERRORS -> y[i] - t[i];
            case MEAN_SQUARED_ERROR -> 2 * (y[i] - t[i]) / y.length;
            case BINARY_CROSS_ENTROPY -> (1 / (1 + Math.exp(-y[i])) - t[i]) / y.length;
            case CATEGORICAL_CROSS_ENTROPY, SPARSE_CATEGORICAL_CROSS_ENTROPY ->
                Math.exp(y[i] - logSum) * mass - t[i];
          };
    }
    return dy;
  }

  /** log(sum exp(y)), the largest taken out first so that exp does not overflow. */
  private static double logOfSum(double[] y) {
    double largest = Arrays.stream(y).max().orElseThrow();
    return largest + Math.log(Arrays.stream(y).map(score -> Math.exp(score - largest)).sum());
  }
}
