package io.lanewise.nn.som;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Scores that are inner products, and so a matrix product.
 *
 * <p>Euclidean: |x - w|^2 = |x|^2 - 2 (x.w - |w|^2 / 2), so the largest x.w - |w|^2 / 2 is the
 * closest. With any centre c, x.(w - c) - (|w|^2 - |c|^2) / 2 differs from it by x.c - |c|^2 / 2,
 * which is the same for all units, and is the more exact the closer the units are to c: the mean of
 * the data. Of a sample with missing values, 0 stands for them in x, and the second term is summed
 * over the others only: a second product, with 1 for a value and 0 for none.
 *
 * <p>Cosine: x.w / |w|; with missing values, divided by the length over the others.
 */
final class DotCodebook extends Codebook {

  /** Roundings beside those of the sum: operands, bias, the comparison itself. */
  private static final int FURTHER_ROUNDINGS = 10;

  /** Lengths that are smaller count as 0. */
  private static final float SMALLEST_SQUARE = 1e-30f;

  private final boolean cosine;
  private final SomData data;
  private final int units;
  private final int inputs;
  private final Residence residence;
  private final Arena arena = Arena.ofShared();

  /** The left operand, units x inputs: w - c, or w / |w|. */
  private final MemorySegment operand;

  /** The terms of (|c|^2 - |w|^2) / 2, or the squares of the operand; units x inputs or nothing. */
  private final MemorySegment terms;

  /** (|c|^2 - |w|^2) / 2 of each unit. */
  private final MemorySegment bias;

  /** For each tile of units. */
  private final Epilogue[] epilogues;

  private final double[] centre;
  private final double[] norms;
  private final double[] biases;
  private double largestNorm;
  private double largestBias;

  DotCodebook(Kernels kernels, Metric metric, SomData data, int units) {
    this.cosine = metric == Metric.COSINE;
    this.data = data;
    this.units = units;
    this.inputs = data.inputs();
    this.residence = kernels.residence();
    operand = residence.allocateFloats(arena, (long) units * inputs);
    terms = residence.allocateFloats(arena, data.isIncomplete() ? (long) units * inputs : 0);
    bias = residence.allocateFloats(arena, units);
    centre = cosine ? new double[inputs] : data.means();
    norms = new double[units];
    biases = new double[units];
    epilogues = new Epilogue[(units + TileScores.UNITS - 1) / TileScores.UNITS];
    for (int i = 0; i < epilogues.length; i++) {
      MemorySegment part = bias.asSlice((long) i * TileScores.UNITS * Float.BYTES);
      epilogues[i] = cosine ? Epilogue.NONE : Epilogue.perRow(part, Activation.IDENTITY);
    }
  }

  @Override
  void load(double[] weights, int from, int to) {
    float[] left = new float[inputs];
    float[] right = new float[data.isIncomplete() ? inputs : 0];
    for (int u = from; u < to; u++) {
      if (cosine) {
        loadDirection(weights, u, left, right);
      } else {
        loadPoint(weights, u, left, right);
      }
      copy(left, operand, u);
      if (right.length > 0) {
        copy(right, terms, u);
      }
    }
  }

  private void loadPoint(double[] weights, int u, float[] left, float[] right) {
    double squares = 0;
    double sum = 0;
    double sumOfSizes = 0;
    for (int j = 0; j < inputs; j++) {
      double w = weights[u * inputs + j];
      double difference = w - centre[j];
      double term = -0.5 * difference * (w + centre[j]);
      left[j] = (float) difference;
      squares += difference * difference;
      sum += term;
      sumOfSizes += Math.abs(term);
      if (right.length > 0) {
        right[j] = (float) term;
      }
    }
    norms[u] = Math.sqrt(squares);
    biases[u] = right.length > 0 ? sumOfSizes : Math.abs(sum);
    bias.setAtIndex(ValueLayout.JAVA_FLOAT, u, (float) sum);
  }

