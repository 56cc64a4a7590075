package io.lanewise.kernels.vector;

import io.lanewise.kernels.Conv2dShape;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Depthwise convolution of one plane of the input with the filters of its channel, band by band,
 * with the memory of one thread. Both the output and the gradient of the input are correlations
 * over flat bands; only the tables of taps differ.
 */
final class DepthwisePlane {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private final Conv2dShape shape;
  private final int filters;
  private final int taps;

  /** Elements that the planes that are computed together should have with their outputs: 16 KiB. */
  private static final int ELEMENTS = 4096;

  private static final int MOST_TOGETHER = 8;

  /** What the windows of a band cover, for each of the planes together; and the gradient of it. */
  private final PhaseBand[] bands;

  private final PhaseBand band;

  private final PhaseBand gradientBand;

  /** A band of outputs, for each of the planes together. */
  private final float[][] outs;

  /** A band of their gradients, zeros between the rows. */
  private final float[] outGradients;

  /** Elements in front of a band of gradients that are zero. */
  private final int lead;

  /** The taps of each phase, and where each reads the gradients of its window. */
  private final int[][] phaseTaps;

  private final int[][] phaseAt;

  /** The weights of one filter, in the order of a table of taps. */
  private final float[] filter;

  /** Sums of the gradients of each weight, and at the end of a filter's of its bias, in lanes. */
  private final float[] sums;

  DepthwisePlane(Conv2dShape shape) {
    this.shape = shape;
    filters = shape.oc() / shape.ic();
    taps = shape.kh() * shape.kw();
    band = new PhaseBand(shape, shape.oh(), 0);
    bands = new PhaseBand[together()];
    bands[0] = band;
    for (int i = 1; i < bands.length; i++) {
      bands[i] = new PhaseBand(shape, shape.oh(), 0);
    }
    gradientBand = new PhaseBand(shape, (shape.padTop() + shape.ih()) / shape.strideH() + 1, 0);
    int pitch = band.pitch();
    lead = pitch;
    outs = new float[bands.length][outElements()];
    int rows = Math.max(band.rows(), gradientBand.rows() + gradientBand.above());
    outGradients = new float[lead + rows * pitch + PhaseBand.SLACK];
    phaseTaps = new int[gradientBand.phases()][];
    phaseAt = new int[gradientBand.phases()][];
    int base = lead + gradientBand.above() * pitch;
    for (int phase = 0; phase < phaseTaps.length; phase++) {
      int[] tapsOfPhase = gradientBand.tapsOf(phase);
      phaseTaps[phase] = tapsOfPhase;
      phaseAt[phase] = new int[tapsOfPhase.length];
      Arrays.setAll(phaseAt[phase], i -> base - gradientBand.shifts()[tapsOfPhase[i]]);
    }
    filter = new float[taps];
    sums = new float[filters * (taps + 1) * VL];
  }

  /**
   * Planes that are computed together: several small ones, as a vector that was just written cannot
   * be read at another place for a while. One where a channel has several filters, whose outputs
   * would not be written in the order in which they lie.
   */
  int together() {
    long elements = band.bytes() / Float.BYTES + outElements();
    return filters > 1 || band.rows() < shape.oh()
        ? 1
        : (int) Math.clamp(ELEMENTS / elements, 1, MOST_TOGETHER);
  }

  private int outElements() {
    return band.rows() * band.pitch() + PhaseBand.SLACK;
  }

  long bytes() {
    long floats = (long) outs.length * outElements();
    floats += outGradients.length + filter.length + sums.length;
    return bands.length * band.bytes() + gradientBand.bytes() + Float.BYTES * floats;
  }

  /**
   * Computes the outputs of n planes, all filters of each.
   *
   * @param w weights, from wAt on those of channel 0
   * @param bias null for none; from biasAt on that of channel 0
   * @param plane the first plane, image by image and channel by channel; n is at most {@link
   *     #together}
   * @param room elements behind the planes' outputs that may be written twice
   */
  void forward(
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      boolean relu,
      float[] y,
      int yAt,
      int plane,
      int n,
      int room) {
    int pixels = shape.ih() * shape.iw();
    for (int p = 0; p < shape.oh(); p += band.rows()) {
      int rows = Math.min(band.rows(), shape.oh() - p);
      for (int i = 0; i < n; i++) {
        bands[i].read(x, xAt + i * pixels, p, rows, 0);
      }
      for (int o = 0; o < filters; o++) {
        for (int i = 0; i < n; i++) {
          int channel = (plane + i) % shape.ic() * filters + o;
          float start = bias == null ? 0 : bias[biasAt + channel];
          float[] from = bands[i].elements();
          int elements = rows * band.pitch();
          int filterAt = wAt + channel * taps;
          correlate(from, band.tapAt(), w, filterAt, elements, start, relu, false, outs[i], 0);
        }
        for (int i = 0; i < n; i++) {
          int behind = room + (n - 1 - i) * shape.oh() * shape.ow();
          write(outs[i], rows, y, yAt + ((i * filters + o) * shape.oh() + p) * shape.ow(), behind);
        }
      }
    }
  }

