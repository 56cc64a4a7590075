package io.lanewise.kernels.vector;

import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Pooling of one plane, band by band, with the memory of one thread. */
final class PoolPlane {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private final Pool2dShape shape;
  private final boolean max;
  private final float padding;

  /** What the windows of a band cover; for the gradient, the gradient of what they cover. */
  private final PhaseBand band;

  /** A band of outputs or their gradients, and of their taps. */
  private final float[] out;

  private final int[] outTaps;

  /** Taps of each phase, and how far they are from the place of their window. */
  private final int[][] phaseTaps;

  private final int[][] phaseShifts;

  /** What each sum is multiplied with: a row for each number of taps inside the image. */
  private final float[] factors;

  private final int[] factorAt;

  /** Elements before a band of outputs that hold no gradient. */
  private final int lead;

  private boolean gathers;

  PoolPlane(Pool2dShape shape) {
    this.shape = shape;
    max = shape.kind() == PoolKind.MAX;
    padding = max ? Float.NEGATIVE_INFINITY : 0;
    int maxRows = Math.max(shape.oh(), (shape.padTop() + shape.ih()) / shape.strideH() + 1);
    band = new PhaseBand(shape, maxRows, padding);
    lead = band.pitch();
    out = new float[lead + (band.rows() + band.above()) * band.pitch() + PhaseBand.SLACK];
    outTaps = new int[max ? out.length : 0];
    phaseTaps = new int[band.phases()][];
    phaseShifts = new int[band.phases()][];
    for (int phase = 0; phase < band.phases(); phase++) {
      int[] taps = band.tapsOf(phase);
      phaseTaps[phase] = taps;
      phaseShifts[phase] = new int[taps.length];
      Arrays.setAll(phaseShifts[phase], i -> band.shifts()[taps[i]]);
    }
    factorAt = new int[shape.oh()];
    factors = factors();
  }

  private float[] factors() {
    int ow = shape.ow();
    float[] rows = new float[(shape.kh() + 1) * ow];
    for (int tapsH = 0; tapsH <= shape.kh(); tapsH++) {
      for (int q = 0; q < ow; q++) {
        int left = q * shape.strideW() - shape.padLeft();
        int tapsW = taps(left, shape.iw(), shape.kw(), shape.dilationW());
        rows[tapsH * ow + q] =
            switch (shape.kind()) {
              case MAX, SUM -> 1;
              case AVERAGE_INCLUDE_PADDING -> 1f / (shape.kh() * shape.kw());
              case AVERAGE_EXCLUDE_PADDING -> 1f / Math.max(1, tapsH * tapsW);
            };
      }
    }
    for (int p = 0; p < shape.oh(); p++) {
      int top = p * shape.strideH() - shape.padTop();
      factorAt[p] = taps(top, shape.ih(), shape.kh(), shape.dilationH()) * ow;
    }
    return rows;
  }

  /** Taps start, start + dilation .. that lie inside of 0 .. in. */
  private static int taps(int start, int in, int kernel, int dilation) {
    int taps = 0;
    for (int i = 0; i < kernel; i++) {
      int at = start + i * dilation;
      taps += at >= 0 && at < in ? 1 : 0;
    }
    return taps;
  }

  /** Elements from the taps of one row of the output to those of the next. */
  int pitch() {
    return band.pitch();
  }

  long bytes() {
    return band.bytes() + Float.BYTES * ((long) out.length + outTaps.length + factors.length);
  }

  /** Pools a plane, and remembers the taps of its maxima. */
  void forward(float[] x, int xAt, float[] y, int yAt, PoolTaps taps, int plane) {
    if (gathers) {
      Arrays.fill(band.elements(), padding);
      gathers = false;
    }
    int pitch = band.pitch();
    for (int p = 0; p < shape.oh(); p += band.rows()) {
      int rows = Math.min(band.rows(), shape.oh() - p);
      band.read(x, xAt, p, rows, padding);
      int n = rows * pitch;
      if (max) {
        if (maximum(band.elements(), band.tapAt(), n, out, outTaps)) {
          correctLowest(p, rows);
        }
        taps.write(outTaps, (plane * shape.oh() + p) * pitch, n);
      } else {
        sum(band.elements(), band.tapAt(), n, out);
      }
      int to = yAt + p * shape.ow();
      FloatRows.multiply(out, 0, pitch, y, to, shape.ow(), p, rows, shape.ow(), factors, factorAt);
    }
  }

