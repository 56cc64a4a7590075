package io.lanewise.kernels.scalar;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Element-wise operations in plain loops; exp and tanh are those of {@link Math}. */
final class ScalarElementwise extends Elementwise {

  private final HeapFloats in = new HeapFloats();
  private final HeapFloats in2 = new HeapFloats();
  private final HeapFloats out = new HeapFloats();

  ScalarElementwise() {
    super("scalar/elementwise");
  }

  @Override
  public long workspaceBytes() {
    return in.bytes() + in2.bytes() + out.bytes();
  }

  @Override
  protected void computeActivate(Activation f, int n, MemorySegment xs, MemorySegment ys) {
    in.read(xs, n);
    out.write(ys, n);
    float[] x = in.array();
    float[] y = out.array();
    int xAt = in.offset();
    int yAt = out.offset();
    switch (f) {
      case IDENTITY -> System.arraycopy(x, xAt, y, yAt, n);
      case RELU -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = Math.max(x[xAt + i], 0);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.tanh(x[xAt + i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) (1 / (1 + Math.exp(-x[xAt + i])));
        }
      }
    }
    out.flush(ys, n);
  }

  @Override
  protected void computeActivateBackward(
      Activation f, int n, MemorySegment ys, MemorySegment dys, MemorySegment dxs) {
    in.read(ys, n);
    in2.read(dys, n);
    out.write(dxs, n);
    float[] y = in.array();
    float[] dy = in2.array();
    float[] dx = out.array();
    int yAt = in.offset();
    int dyAt = in2.offset();
    int dxAt = out.offset();
    switch (f) {
      case IDENTITY -> System.arraycopy(dy, dyAt, dx, dxAt, n);
      case RELU -> {
        for (int i = 0; i < n; i++) {
          dx[dxAt + i] = y[yAt + i] > 0 ? dy[dyAt + i] : 0;
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          dx[dxAt + i] = dy[dyAt + i] * (1 - y[yAt + i] * y[yAt + i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          dx[dxAt + i] = dy[dyAt + i] * (y[yAt + i] * (1 - y[yAt + i]));
        }
      }
    }
    out.flush(dxs, n);
  }

  @Override
  protected void computeAddBias(int rows, int columns, MemorySegment bias, MemorySegment xs) {
    in.read(bias, columns);
    out.read(xs, rows * columns);
    float[] b = in.array();
    float[] x = out.array();
    for (int row = 0; row < rows; row++) {
      int at = out.offset() + row * columns;
      for (int c = 0; c < columns; c++) {
        x[at + c] += b[in.offset() + c];
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
      for (int c = 0; c < columns; c++) {
        db[out.offset() + c] += dy[at + c];
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
              in.offset() + row * columns,
              labels[labelsOffset + row],
              scale,
              out.offset() + row * columns);
    }
    out.flush(dxs, rows * columns);
    return loss;
  }

  private double softmaxRow(int columns, int xAt, int label, float scale, int dxAt) {
    float[] x = in.array();
    float[] dx = out.array();
    float max = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < columns; c++) {
      max = Math.max(max, x[xAt + c]);
    }
    double labelScore = (double) x[xAt + label] - max;
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      float e = (float) Math.exp(x[xAt + c] - max);
      dx[dxAt + c] = e;
      sum += e;
    }
    float inverse = (float) (1 / sum);
    for (int c = 0; c < columns; c++) {
      dx[dxAt + c] = scale * (dx[dxAt + c] * inverse - (c == label ? 1 : 0));
    }
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
    int gAt = in.offset();
    int vAt = in2.offset();
    int wAt = out.offset();
    for (int i = 0; i < n; i++) {
      float velocity = momentum * v[vAt + i] + (g[gAt + i] + weightDecay * w[wAt + i]);
      if (Math.abs(velocity) < Float.MIN_NORMAL) {
        velocity = 0;
      }
      v[vAt + i] = velocity;
      w[wAt + i] -= rate * velocity;
    }
    in2.flush(vs, n);
    out.flush(ws, n);
  }
}