  /**
   * Rows of outputs. What is written behind one is written again with what comes next; the last
   * ones of a thread are copied by no vectors, as those would be compiled seconds later.
   */
  private void write(float[] out, int rows, float[] y, int yAt, int room) {
    int ow = shape.ow();
    int pitch = band.pitch();
    if (ow < VL && filters == 1) {
      int missing = Math.max(0, VL - room);
      int whole = Math.max(0, rows - (missing + ow - 1) / ow);
      FloatRows.copyWhole(out, 0, pitch, y, yAt, ow, whole);
      for (int row = whole; row < rows; row++) {
        System.arraycopy(out, row * pitch, y, yAt + row * ow, ow);
      }
    } else {
      FloatRows.copy(out, 0, pitch, y, yAt, ow, rows, ow);
    }
  }

  /** Computes the gradient of the plane, the sum over all filters. */
  void backwardData(float[] dy, int dyAt, float[] w, int wAt, float[] dx, int dxAt) {
    PhaseBand to = gradientBand;
    for (int a = 0; a < to.planeRows(); a += to.rows()) {
      int rows = Math.min(to.rows(), to.planeRows() - a);
      int n = rows * to.pitch();
      for (int o = 0; o < filters; o++) {
        readGradients(dy, dyAt + o * shape.oh() * shape.ow(), a - to.above(), a + rows);
        for (int phase = 0; phase < to.phases(); phase++) {
          int[] tapsOfPhase = phaseTaps[phase];
          for (int t = 0; t < tapsOfPhase.length; t++) {
            filter[t] = w[wAt + o * taps + tapsOfPhase[t]];
          }
          int at = to.phaseAt(phase);
          correlate(outGradients, phaseAt[phase], filter, 0, n, 0, false, o > 0, to.elements(), at);
        }
      }
      to.write(dx, dxAt, a, rows);
    }
  }

  /**
   * Gradients of output rows p0 .. p1 - 1; zeros for rows that the output has not, and for a vector
   * behind them.
   */
  private void readGradients(float[] dy, int dyAt, int p0, int p1) {
    int pitch = band.pitch();
    int ow = shape.ow();
    int from = Math.clamp(p0, 0, shape.oh());
    int end = Math.clamp(p1, from, shape.oh());
    int at = lead + (from - p0) * pitch;
    Arrays.fill(outGradients, lead, at, 0);
    int behind = lead + (p1 - p0) * pitch + VL;
    Arrays.fill(outGradients, lead + (end - p0) * pitch, behind, 0);
    FloatRows.copyPadded(dy, dyAt + from * ow, ow, outGradients, at, pitch, end - from, ow, 0);
  }

  /** Forgets the sums of an earlier channel. */
  void clearGradients() {
    Arrays.fill(sums, 0);
  }

  /** Adds what one image gives to the gradients of weights and bias. */
  void addGradients(float[] x, int xAt, float[] dy, int dyAt) {
    for (int p = 0; p < shape.oh(); p += band.rows()) {
      int rows = Math.min(band.rows(), shape.oh() - p);
      int n = rows * band.pitch();
      band.read(x, xAt, p, rows, 0);
      for (int o = 0; o < filters; o++) {
        readGradients(dy, dyAt + o * shape.oh() * shape.ow(), p, p + rows);
        int to = o * (taps + 1) * VL;
        dots(band.elements(), band.tapAt(), outGradients, lead, n, sums, to);
      }
    }
  }

  /**
   * Writes the gradients of the weights and, if wanted, of the bias.
   *
   * @param db null if it is not wanted
   */
  void gradients(float[] dw, int dwAt, float[] db, int dbAt) {
    for (int o = 0; o < filters; o++) {
      int at = o * (taps + 1) * VL;
      for (int t = 0; t < taps; t++) {
        dw[dwAt + o * taps + t] = total(at + t * VL);
      }
      if (db != null) {
        db[dbAt + o] = total(at + taps * VL);
      }
    }
  }

