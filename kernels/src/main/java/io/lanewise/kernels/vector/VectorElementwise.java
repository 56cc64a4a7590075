package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Element-wise operations, a vector at a time; the last one of a row under a mask. */
final class VectorElementwise extends Elementwise {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private final HeapFloats in = new HeapFloats();
  private final HeapFloats in2 = new HeapFloats();
  private final HeapFloats out = new HeapFloats();

  VectorElementwise() {
    super("vector/elementwise");
  }

  @Override
  public long workspaceBytes() {
    return in.bytes() + in2.bytes() + out.bytes();
  }

  @Override
  protected void computeActivate(Activation f, int n, MemorySegment x, MemorySegment y) {
    in.read(x, n);
    out.write(y, n);
    switch (f) {
      case IDENTITY -> System.arraycopy(in.array(), in.offset(), out.array(), out.offset(), n);
      case RELU -> relu(n, in.array(), in.offset(), out.array(), out.offset());
      case TANH -> tanh(n, in.array(), in.offset(), out.array(), out.offset());
      case SIGMOID -> sigmoid(n, in.array(), in.offset(), out.array(), out.offset());
    }
    out.flush(y, n);
  }

  /** y[yAt + i] &lt;- f(y[yAt + i]) for i &lt; n, where f is TANH or SIGMOID. */
  static void activate(Activation f, int n, float[] y, int yAt) {
    if (f == Activation.TANH) {
      tanh(n, y, yAt, y, yAt);
    } else {
      sigmoid(n, y, yAt, y, yAt);
    }
  }

  private static void relu(int n, float[] x, int xAt, float[] y, int yAt) {
    for (int i = 0; i < n; i += VL) {
      VectorMask<Float> inside = V.indexInRange(i, n);
      FloatVector.fromArray(V, x, xAt + i, inside).max(0f).intoArray(y, yAt + i, inside);
    }
  }

  private static void tanh(int n, float[] x, int xAt, float[] y, int yAt) {
    int whole = V.loopBound(n);
    for (int i = 0; i < whole; i += VL) {
      VectorMath.tanh(FloatVector.fromArray(V, x, xAt + i)).intoArray(y, yAt + i);
    }
    if (whole < n) {
      VectorMask<Float> inside = V.indexInRange(whole, n);
      FloatVector value = FloatVector.fromArray(V, x, xAt + whole, inside);
      VectorMath.tanh(value).intoArray(y, yAt + whole, inside);
    }
  }

  /** 1 / (1 + exp(-x)), to 4 units in the last place or 2^-126. */
  private static void sigmoid(int n, float[] x, int xAt, float[] y, int yAt) {
    int whole = V.loopBound(n);
    for (int i = 0; i < whole; i += VL) {
      FloatVector e = VectorMath.exp(FloatVector.fromArray(V, x, xAt + i).neg());
      FloatVector.broadcast(V, 1f).div(e.add(1f)).intoArray(y, yAt + i);
    }
    if (whole < n) {
      VectorMask<Float> inside = V.indexInRange(whole, n);
      FloatVector e = VectorMath.exp(FloatVector.fromArray(V, x, xAt + whole, inside).neg());
      FloatVector.broadcast(V, 1f).div(e.add(1f)).intoArray(y, yAt + whole, inside);
    }
  }

  @Override
  protected void computeActivateBackward(
      Activation f, int n, MemorySegment y, MemorySegment dy, MemorySegment dx) {
    in.read(y, n);
    in2.read(dy, n);
    out.write(dx, n);
    if (f == Activation.IDENTITY) {
      System.arraycopy(in2.array(), in2.offset(), out.array(), out.offset(), n);
    } else {
      multiplyDerivative(f, n);
    }
    out.flush(dx, n);
  }

  private void multiplyDerivative(Activation f, int n) {
    float[] y = in.array();
    float[] dy = in2.array();
    float[] dx = out.array();
    for (int i = 0; i < n; i += VL) {
      VectorMask<Float> inside = V.indexInRange(i, n);
      FloatVector value = FloatVector.fromArray(V, y, in.offset() + i, inside);
      FloatVector gradient = FloatVector.fromArray(V, dy, in2.offset() + i, inside);
      FloatVector result =
          switch (f) {
            case RELU -> gradient.blend(0f, value.compare(VectorOperators.GT, 0f).not());
            case TANH -> gradient.mul(value.neg().fma(value, FloatVector.broadcast(V, 1f)));
            case SIGMOID -> gradient.mul(value.mul(value.neg().add(1f)));
            case IDENTITY -> gradient;
          };
      result.intoArray(dx, out.offset() + i, inside);
    }
  }

