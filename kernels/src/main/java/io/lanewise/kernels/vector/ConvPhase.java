package io.lanewise.kernels.vector;

import io.lanewise.kernels.Conv2dShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A product of weights and columns of images for one group. Forward there is one. Backward data of
 * a convolution with stride has strideH strideW: the pixels of diffSrc with (h + padTop) mod
 * strideH = a and (w + padLeft) mod strideW = b are reached by the taps with (kh dilationH) mod
 * strideH = a and (kw dilationW) mod strideW = b, and by no others:
 *
 * <pre>
 * diffSrc[h][w] = sum over these taps of diffDst[(h + padTop - kh dilationH) / strideH][...] w[kh][kw]
 * </pre>
 *
 * <p>which is a convolution without stride. Immutable, safe for many threads.
 *
 * @param weights the first operand
 * @param columns the second operand
 * @param grid where the product lies
 * @param m rows of the product, channels of a group
 * @param n columns of the product, pixels of all images
 */
record ConvPhase(ConvWeights weights, ImageColumns columns, ImageGrid grid, int m, int n) {

  /**
   * Terms that are added in one step, at most. Shorter than for a matrix in memory: a micro-panel
   * of columns, 32 KB, stays in the level 1 cache where it has just been packed, and C's rows are
   * short. From 512 to 256 layers of 3x3 gained 5 to 10 %. Shorter than a packed group of weights
   * by a vector of fours, which {@link FloatFours#interleave(int, int, float[], int, int, int, int,
   * float[], int, int)} may write behind the last step.
   */
  private static final int KC = Math.min(GemmBlocking.kcSetting() - FloatFours.VL, 256);

  static ConvPhase forward(Conv2dShape s) {
    int[] tapH = new int[s.kh() * s.kw()];
    int[] tapW = new int[tapH.length];
    for (int tap = 0; tap < tapH.length; tap++) {
      tapH[tap] = tap / s.kw() * s.dilationH() - s.padTop();
      tapW[tap] = tap % s.kw() * s.dilationW() - s.padLeft();
    }
    int channels = s.ic() / s.groups();
    ImageGrid grid = new ImageGrid(s.oc(), s.oh(), s.ow(), 0, 0, 1, 1);
    return new ConvPhase(
        ConvWeights.forward(s.oc() / s.groups(), channels, tapH.length),
        new ImageColumns(
            channels, s.ic(), s.ih(), s.iw(), s.oh(), s.ow(), s.strideH(), s.strideW(), tapH, tapW),
        grid,
        s.oc() / s.groups(),
        s.mb() * grid.columns());
  }

  /** The phases that have taps and pixels. */
  static List<ConvPhase> backwardData(Conv2dShape s) {
    List<ConvPhase> phases = new ArrayList<>();
    for (int a = 0; a < s.strideH(); a++) {
      for (int b = 0; b < s.strideW(); b++) {
        int firstH = Math.floorMod(a - s.padTop(), s.strideH());
        int firstW = Math.floorMod(b - s.padLeft(), s.strideW());
        int[] rows = taps(s.kh(), s.dilationH(), s.strideH(), a);
        int[] columns = taps(s.kw(), s.dilationW(), s.strideW(), b);
        if (rows.length * columns.length > 0 && firstH < s.ih() && firstW < s.iw()) {
          phases.add(backwardData(s, firstH, firstW, rows, columns));
        }
      }
    }
    return phases;
  }

  private static ConvPhase backwardData(
      Conv2dShape s, int firstH, int firstW, int[] rows, int[] columns) {
    int[] taps = new int[rows.length * columns.length];
    int[] tapH = new int[taps.length];
    int[] tapW = new int[taps.length];
    for (int i = 0; i < taps.length; i++) {
      int row = rows[i / columns.length];
      int column = columns[i % columns.length];
      taps[i] = row * s.kw() + column;
      tapH[i] = (firstH + s.padTop() - row * s.dilationH()) / s.strideH();
      tapW[i] = (firstW + s.padLeft() - column * s.dilationW()) / s.strideW();
    }
    int channels = s.ic() / s.groups();
    int h = (s.ih() - firstH + s.strideH() - 1) / s.strideH();
    int w = (s.iw() - firstW + s.strideW() - 1) / s.strideW();
    return new ConvPhase(
        ConvWeights.backwardData(s.oc() / s.groups(), channels, s.kh() * s.kw(), taps),
        new ImageColumns(s.oc() / s.groups(), s.oc(), s.oh(), s.ow(), h, w, 1, 1, tapH, tapW),
        new ImageGrid(s.ic(), s.ih(), s.iw(), firstH, firstW, s.strideH(), s.strideW()),
        channels,
        s.mb() * h * w);
  }

  /** The taps i &lt; kernel with (i dilation) mod stride = phase. */
  private static int[] taps(int kernel, int dilation, int stride, int phase) {
    int[] taps = new int[kernel];
    int n = 0;
    for (int tap = 0; tap < kernel; tap++) {
      if ((long) tap * dilation % stride == phase) {
        taps[n++] = tap;
      }
    }
    return Arrays.copyOf(taps, n);
  }

  /** Whether the phases of backward data write every pixel. */
  static boolean coverAll(List<ConvPhase> phases, Conv2dShape s) {
    long pixels = 0;
    for (int i = 0; i < phases.size(); i++) {
      pixels += phases.get(i).n();
    }
    return pixels == (long) s.mb() * s.ih() * s.iw();
  }

  /** Terms of each sum. */
  int k() {
    return columns.rows();
  }

  int taps() {
    return columns.taps();
  }

  long bytes() {
    return weights.bytes() + columns.bytes();
  }

  /**
   * Terms of the sum that are added in one step: equal steps, whole channels where their taps are
   * not more than a step.
   */
  static int kc(int k, int taps) {
    if (k <= KC) {
      return k;
    }
    int unit = taps > KC ? 1 : taps;
    int steps = GemmBlocking.roundUp(k, KC / unit * unit) / (KC / unit * unit);
    return GemmBlocking.roundUp((k + steps - 1) / steps, unit);
  }
}