  private float total(int at) {
    float total = 0;
    for (int lane = 0; lane < VL; lane++) {
      total += sums[at + lane];
    }
    return total;
  }

  /**
   * y[yAt + f] = start + the sum of w[wAt + t] x[at[t] + f], f &lt; n.
   *
   * @param relu whether the larger of that and 0 is stored
   * @param add whether y is added to it
   */
  static void correlate(
      float[] x,
      int[] at,
      float[] w,
      int wAt,
      int n,
      float start,
      boolean relu,
      boolean add,
      float[] y,
      int yAt) {
    if (at.length == 9) {
      correlateNine(x, at, w, wAt, n, start, relu, add, y, yAt);
      return;
    }
    FloatVector first = FloatVector.broadcast(V, start);
    for (int f = 0; f < n; f += 4 * VL) {
      int to = yAt + f;
      FloatVector sum0 = add ? FloatVector.fromArray(V, y, to) : first;
      FloatVector sum1 = add ? FloatVector.fromArray(V, y, to + VL) : first;
      FloatVector sum2 = add ? FloatVector.fromArray(V, y, to + 2 * VL) : first;
      FloatVector sum3 = add ? FloatVector.fromArray(V, y, to + 3 * VL) : first;
      for (int t = 0; t < at.length; t++) {
        FloatVector weight = FloatVector.broadcast(V, w[wAt + t]);
        int from = at[t] + f;
        sum0 = FloatVector.fromArray(V, x, from).fma(weight, sum0);
        sum1 = FloatVector.fromArray(V, x, from + VL).fma(weight, sum1);
        sum2 = FloatVector.fromArray(V, x, from + 2 * VL).fma(weight, sum2);
        sum3 = FloatVector.fromArray(V, x, from + 3 * VL).fma(weight, sum3);
      }
      if (relu) {
        sum0 = sum0.blend(0f, sum0.compare(VectorOperators.LT, 0f));
        sum1 = sum1.blend(0f, sum1.compare(VectorOperators.LT, 0f));
        sum2 = sum2.blend(0f, sum2.compare(VectorOperators.LT, 0f));
        sum3 = sum3.blend(0f, sum3.compare(VectorOperators.LT, 0f));
      }
      sum0.intoArray(y, to);
      sum1.intoArray(y, to + VL);
      sum2.intoArray(y, to + 2 * VL);
      sum3.intoArray(y, to + 3 * VL);
    }
  }

  /** The same with the weights of 3 x 3 taps in registers. */
  private static void correlateNine(
      float[] x,
      int[] at,
      float[] w,
      int wAt,
      int n,
      float start,
      boolean relu,
      boolean add,
      float[] y,
      int yAt) {
    FloatVector first = FloatVector.broadcast(V, start);
    int at0 = at[0];
    int at1 = at[1];
    int at2 = at[2];
    int at3 = at[3];
    int at4 = at[4];
    int at5 = at[5];
    int at6 = at[6];
    int at7 = at[7];
    int at8 = at[8];
    FloatVector w0 = FloatVector.broadcast(V, w[wAt]);
    FloatVector w1 = FloatVector.broadcast(V, w[wAt + 1]);
    FloatVector w2 = FloatVector.broadcast(V, w[wAt + 2]);
    FloatVector w3 = FloatVector.broadcast(V, w[wAt + 3]);
    FloatVector w4 = FloatVector.broadcast(V, w[wAt + 4]);
    FloatVector w5 = FloatVector.broadcast(V, w[wAt + 5]);
    FloatVector w6 = FloatVector.broadcast(V, w[wAt + 6]);
    FloatVector w7 = FloatVector.broadcast(V, w[wAt + 7]);
    FloatVector w8 = FloatVector.broadcast(V, w[wAt + 8]);
    for (int f = 0; f < n; f += VL) {
      FloatVector upper = add ? FloatVector.fromArray(V, y, yAt + f) : first;
      upper = FloatVector.fromArray(V, x, at0 + f).fma(w0, upper);
      FloatVector lower = FloatVector.fromArray(V, x, at5 + f).mul(w5);
      upper = FloatVector.fromArray(V, x, at1 + f).fma(w1, upper);
      upper = FloatVector.fromArray(V, x, at2 + f).fma(w2, upper);
      upper = FloatVector.fromArray(V, x, at3 + f).fma(w3, upper);
      upper = FloatVector.fromArray(V, x, at4 + f).fma(w4, upper);
      lower = FloatVector.fromArray(V, x, at6 + f).fma(w6, lower);
      lower = FloatVector.fromArray(V, x, at7 + f).fma(w7, lower);
      lower = FloatVector.fromArray(V, x, at8 + f).fma(w8, lower);
      FloatVector sum = upper.add(lower);
      if (relu) {
        sum = sum.blend(0f, sum.compare(VectorOperators.LT, 0f));
      }
      sum.intoArray(y, yAt + f);
    }
  }