  private void loadDirection(double[] weights, int u, float[] left, float[] right) {
    double squares = 0;
    for (int j = 0; j < inputs; j++) {
      squares += weights[u * inputs + j] * weights[u * inputs + j];
    }
    double factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int j = 0; j < inputs; j++) {
      double w = weights[u * inputs + j] * factor;
      left[j] = (float) w;
      if (right.length > 0) {
        right[j] = (float) (w * w);
      }
    }
    norms[u] = 1;
  }

  private void copy(float[] row, MemorySegment to, int u) {
    long at = (long) u * inputs * Float.BYTES;
    MemorySegment.copy(row, 0, to, ValueLayout.JAVA_FLOAT, at, row.length);
  }

  @Override
  void complete() {
    largestNorm = 0;
    largestBias = 0;
    for (int u = 0; u < units; u++) {
      largestNorm = Math.max(largestNorm, norms[u]);
      largestBias = Math.max(largestBias, biases[u]);
    }
  }

  @Override
  TileScores scores(Kernels kernels) {
    return new Scores(kernels.gemm());
  }

  @Override
  public void close() {
    arena.close();
  }

  /** The products of one thread. */
  private final class Scores extends TileScores {

    private final Gemm gemm;
    private final boolean isNative = residence == Residence.NATIVE;
    private final MemorySegment all = MemorySegment.ofArray(data.values());

    /** Samples as floats without NaN, and 1 for each value that is there. */
    private final float[] filled;

    private final float[] present;
    private final MemorySegment stagedSamples;
    private final MemorySegment stagedPresent;
    private final MemorySegment product;

    /** Squares of the units' lengths over the values that are there; cosine only. */
    private final float[] squares;

    private final MemorySegment squaresProduct;

    private MemorySegment samples;
    private int from;
    private int count;
    private boolean incomplete;

    /** Twice the relative error of a score. */
    private double bound;

    Scores(Gemm gemm) {
      this.gemm = gemm;
      int values = samples(inputs) * inputs;
      filled = new float[data.isIncomplete() ? values : 0];
      present = new float[filled.length];
      squares = new float[data.isIncomplete() && cosine ? scores.length : 0];
      stagedSamples = isNative ? residence.allocateFloats(arena, values) : ofArray(filled);
      stagedPresent = stage(present);
      product = stage(scores);
      squaresProduct = stage(squares);
      samples = stagedSamples;
    }

    private static MemorySegment ofArray(float[] array) {
      return MemorySegment.ofArray(array);
    }

    /** Where the backend wants what the array holds. */
    private MemorySegment stage(float[] array) {
      return isNative ? residence.allocateFloats(arena, array.length) : ofArray(array);
    }

    @Override
    void load(int from, int count) {
      this.from = from;
      this.count = count;
      incomplete = data.isIncomplete(from, count);
      bound = 2 * gamma((cosine && incomplete ? 2 * inputs : inputs) + FURTHER_ROUNDINGS);
      int values = count * inputs;
      long at = (long) data.at(from) * Float.BYTES;
      if (incomplete) {
        fill(data.at(from), values);
        bring(filled, stagedSamples, values);
        bring(present, stagedPresent, values);
      } else if (isNative) {
        MemorySegment.copy(all, at, stagedSamples, 0, (long) values * Float.BYTES);
      }
      samples =
          incomplete || isNative ? stagedSamples : all.asSlice(at, (long) values * Float.BYTES);
    }

    private void fill(int at, int values) {
      float[] x = data.values();
      for (int i = 0; i < values; i++) {
        boolean there = !Float.isNaN(x[at + i]);
        filled[i] = there ? x[at + i] : 0;
        present[i] = there ? 1 : 0;
      }
    }

    private void bring(float[] from, MemorySegment to, int values) {
      if (isNative) {
        MemorySegment.copy(from, 0, to, ValueLayout.JAVA_FLOAT, 0, values);
      }
    }

    private void fetch(MemorySegment from, float[] to, int units) {
      if (isNative) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, 0, to, 0, units * SAMPLES);
      }
    }

    @Override
    void compute(int from, int units) {
      MemorySegment left = rows(operand, from, units);
      if (!incomplete) {
        multiply(left, samples, units, 0, product, epilogues[from / UNITS]);
        fetch(product, scores, units);
        return;
      }
      multiply(left, samples, units, 0, product, Epilogue.NONE);
      MemorySegment right = rows(terms, from, units);
      if (cosine) {
        multiply(right, stagedPresent, units, 0, squaresProduct, Epilogue.NONE);
        fetch(squaresProduct, squares, units);
        fetch(product, scores, units);
        divide(units);
      } else {
        multiply(right, stagedPresent, units, 1, product, Epilogue.NONE);
        fetch(product, scores, units);
      }
    }

    private MemorySegment rows(MemorySegment matrix, int from, int units) {
      return matrix.asSlice(
          (long) from * inputs * Float.BYTES, (long) units * inputs * Float.BYTES);
    }

    private void multiply(
        MemorySegment left,
        MemorySegment right,
        int units,
        float beta,
        MemorySegment to,
        Epilogue epilogue) {
      gemm.sgemm(
          Transpose.NO,
          Transpose.YES,
          units,
          count,
          inputs,
          1,
          left,
          inputs,
          right,
          inputs,
          beta,
          to,
          SAMPLES,
          epilogue);
    }

    private void divide(int units) {
      for (int u = 0; u < units; u++) {
        for (int i = u * SAMPLES; i < u * SAMPLES + count; i++) {
          scores[i] /= (float) Math.sqrt(Math.max(squares[i], SMALLEST_SQUARE));
        }
      }
    }

    @Override
    float margin(int sample) {
      return (float) (bound * (largestNorm * data.norm(from + sample) + largestBias));
    }

    @Override
    public void close() {
      gemm.close();
    }
  }
}
