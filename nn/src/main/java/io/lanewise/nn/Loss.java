package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;

/**
 * How wrong scores y [rows x columns] are, given targets t. A loss that ends in probabilities
 * contains their function, p = softmax(y) or p = sigmoid(y), computed together with it: neither
 * overflows for any finite score, and the gradient is p - t. A network then ends in scores, or in
 * the layer of that very function, which is merged with the loss.
 */
public enum Loss {
  /**
   * Half the sum of the squared errors, over the values and over the samples of a batch: E = 1/2
   * sum (y - t)^2, dE/dy = y - t.
   */
  SUM_OF_SQUARED_ERRORS {
    @Override
    float scale(int rows) {
      return 1;
    }

    @Override
    double compute(Rows rows, Elementwise elementwise, float scale, MemorySegment dy) {
      return rows.squaredErrors(scale, dy) / 2;
    }
  },
  /** The mean of the squared errors, over the values and over the samples. */
  MEAN_SQUARED_ERROR {
    @Override
    double compute(Rows rows, Elementwise elementwise, float scale, MemorySegment dy) {
      return rows.squaredErrors(2 * scale / rows.columns(), dy) / rows.columns();
    }
  },
  /**
   * Of independent events: with p = sigmoid(y), E = mean over the values of -t log p - (1 - t) log
   * (1 - p), and over the samples.
   */
  BINARY_CROSS_ENTROPY {
    @Override
    Link link() {
      return Link.SIGMOID;
    }

    @Override
    double compute(Rows rows, Elementwise elementwise, float scale, MemorySegment dy) {
      return rows.binaryCrossEntropy(scale / rows.columns(), dy) / rows.columns();
    }
  },
  /**
   * Of one event out of many, given the probability of each: with p = softmax(y), E = -sum t log p,
   * mean over the samples.
   */
  CATEGORICAL_CROSS_ENTROPY {
    @Override
    Link link() {
      return Link.SOFTMAX;
    }

    @Override
    double compute(Rows rows, Elementwise elementwise, float scale, MemorySegment dy) {
      return rows.crossEntropy(scale, dy);
    }
  },
  /** The same, given the class that was it: E = -log p[class], mean over the samples. */
  SPARSE_CATEGORICAL_CROSS_ENTROPY {
    @Override
    Link link() {
      return Link.SOFTMAX;
    }

    @Override
    boolean needsLabels() {
      return true;
    }

    @Override
    double compute(Rows rows, Elementwise elementwise, float scale, MemorySegment dy) {
      return elementwise.softmaxCrossEntropy(
          rows.rows(), rows.columns(), rows.y(), rows.labels(), 0, scale, dy);
    }
  };

  /** From scores to what the network says. */
  enum Link {
    IDENTITY {
      @Override
      void apply(Elementwise elementwise, int rows, int columns, MemorySegment y) {}
    },
    SIGMOID {
      @Override
      void apply(Elementwise elementwise, int rows, int columns, MemorySegment y) {
        elementwise.activate(Activation.SIGMOID, rows * columns, y, y);
      }
    },
    SOFTMAX {
      @Override
      void apply(Elementwise elementwise, int rows, int columns, MemorySegment y) {
        Softmax.forward(rows, columns, y, y);
      }
    };

    /** Computes in place. */
    abstract void apply(Elementwise elementwise, int rows, int columns, MemorySegment y);
  }

  /** The function that it contains. */
  Link link() {
    return Link.IDENTITY;
  }

  /** Whether it reads classes; else it reads values. */
  boolean needsLabels() {
    return false;
  }

  /** Factor of the gradient for a batch: 1 / rows for a mean over the samples. */
  float scale(int rows) {
    return 1f / rows;
  }

  /**
   * The sum of the samples' losses, and the gradient.
   *
   * @param rows scores and targets
   * @param elementwise what computes
   * @param scale factor of the gradient
   * @param dy where the gradient goes; may be the scores
   */
  abstract double compute(Rows rows, Elementwise elementwise, float scale, MemorySegment dy);

  /** Such as mean-squared-error. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads what {@code toString} gives.
   *
   * @throws IllegalArgumentException if the text is no loss, with the list
   */
  public static Loss parse(String text) {
    return Arrays.stream(values())
        .filter(loss -> loss.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "loss is \"" + text + "\", expected one of " + Arrays.toString(values())));
  }

  /**
   * Scores with their targets.
   *
   * @param rows samples
   * @param columns scores of a sample
   * @param y scores
   * @param labels the class of each sample, for a loss that needs it
   * @param targets values as many as scores, for the others
   */
  record Rows(int rows, int columns, MemorySegment y, int[] labels, MemorySegment targets) {

    /** The sum of (y - t)^2; the gradient is scale (y - t). */
    private double squaredErrors(float scale, MemorySegment dy) {
      double sum = 0;
      int n = rows * columns;
      for (int i = 0; i < n; i++) {
        float error =
            y.getAtIndex(ValueLayout.JAVA_FLOAT, i) - targets.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        sum += (double) error * error;
        dy.setAtIndex(ValueLayout.JAVA_FLOAT, i, scale * error);
      }
      return sum;
    }

    /** The sum of max(y, 0) - t y + log(1 + exp(-|y|)); the gradient is scale (p - t). */
    private double binaryCrossEntropy(float scale, MemorySegment dy) {
      double sum = 0;
      int n = rows * columns;
      for (int i = 0; i < n; i++) {
        double score = y.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        double target = targets.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        double small = Math.exp(-Math.abs(score));
        sum += Math.max(score, 0) - target * score + Math.log1p(small);
        double p = score >= 0 ? 1 / (1 + small) : small / (1 + small);
        dy.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (scale * (p - target)));
      }
      return sum;
    }

    /** The sum of -t log p; the gradient is scale (p sum(t) - t), where sum(t) is 1 as a rule. */
    private double crossEntropy(float scale, MemorySegment dy) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        long at = (long) row * columns;
        double logSum = Softmax.logOfSum(columns, y, at);
        double mass = 0;
        for (int c = 0; c < columns; c++) {
          double target = targets.getAtIndex(ValueLayout.JAVA_FLOAT, at + c);
          mass += target;
          sum += target * (logSum - y.getAtIndex(ValueLayout.JAVA_FLOAT, at + c));
        }
        for (int c = 0; c < columns; c++) {
          double p = Math.exp(y.getAtIndex(ValueLayout.JAVA_FLOAT, at + c) - logSum);
          double target = targets.getAtIndex(ValueLayout.JAVA_FLOAT, at + c);
          dy.setAtIndex(ValueLayout.JAVA_FLOAT, at + c, (float) (scale * (p * mass - target)));
        }
      }
      return sum;
    }
  }
}
