package io.lanewise.kernels.contract;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Transpose;
import java.util.Arrays;

/**
 * The naive oracle: every operation by its formula, in double, slow. Run on absolute values it
 * gives the sums that the error bounds are multiples of.
 */
public final class Reference {

  private Reference() {}

  static double[] abs(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  /** alpha op(A) op(B) + beta C for dense matrices. */
  static double[] gemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      double[] b,
      double beta,
      double[] c) {
    double[] result = new double[m * n];
    if (alpha != 0) {
      double[] left = transA == Transpose.NO ? a : transposed(a, k, m);
      double[] right = transB == Transpose.NO ? b : transposed(b, n, k);
      for (int i = 0; i < m; i++) {
        for (int p = 0; p < k; p++) {
          double factor = left[i * k + p];
          for (int j = 0; j < n; j++) {
            result[i * n + j] += factor * right[p * n + j];
          }
        }
      }
    }
    for (int i = 0; i < result.length; i++) {
      double product = alpha == 0 || k == 0 ? 0 : alpha * result[i];
      result[i] = beta == 0 ? product : product + beta * c[i];
    }
    return result;
  }

  private static double[] transposed(double[] matrix, int rows, int columns) {
    double[] result = new double[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }

  /**
   * What to do where a row of outputs, one weight and every step-th input of a row meet: as many of
   * them as lie inside the image.
   */
  private interface Meeting {
    void at(int dst, int weight, int src, int count, int step);
  }

  private static void conv2d(Conv2dShape s, Meeting meeting) {
    int icPerGroup = s.ic() / s.groups();
    int ocPerGroup = s.oc() / s.groups();
    for (int n = 0; n < s.mb(); n++) {
      for (int o = 0; o < s.oc(); o++) {
        for (int p = 0; p < s.oh(); p++) {
          int dst = ((n * s.oc() + o) * s.oh() + p) * s.ow();
          for (int c = 0; c < icPerGroup; c++) {
            int plane = n * s.ic() + o / ocPerGroup * icPerGroup + c;
            for (int i = 0; i < s.kh(); i++) {
              int h = p * s.strideH() - s.padTop() + i * s.dilationH();
              for (int j = 0; j < s.kw() && h >= 0 && h < s.ih(); j++) {
                int v = j * s.dilationW() - s.padLeft();
                int first = v >= 0 ? 0 : Math.ceilDiv(-v, s.strideW());
                int end = Math.min(s.ow(), Math.floorDiv(s.iw() - 1 - v, s.strideW()) + 1);
                if (first < end) {
                  meeting.at(
                      dst + first,
                      ((o * icPerGroup + c) * s.kh() + i) * s.kw() + j,
                      (plane * s.ih() + h) * s.iw() + first * s.strideW() + v,
                      end - first,
                      s.strideW());
                }
              }
            }
          }
        }
      }
    }
  }

  /** Multiplications in one execution. */
  public static long conv2dProducts(Conv2dShape s) {
    long[] products = {0};
    conv2d(s, (dst, weight, src, count, step) -> products[0] += count);
    return products[0];
  }

  static double[] conv2dForward(Conv2dShape s, double[] x, double[] w, double[] bias) {
    double[] y = new double[(int) s.dstElements()];
    conv2d(
        s,
        (dst, weight, src, count, step) -> {
          for (int q = 0; q < count; q++) {
            y[dst + q] += x[src + q * step] * w[weight];
          }
        });
    int plane = s.oh() * s.ow();
    for (int i = 0; bias != null && i < y.length; i++) {
      y[i] += bias[i / plane % s.oc()];
    }
    return y;
  }

  static double[] conv2dBackwardData(Conv2dShape s, double[] dy, double[] w) {
    double[] dx = new double[(int) s.srcElements()];
    conv2d(
        s,
        (dst, weight, src, count, step) -> {
          for (int q = 0; q < count; q++) {
            dx[src + q * step] += dy[dst + q] * w[weight];
          }
        });
    return dx;
  }

  static double[] conv2dBackwardWeights(Conv2dShape s, double[] x, double[] dy) {
    double[] dw = new double[(int) s.weightElements()];
    conv2d(
        s,
        (dst, weight, src, count, step) -> {
          for (int q = 0; q < count; q++) {
            dw[weight] += dy[dst + q] * x[src + q * step];
          }
        });
    return dw;
  }

  static double[] conv2dBackwardBias(Conv2dShape s, double[] dy) {
    double[] db = new double[s.oc()];
    int plane = s.oh() * s.ow();
    for (int i = 0; i < dy.length; i++) {
      db[i / plane % s.oc()] += dy[i];
    }
    return db;
  }

  /** What to do with the first n taps, those of an output's window inside the image, in order. */
  private interface Window {
    void at(int dst, int[] taps, int n);
  }

  private static void pool2d(Pool2dShape s, Window window) {
    int[] taps = new int[s.kh() * s.kw()];
    for (int plane = 0; plane < s.mb() * s.ic(); plane++) {
      for (int p = 0; p < s.oh(); p++) {
        for (int q = 0; q < s.ow(); q++) {
          window.at((plane * s.oh() + p) * s.ow() + q, taps, taps(s, plane, p, q, taps));
        }
      }
    }
  }

  private static int taps(Pool2dShape s, int plane, int p, int q, int[] taps) {
    int n = 0;
    for (int i = 0; i < s.kh(); i++) {
      int h = p * s.strideH() - s.padTop() + i * s.dilationH();
      for (int j = 0; j < s.kw() && h >= 0 && h < s.ih(); j++) {
        int v = q * s.strideW() - s.padLeft() + j * s.dilationW();
        if (v >= 0 && v < s.iw()) {
          taps[n++] = (plane * s.ih() + h) * s.iw() + v;
        }
      }
    }
    return n;
  }

  /** Comparisons or additions in one execution, the first of a window included. */
  public static long pool2dTaps(Pool2dShape s) {
    long[] all = {0};
    pool2d(s, (dst, taps, n) -> all[0] += n);
    return all[0];
  }

  static double[] pool2dForward(Pool2dShape s, double[] x) {
    double[] y = new double[(int) s.dstElements()];
    pool2d(
        s,
        (dst, taps, n) ->
            y[dst] = s.kind() == PoolKind.MAX ? max(x, taps, n) : sum(x, taps, n) / divisor(s, n));
    return y;
  }

  static double[] pool2dBackward(Pool2dShape s, double[] x, double[] dy) {
    double[] dx = new double[(int) s.srcElements()];
    pool2d(
        s,
        (dst, taps, n) -> {
          if (s.kind() != PoolKind.MAX) {
            for (int i = 0; i < n; i++) {
              dx[taps[i]] += dy[dst] / divisor(s, n);
            }
          } else if (n > 0) {
            dx[first(x, taps, n)] += dy[dst];
          }
        });
    return dx;
  }

  private static double max(double[] x, int[] taps, int n) {
    return n == 0 ? Double.NEGATIVE_INFINITY : x[first(x, taps, n)];
  }

  /** The first NaN or, without one, the first of the largest. */
  private static int first(double[] x, int[] taps, int n) {
    int best = taps[0];
    for (int i = 0; i < n; i++) {
      int tap = taps[i];
      if (Double.isNaN(x[tap])) {
        return tap;
      }
      if (x[tap] > x[best]) {
        best = tap;
      }
    }
    return best;
  }

  private static double sum(double[] x, int[] taps, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[taps[i]];
    }
    return sum;
  }