  /**
   * sums[to + t VL + lane] += the sum of x[at[t] + f] dy[dyAt + f], f &lt; n, f = lane mod VL; and
   * behind those of the taps the sum of dy. Between rows and behind n dy is zero.
   */
  private static void dots(float[] x, int[] at, float[] dy, int dyAt, int n, float[] sums, int to) {
    if (at.length == 9) {
      nineDots(x, at, dy, dyAt, n, sums, to);
    } else {
      for (int t = 0; t < at.length; t++) {
        dot(x, at[t], dy, dyAt, n, sums, to + t * VL);
      }
    }
    FloatVector sum = FloatVector.fromArray(V, sums, to + at.length * VL);
    for (int f = 0; f < n; f += VL) {
      sum = sum.add(FloatVector.fromArray(V, dy, dyAt + f));
    }
    sum.intoArray(sums, to + at.length * VL);
  }

  private static void dot(float[] x, int at, float[] dy, int dyAt, int n, float[] sums, int to) {
    FloatVector sum = FloatVector.fromArray(V, sums, to);
    for (int f = 0; f < n; f += VL) {
      FloatVector v = FloatVector.fromArray(V, dy, dyAt + f);
      sum = FloatVector.fromArray(V, x, at + f).fma(v, sum);
    }
    sum.intoArray(sums, to);
  }

  private static void nineDots(
      float[] x, int[] at, float[] dy, int dyAt, int n, float[] sums, int to) {
    int at0 = at[0];
    int at1 = at[1];
    int at2 = at[2];
    int at3 = at[3];
    int at4 = at[4];
    int at5 = at[5];
    int at6 = at[6];
    int at7 = at[7];
    int at8 = at[8];
    FloatVector sum0 = FloatVector.fromArray(V, sums, to);
    FloatVector sum1 = FloatVector.fromArray(V, sums, to + VL);
    FloatVector sum2 = FloatVector.fromArray(V, sums, to + 2 * VL);
    FloatVector sum3 = FloatVector.fromArray(V, sums, to + 3 * VL);
    FloatVector sum4 = FloatVector.fromArray(V, sums, to + 4 * VL);
    FloatVector sum5 = FloatVector.fromArray(V, sums, to + 5 * VL);
    FloatVector sum6 = FloatVector.fromArray(V, sums, to + 6 * VL);
    FloatVector sum7 = FloatVector.fromArray(V, sums, to + 7 * VL);
    FloatVector sum8 = FloatVector.fromArray(V, sums, to + 8 * VL);
    for (int f = 0; f < n; f += VL) {
      FloatVector v = FloatVector.fromArray(V, dy, dyAt + f);
      sum0 = FloatVector.fromArray(V, x, at0 + f).fma(v, sum0);
      sum1 = FloatVector.fromArray(V, x, at1 + f).fma(v, sum1);
      sum2 = FloatVector.fromArray(V, x, at2 + f).fma(v, sum2);
      sum3 = FloatVector.fromArray(V, x, at3 + f).fma(v, sum3);
      sum4 = FloatVector.fromArray(V, x, at4 + f).fma(v, sum4);
      sum5 = FloatVector.fromArray(V, x, at5 + f).fma(v, sum5);
      sum6 = FloatVector.fromArray(V, x, at6 + f).fma(v, sum6);
      sum7 = FloatVector.fromArray(V, x, at7 + f).fma(v, sum7);
      sum8 = FloatVector.fromArray(V, x, at8 + f).fma(v, sum8);
    }
    sum0.intoArray(sums, to);
    sum1.intoArray(sums, to + VL);
    sum2.intoArray(sums, to + 2 * VL);
    sum3.intoArray(sums, to + 3 * VL);
    sum4.intoArray(sums, to + 4 * VL);
    sum5.intoArray(sums, to + 5 * VL);
    sum6.intoArray(sums, to + 6 * VL);
    sum7.intoArray(sums, to + 7 * VL);
    sum8.intoArray(sums, to + 8 * VL);
  }
}
