package io.lanewise.kernels.vector;

import java.util.Arrays;

/**
 * One axis, rows or columns, of a correlation: which taps meet an output, and where in the input.
 *
 * <p>Outputs y = phase + m outStep of one phase share their taps; tap t reads input m inStep +
 * origin(t). Forward, inStep is the stride and there is one phase; backward by data, outStep is the
 * stride, and each phase has the taps that hit it. Origins ascend within a phase.
 */
final class LanesAxis {

  private final int in;
  private final int out;
  private final int inStep;
  private final int outStep;
  private final int[][] taps;
  private final int[][] origins;

  private LanesAxis(int in, int out, int inStep, int outStep, int[][] taps, int[][] origins) {
    this.in = in;
    this.out = out;
    this.inStep = inStep;
    this.outStep = outStep;
    this.taps = taps;
    this.origins = origins;
  }

  /** Output o reads o stride - pad + t dilation. */
  static LanesAxis forward(int in, int out, int kernel, int stride, int pad, int dilation) {
    int[] taps = new int[kernel];
    int[] origins = new int[kernel];
    for (int t = 0; t < kernel; t++) {
      taps[t] = t;
      origins[t] = t * dilation - pad;
    }
    return new LanesAxis(in, out, stride, 1, new int[][] {taps}, new int[][] {origins});
  }

  /**
   * The gradient of input h is the sum over outputs o and taps t with o stride - pad + t dilation =
   * h.
   */
  static LanesAxis backward(int in, int out, int kernel, int stride, int pad, int dilation) {
    int phases = Math.min(stride, in);
    int[][] taps = new int[phases][];
    int[][] origins = new int[phases][];
    for (int phase = 0; phase < phases; phase++) {
      int[] hits = new int[kernel];
      int n = 0;
      for (int t = kernel - 1; t >= 0; t--) {
        if (Math.floorMod(phase + pad - t * dilation, stride) == 0) {
          hits[n++] = t;
        }
      }
      taps[phase] = Arrays.copyOf(hits, n);
      origins[phase] = new int[n];
      for (int t = 0; t < n; t++) {
        origins[phase][t] = Math.floorDiv(phase + pad - hits[t] * dilation, stride);
      }
    }
    return new LanesAxis(out, in, 1, stride, taps, origins);
  }

  /** Elements of the input. */
  int in() {
    return in;
  }

  /** Elements of the output. */
  int out() {
    return out;
  }

  /** From one output of a phase to the next, in the input. */
  int inStep() {
    return inStep;
  }

  /** From one output of a phase to the next, in the output. */
  int outStep() {
    return outStep;
  }

  /** Phases that have an output. */
  int phases() {
    return taps.length;
  }

  /** Outputs of a phase. */
  int count(int phase) {
    return (out - phase + outStep - 1) / outStep;
  }

  /** Taps of a phase. */
  int taps(int phase) {
    return taps[phase].length;
  }

  /** The tap of the kernel. */
  int tap(int phase, int t) {
    return taps[phase][t];
  }

  int origin(int phase, int t) {
    return origins[phase][t];
  }

  /** Whether the taps of a phase read inputs side by side, and so do its outputs. */
  boolean isDense(int phase) {
    int[] origin = origins[phase];
    return inStep == 1
        && origin.length > 0
        && origin[origin.length - 1] - origin[0] == origin.length - 1;
  }

  /** The first tap that lies inside the input for an output up to m of the phase. */
  int firstTap(int phase, int m) {
    int t = 0;
    while (t < taps[phase].length && m * inStep + origins[phase][t] < 0) {
      t++;
    }
    return t;
  }

  /** Behind the last tap that lies inside the input for an output from m of the phase on. */
  int endTap(int phase, int m) {
    int t = taps[phase].length;
    while (t > 0 && m * inStep + origins[phase][t - 1] >= in) {
      t--;
    }
    return t;
  }

  /** The least input that a tap names, at most 0. */
  int least() {
    int least = 0;
    for (int[] phase : origins) {
      least = phase.length == 0 ? least : Math.min(least, phase[0]);
    }
    return least;
  }

  /** The largest input that a tap names, at least 0. */
  int largest() {
    int largest = 0;
    for (int phase = 0; phase < origins.length; phase++) {
      int n = origins[phase].length;
      if (n > 0) {
        largest = Math.max(largest, (count(phase) - 1) * inStep + origins[phase][n - 1]);
      }
    }
    return largest;
  }

  /**
   * At most so many inputs lie between the first and the last that so many outputs in a row name.
   */
  int reach(int outputs) {
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    for (int[] phase : origins) {
      if (phase.length > 0) {
        first = Math.min(first, phase[0]);
        last = Math.max(last, phase[phase.length - 1]);
      }
    }
    if (last < first) {
      return 1;
    }
    return ((outputs - 1 + outStep - 1) / outStep) * inStep + last - first + 1;
  }
}