  /**
   * y[f] = the largest of x[at[t] + f], and the first t that gives it; a NaN is larger than all.
   *
   * @return whether -infinity is among the maxima
   */
  private static boolean maximum(float[] x, int[] at, int n, float[] y, int[] taps) {
    boolean lowest = false;
    for (int f = 0; f < n; f += 2 * VL) {
      FloatVector best0 = FloatVector.fromArray(V, x, at[0] + f);
      FloatVector best1 = FloatVector.fromArray(V, x, at[0] + f + VL);
      IntVector tap0 = IntVector.zero(I);
      IntVector tap1 = IntVector.zero(I);
      for (int t = 1; t < at.length; t++) {
        FloatVector value0 = FloatVector.fromArray(V, x, at[t] + f);
        FloatVector value1 = FloatVector.fromArray(V, x, at[t] + f + VL);
        VectorMask<Float> take0 =
            value0
                .compare(VectorOperators.LE, best0)
                .not()
                .and(best0.compare(VectorOperators.EQ, best0));
        VectorMask<Float> take1 =
            value1
                .compare(VectorOperators.LE, best1)
                .not()
                .and(best1.compare(VectorOperators.EQ, best1));
        best0 = best0.blend(value0, take0);
        best1 = best1.blend(value1, take1);
        tap0 = tap0.blend(t, take0.cast(I));
        tap1 = tap1.blend(t, take1.cast(I));
      }
      lowest |=
          best0
              .compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY)
              .or(best1.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY))
              .anyTrue();
      best0.intoArray(y, f);
      best1.intoArray(y, f + VL);
      tap0.intoArray(taps, f);
      tap1.intoArray(taps, f + VL);
    }
    return lowest;
  }

  /** Where all taps are -infinity, the first one inside the image is the maximum, no padding. */
  private void correctLowest(int p, int rows) {
    for (int row = 0; row < rows; row++) {
      int i = firstInside((p + row) * shape.strideH() - shape.padTop(), shape.dilationH());
      for (int q = 0; q < shape.ow(); q++) {
        int f = row * band.pitch() + q;
        if (out[f] == Float.NEGATIVE_INFINITY) {
          int j = firstInside(q * shape.strideW() - shape.padLeft(), shape.dilationW());
          outTaps[f] = i < shape.kh() && j < shape.kw() ? i * shape.kw() + j : 0;
        }
      }
    }
  }

  private static int firstInside(int start, int dilation) {
    return start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  }

  private static void sum(float[] x, int[] at, int n, float[] y) {
    for (int f = 0; f < n; f += 2 * VL) {
      FloatVector sum0 = FloatVector.fromArray(V, x, at[0] + f);
      FloatVector sum1 = FloatVector.fromArray(V, x, at[0] + f + VL);
      for (int t = 1; t < at.length; t++) {
        sum0 = sum0.add(FloatVector.fromArray(V, x, at[t] + f));
        sum1 = sum1.add(FloatVector.fromArray(V, x, at[t] + f + VL));
      }
      sum0.intoArray(y, f);
      sum1.intoArray(y, f + VL);
    }
  }

  /** Writes the gradient of a plane. */
  void backward(float[] dy, int dyAt, PoolTaps taps, int plane, float[] dx, int dxAt) {
    if (!gathers) {
      Arrays.fill(band.elements(), 0);
      Arrays.fill(out, 0);
      gathers = true;
    }
    for (int a = 0; a < band.planeRows(); a += band.rows()) {
      int rows = Math.min(band.rows(), band.planeRows() - a);
      readGradients(dy, dyAt, taps, plane, a - band.above(), a + rows);
      int base = lead + band.above() * band.pitch();
      int n = rows * band.pitch();
      for (int phase = 0; phase < band.phases(); phase++) {
        int[] phaseTap = phaseTaps[phase];
        int at = band.phaseAt(phase);
        if (phaseTap.length > 0 && max) {
          route(out, outTaps, base, phaseTap, phaseShifts[phase], n, band.elements(), at);
        } else if (phaseTap.length > 0) {
          spread(out, base, phaseShifts[phase], n, band.elements(), at);
        }
      }
      band.write(dx, dxAt, a, rows);
    }
  }

  /** Gradients and taps of output rows p0 .. p1 - 1; zeros for rows that the output has not. */
  private void readGradients(float[] dy, int dyAt, PoolTaps taps, int plane, int p0, int p1) {
    int pitch = band.pitch();
    int from = Math.clamp(p0, 0, shape.oh());
    int end = Math.clamp(p1, from, shape.oh());
    int at = lead + (from - p0) * pitch;
    Arrays.fill(out, lead, at, 0);
    Arrays.fill(out, lead + (end - p0) * pitch, lead + (p1 - p0) * pitch, 0);
    FloatRows.multiply(
        dy,
        dyAt + from * shape.ow(),
        shape.ow(),
        out,
        at,
        pitch,
        from,
        end - from,
        shape.ow(),
        factors,
        factorAt);
    if (max) {
      taps.read((plane * shape.oh() + from) * pitch, outTaps, at, (end - from) * pitch);
    }
  }

  /** dx[f] = the sum of dy[f - shift] over the taps that were the maximum of their window. */
  private static void route(
      float[] dy, int[] taps, int base, int[] ids, int[] shifts, int n, float[] dx, int dxAt) {
    for (int f = 0; f < n; f += VL) {
      FloatVector sum = FloatVector.zero(V);
      for (int t = 0; t < ids.length; t++) {
        int at = base + f - shifts[t];
        VectorMask<Float> taken =
            IntVector.fromArray(I, taps, at).compare(VectorOperators.EQ, ids[t]).cast(V);
        sum = sum.add(FloatVector.fromArray(V, dy, at), taken);
      }
      sum.intoArray(dx, dxAt + f);
    }
  }

  private static void spread(float[] dy, int base, int[] shifts, int n, float[] dx, int dxAt) {
    for (int f = 0; f < n; f += VL) {
      FloatVector sum = FloatVector.zero(V);
      for (int t = 0; t < shifts.length; t++) {
        sum = sum.add(FloatVector.fromArray(V, dy, base + f - shifts[t]));
      }
      sum.intoArray(dx, dxAt + f);
    }
  }
}