  @Override
  protected void computeAddBias(
      int rows, int columns, MemorySegment biasSegment, MemorySegment xs) {
    in.read(biasSegment, columns);
    out.read(xs, rows * columns);
    float[] bias = in.array();
    float[] x = out.array();
    for (int row = 0; row < rows; row++) {
      int at = out.offset() + row * columns;
      for (int c = 0; c < columns; c += VL) {
        VectorMask<Float> inside = V.indexInRange(c, columns);
        FloatVector.fromArray(V, x, at + c, inside)
            .add(FloatVector.fromArray(V, bias, in.offset() + c, inside))
            .intoArray(x, at + c, inside);
      }
    }
    out.flush(xs, rows * columns);
  }

  @Override
  protected void computeBiasGradient(
      int rows, int columns, MemorySegment dys, MemorySegment dBias) {
    in.read(dys, rows * columns);
    out.write(dBias, columns);
    float[] dy = in.array();
    float[] db = out.array();
    Arrays.fill(db, out.offset(), out.offset() + columns, 0);
    for (int row = 0; row < rows; row++) {
      int at = in.offset() + row * columns;
      for (int c = 0; c < columns; c += VL) {
        VectorMask<Float> inside = V.indexInRange(c, columns);
        FloatVector.fromArray(V, db, out.offset() + c, inside)
            .add(FloatVector.fromArray(V, dy, at + c, inside))
            .intoArray(db, out.offset() + c, inside);
      }
    }
    out.flush(dBias, columns);
  }

  @Override
  protected double computeSoftmaxCrossEntropy(
      int rows,
      int columns,
      MemorySegment xs,
      int[] labels,
      int labelsOffset,
      float scale,
      MemorySegment dxs) {
    in.read(xs, rows * columns);
    out.write(dxs, rows * columns);
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      loss +=
          softmaxRow(
              columns,
              in.array(),
              in.offset() + row * columns,
              labels[labelsOffset + row],
              scale,
              out.array(),
              out.offset() + row * columns);
    }
    out.flush(dxs, rows * columns);
    return loss;
  }

  private static double softmaxRow(
      int columns, float[] x, int xAt, int label, float scale, float[] dx, int dxAt) {
    float max = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < columns; c++) {
      max = Math.max(max, x[xAt + c]);
    }
    double labelScore = (double) x[xAt + label] - max;
    FloatVector sums = FloatVector.zero(V);
    for (int c = 0; c < columns; c += VL) {
      VectorMask<Float> inside = V.indexInRange(c, columns);
      FloatVector e = VectorMath.exp(FloatVector.fromArray(V, x, xAt + c, inside).sub(max));
      sums = sums.add(e, inside);
      e.intoArray(dx, dxAt + c, inside);
    }
    float sum = FloatSum.of(sums);
    float factor = scale / sum;
    for (int c = 0; c < columns; c += VL) {
      VectorMask<Float> inside = V.indexInRange(c, columns);
      FloatVector.fromArray(V, dx, dxAt + c, inside).mul(factor).intoArray(dx, dxAt + c, inside);
    }
    dx[dxAt + label] -= scale;
    return Math.log(sum) - labelScore;
  }

  @Override
  protected void computeSgdMomentum(
      int n,
      float rate,
      float momentum,
      float weightDecay,
      MemorySegment gs,
      MemorySegment vs,
      MemorySegment ws) {
    in.read(gs, n);
    in2.read(vs, n);
    out.read(ws, n);
    float[] g = in.array();
    float[] v = in2.array();
    float[] w = out.array();
    for (int i = 0; i < n; i += VL) {
      VectorMask<Float> inside = V.indexInRange(i, n);
      FloatVector weight = FloatVector.fromArray(V, w, out.offset() + i, inside);
      FloatVector gradient = FloatVector.fromArray(V, g, in.offset() + i, inside);
      FloatVector velocity = FloatVector.fromArray(V, v, in2.offset() + i, inside);
      velocity = velocity.mul(momentum).add(gradient.add(weight.mul(weightDecay)));
      velocity = velocity.blend(0, velocity.abs().lt(Float.MIN_NORMAL));
      velocity.intoArray(v, in2.offset() + i, inside);
      weight.sub(velocity.mul(rate)).intoArray(w, out.offset() + i, inside);
    }
    in2.flush(vs, n);
    out.flush(ws, n);
  }
}