  private static double divisor(Pool2dShape s, int n) {
    return switch (s.kind()) {
      case MAX, SUM -> 1;
      case AVERAGE_INCLUDE_PADDING -> s.kh() * s.kw();
      case AVERAGE_EXCLUDE_PADDING -> Math.max(1, n);
    };
  }

  static double activate(Activation f, double x) {
    return switch (f) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
    };
  }

  static double[] activate(Activation f, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = activate(f, x[i]);
    }
    return y;
  }

  /** f' from y = f(x). */
  static double derivative(Activation f, double y) {
    return switch (f) {
      case IDENTITY -> 1;
      case RELU -> y > 0 ? 1 : 0;
      case TANH -> 1 - y * y;
      case SIGMOID -> y * (1 - y);
    };
  }

  static double[] activateBackward(Activation f, double[] y, double[] dy) {
    double[] dx = new double[y.length];
    for (int i = 0; i < dx.length; i++) {
      dx[i] = dy[i] * derivative(f, y[i]);
    }
    return dx;
  }

  /** The sums rounded to floats, as a kernel has them. */
  static double[] addBias(int rows, int columns, double[] bias, double[] x) {
    double[] y = new double[rows * columns];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) (x[i] + bias[i % columns]);
    }
    return y;
  }

  static double[] biasGradient(int rows, int columns, double[] dy) {
    double[] sums = new double[columns];
    for (int i = 0; i < rows * columns; i++) {
      sums[i % columns] += dy[i];
    }
    return sums;
  }

  /** exp(x[c]) / sum over j of exp(x[j]) of one row. */
  static double[] softmax(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double[] e = Arrays.stream(x).map(value -> Math.exp(value - max)).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(value -> value / sum).toArray();
  }

  /** -log softmax(x)[label], by the terms other than the largest so that small losses are exact. */
  static double crossEntropy(double[] x, int label) {
    int top = 0;
    for (int c = 1; c < x.length; c++) {
      top = x[c] > x[top] ? c : top;
    }
    double rest = 0;
    for (int c = 0; c < x.length; c++) {
      rest += c == top ? 0 : Math.exp(x[c] - x[top]);
    }
    return x[top] - x[label] + Math.log1p(rest);
  }
}
