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

  private final int[][] phaseTaps;

  /** What each sum is multiplied with: a row for each number of taps inside the image. */
  private final float[] factors;

  private final int[] factorAt;

  /** Elements before a band of outputs that hold no gradient. */
  private final int lead;

  /** Whether the fast way for 2 x 2 computes it, and whether its windows cover the image. */
  private final boolean pairs;

  private final boolean pairsBackward;

  /** Whether the fast way for 3 x 3 computes it, and whether its maxima too. */
  private final boolean threes;

  private final boolean triples;

  /** Of it, sums of three rows of the image. */
  private final float[] rowSums;

  /**
   * Rows of the image, with what lies beside and behind them, that the fast ways cannot reach in
   * the image itself: the last ones of a thread, the very first, and those half outside of it.
   */
  private final float[] edge;

  /** The windows of such rows. */
  private final float[] edgeWindows;

  /** Whether there is one window, the plane. */
  private final boolean whole;

  private final LoadAhead aheadOfImage;

  private final LoadAhead aheadOfWindows;

  /** Whether the band's padding and the outputs' gaps are those of the gradient: zeros. */
  private boolean gathers;

  PoolPlane(Pool2dShape shape) {
    this.shape = shape;
    max = shape.kind() == PoolKind.MAX;
    whole = PoolWhole.supports(shape);
    pairs = Pool2x2.supports(shape);
    threes = Pool3x3.supports(shape);
    triples = threes && max && Pool3x3.fitsMaximum(shape);
    pairsBackward = pairs && shape.padBottom() == 0 && shape.padRight() == 0;
    padding = max ? Float.NEGATIVE_INFINITY : 0;
    int maxRows = Math.max(shape.oh(), (shape.padTop() + shape.ih()) / shape.strideH() + 1);
    band = new PhaseBand(shape, maxRows, padding);
    lead = band.pitch() + 1;
    out = new float[lead + (band.rows() + band.above()) * band.pitch() + PhaseBand.SLACK];
    outTaps = new int[max ? out.length : 0];
    phaseTaps = new int[band.phases()][];
    for (int phase = 0; phase < band.phases(); phase++) {
      phaseTaps[phase] = band.tapsOf(phase);
    }
    aheadOfImage = new LoadAhead(shape.srcElements());
    aheadOfWindows = new LoadAhead(shape.dstElements());
    factorAt = new int[shape.oh()];
    factors = factors();
    rowSums = new float[threes && !max ? band.rows() * sumPitch() + PhaseBand.SLACK : 0];
    edge = new float[pairs || threes ? edgeRows() * (shape.iw() + 1) + PhaseBand.SLACK : 0];
    edgeWindows = new float[pairs || threes ? Math.max(shape.ow(), 2 * VL) + VL : 0];
  }

  /** Rows of the image that go through the edge at a time. */
  private int edgeRows() {
    int ow = shape.ow();
    return Math.max(3, ow < VL ? 2 * Math.min(shape.oh(), (VL + ow - 1) / ow) : 0);
  }

  /**
   * Rows of windows, from the first one on, behind which there are n windows or more: in the plane
   * or in the room behind it.
   */
  private int rowsBefore(int n, int room) {
    int missing = Math.max(0, n - room);
    return Math.max(0, shape.oh() - (missing + shape.ow() - 1) / shape.ow());
  }

  private float[] factors() {
    int ow = shape.ow();
    float[] rows = new float[(shape.kh() + 1) * ow + VL];
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
    long rows = (long) rowSums.length + edge.length + edgeWindows.length;
    return band.bytes()
        + Float.BYTES * (rows + out.length + outTaps.length + factors.length + factorAt.length);
  }

  /** Elements from one row of sums to the next: what the windows of a row cover. */
  private int sumPitch() {
    return 2 * shape.ow() + 1;
  }

  /**
   * Pools a plane, and remembers the taps of its maxima. All planes that a fast way is for go that
   * way, the last one too: code that runs once in a call is compiled seconds later than the rest.
   *
   * @param room windows behind those of the plane whose results may be written twice
   */
  void forward(float[] x, int xAt, float[] y, int yAt, PoolTaps taps, int plane, int room) {
    if (whole) {
      forwardWhole(x, xAt, y, yAt, taps, plane);
      return;
    }
    if (pairs && forwardPairs(x, xAt, y, yAt, taps, plane, room)) {
      return;
    }
    if (threes && !max && shape.ow() >= VL) {
      // Whatever room there is: the terms are added in another order than below.
      for (int p = 0; p < shape.oh(); p += band.rows()) {
        int rows = Math.min(band.rows(), shape.oh() - p);
        sumThrees(x, xAt, p, rows, y, yAt + p * shape.ow());
      }
      return;
    }
    if (triples && maximumOfThrees(x, xAt, y, yAt, taps, plane, room)) {
      return;
    }
    if (gathers) {
      Arrays.fill(band.elements(), padding);
      gathers = false;
    }
    int pitch = band.pitch();
    for (int p = 0; p < shape.oh(); p += band.rows()) {
      int rows = Math.min(band.rows(), shape.oh() - p);
      int n = rows * pitch;
      band.read(x, xAt, p, rows, padding);
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

  private void forwardWhole(float[] x, int xAt, float[] y, int yAt, PoolTaps taps, int plane) {
    int n = shape.ih() * shape.iw();
    aheadOfImage.of(x, xAt, n);
    if (max) {
      outTaps[0] = PoolWhole.maximum(x, xAt, n);
      y[yAt] = x[xAt + outTaps[0]];
      taps.write(outTaps, plane * pitch(), 1);
    } else {
      y[yAt] = FloatSum.of(x, xAt, n) * factors[factorAt[0]];
    }
  }

  private void backwardWhole(float[] dy, int dyAt, PoolTaps taps, int plane, float[] dx, int dxAt) {
    int n = shape.ih() * shape.iw();
    aheadOfImage.of(dx, dxAt, n);
    if (max) {
      Arrays.fill(dx, dxAt, dxAt + n, 0);
      taps.read(plane * pitch(), outTaps, 0, 1);
      dx[dxAt + outTaps[0]] = dy[dyAt];
    } else {
      Arrays.fill(dx, dxAt, dxAt + n, dy[dyAt] * factors[factorAt[0]]);
    }
  }

  /** Whether it could: a NaN needs the exact way. */
  private boolean forwardPairs(
      float[] x, int xAt, float[] y, int yAt, PoolTaps taps, int plane, int room) {
    int ow = shape.ow();
    int inPlace = rowsBefore(Pool2x2.room(ow), room);
    for (int p = 0; p < shape.oh(); ) {
      int rows = Math.min(band.rows(), (p < inPlace ? inPlace : shape.oh()) - p);
      int from = xAt + 2 * p * shape.iw();
      int to = yAt + p * ow;
      boolean special;
      if (p < inPlace) {
        aheadOfImage.of(x, from, 2 * rows * shape.iw());
        aheadOfWindows.of(y, to, rows * ow);
        special = pool(x, from, rows, y, to);
      } else {
        System.arraycopy(x, from, edge, 0, 2 * rows * shape.iw());
        special = pool(edge, 0, rows, edgeWindows, 0);
        System.arraycopy(edgeWindows, 0, y, to, rows * ow);
      }
      if (special) {
        return false;
      }
      if (max) {
        taps.write(outTaps, (plane * shape.oh() + p) * ow, rows * ow);
      }
      p += rows;
    }
    return true;
  }

  /** Rows of windows of 2 x 2, and whether a NaN may be among what a maximum was taken of. */
  private boolean pool(float[] x, int from, int rows, float[] y, int to) {
    int ow = shape.ow();
    int iw = shape.iw();
    boolean special = false;
    for (int q0 = 0; q0 < ow; q0 = Pool2x2.next(q0, ow)) {
      if (max) {
        special |= Pool2x2.maximum(x, from, iw, rows, q0, ow, y, to, outTaps);
      } else {
        Pool2x2.sum(x, from, iw, rows, q0, ow, factors[factorAt[0]], y, to);
      }
    }
    return special;
  }

  /** Whether it could: a NaN needs the exact way, and so does any infinity. */
  private boolean maximumOfThrees(
      float[] x, int xAt, float[] y, int yAt, PoolTaps taps, int plane, int room) {
    int ow = shape.ow();
    int iw = shape.iw();
    int pad = shape.padLeft();
    int pitch = band.pitch();
    int last = xAt + (shape.ih() - 1) * iw - pad;
    int inPlace = rowsBefore(Pool2x2.room(ow), room);
    for (int p = 0; p < shape.oh(); p += band.rows()) {
      int rows = Math.min(band.rows(), shape.oh() - p);
      aheadOfImage.of(x, Math.max(0, firstRow(xAt, p) + pad), (2 * rows + 1) * iw);
      aheadOfWindows.of(y, yAt + p * ow, rows * ow);
      int row = 0;
      while (row < rows) {
        int x1 = firstRow(xAt, p + row) + iw;
        // A row of padding is a copy of the row beside it, which changes no maximum.
        int x0 = 2 * (p + row) < shape.padTop() ? x1 : x1 - iw;
        int to = yAt + (p + row) * ow;
        int fit = rowsInside(x, x1, last, Math.min(rows, inPlace - p) - row);
        boolean special;
        if (x0 >= 0 && fit > 0) {
          special = maximum(x, x0, x1, iw, last, fit, y, to, row * pitch);
        } else {
          int x2 = Math.min(x1 + iw, last);
          fit = 1;
          System.arraycopy(x, x0 + pad, edge, pad, iw);
          System.arraycopy(x, x1 + pad, edge, iw + 1 + pad, iw);
          System.arraycopy(x, x2 + pad, edge, 2 * (iw + 1) + pad, iw);
          special = maximum(edge, 0, iw + 1, iw + 1, 2 * (iw + 1), 1, edgeWindows, 0, row * pitch);
          System.arraycopy(edgeWindows, 0, y, to, ow);
        }
        if (special) {
          return false;
        }
        if (x0 == x1) {
          Pool3x3.moveDown(outTaps, ow);
        }
        row += fit;
      }
      taps.write(outTaps, (plane * shape.oh() + p) * pitch, rows * pitch);
    }
    return true;
  }

  /** Where the first tap of a row of windows is, perhaps in the padding. */
  private int firstRow(int xAt, int p) {
    return xAt + (2 * p - shape.padTop()) * shape.iw() - shape.padLeft();
  }

  /** Rows of windows, of n, of whose lower rows whole vectors end inside of x. */
  private int rowsInside(float[] x, int x1, int last, int n) {
    int end = x.length - Pool3x3.reach(shape.ow());
    int rows = n;
    while (rows > 0 && Math.min(x1 + (2 * rows - 1) * shape.iw(), last) > end) {
      rows--;
    }
    return rows;
  }

  /** Rows of windows of 3 x 3, and whether a NaN or an infinity may be among their taps. */
  private boolean maximum(
      float[] x, int x0, int x1, int iw, int last, int rows, float[] y, int yAt, int tapAt) {
    int ow = shape.ow();
    boolean pad = shape.padLeft() > 0;
    boolean special = false;
    for (int c = 0; c < ow; c += VL) {
      // The last vector of a row, part of which is there already.
      int q = Math.min(c, Math.max(0, ow - VL));
      special |=
          Pool3x3.maximum(
              x, x0, x1, iw, last, pad, rows, q, ow, y, yAt, outTaps, tapAt, band.pitch());
    }
    return special;
  }

  /** Rows p .. p + rows of the sums. */
  private void sumThrees(float[] x, int xAt, int p, int rows, float[] y, int yAt) {
    int iw = shape.iw();
    int ow = shape.ow();
    int pitch = sumPitch();
    int padLeft = shape.padLeft();
    int columns = Math.min(iw, 2 * ow + 1 - padLeft);
    int first = 2 * p < shape.padTop() ? 1 : 0;
    int end = 2 * (p + rows) - shape.padTop() < shape.ih() ? rows : rows - 1;
    int top = xAt + (2 * (p + first) - shape.padTop()) * iw;
    aheadOfImage.of(x, top, (2 * (end - first) + 1) * iw);
    aheadOfWindows.of(y, yAt, rows * ow);
    for (int c0 = 0; c0 < columns; c0 = Pool2x2.next(c0, columns)) {
      int to = first * pitch + padLeft;
      Pool3x3.sumOfRows(x, top, iw, end - first, c0, columns, rowSums, to, pitch);
    }
    for (int row = 0; row < rows; row++) {
      if (row < first || row >= end) {
        int h = 2 * (p + row) - shape.padTop();
        int inside = Math.max(0, h);
        int n = Math.min(shape.ih(), h + 3) - inside;
        int to = row * pitch + padLeft;
        Pool3x3.sumOfEdge(x, xAt + inside * iw, iw, n, columns, rowSums, to);
      }
    }
    for (int q0 = 0; q0 < ow; q0 = Pool2x2.next(q0, ow)) {
      Pool3x3.sumOfColumns(rowSums, pitch, p, rows, q0, ow, factors, factorAt, y, yAt);
    }
  }

  private void backwardPairs(
      float[] dy, int dyAt, PoolTaps taps, int plane, float[] dx, int dxAt, int room) {
    int ow = shape.ow();
    int inPlace = rowsBefore(Pool2x2.room(ow), room);
    for (int p = 0; p < shape.oh(); ) {
      int rows = Math.min(band.rows(), (p < inPlace ? inPlace : shape.oh()) - p);
      if (max) {
        taps.read((plane * shape.oh() + p) * ow, outTaps, 0, rows * ow);
      }
      int from = dyAt + p * ow;
      int to = dxAt + 2 * p * shape.iw();
      if (p < inPlace) {
        aheadOfWindows.of(dy, from, rows * ow);
        aheadOfImage.of(dx, to, 2 * rows * shape.iw());
        unpool(dy, from, rows, dx, to);
      } else {
        System.arraycopy(dy, from, edgeWindows, 0, rows * ow);
        unpool(edgeWindows, 0, rows, edge, 0);
        System.arraycopy(edge, 0, dx, to, 2 * rows * shape.iw());
      }
      p += rows;
    }
  }

  /** The gradients of rows of windows of 2 x 2. */
  private void unpool(float[] dy, int from, int rows, float[] dx, int to) {
    int ow = shape.ow();
    int iw = shape.iw();
    for (int q0 = 0; q0 < ow; q0 = Pool2x2.next(q0, ow)) {
      if (max) {
        Pool2x2.route(dy, from, outTaps, rows, q0, ow, dx, to, iw);
      } else {
        Pool2x2.spread(dy, from, rows, q0, ow, factors[factorAt[0]], dx, to, iw);
      }
    }
  }

  /**
   * y[f] = the largest of x[at[t] + f], and the first t that gives it; a NaN is larger than all.
   *
   * @return whether -infinity is among the maxima
   */
  static boolean maximum(float[] x, int[] at, int n, float[] y, int[] taps) {
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

  static void sum(float[] x, int[] at, int n, float[] y) {
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

  /**
   * Writes the gradient of a plane.
   *
   * @param room windows behind those of the plane whose gradients may be written twice
   */
  void backward(float[] dy, int dyAt, PoolTaps taps, int plane, float[] dx, int dxAt, int room) {
    if (whole) {
      backwardWhole(dy, dyAt, taps, plane, dx, dxAt);
      return;
    }
    if (pairsBackward) {
      backwardPairs(dy, dyAt, taps, plane, dx, dxAt, room);
      return;
    }
    if (!gathers) {
      Arrays.fill(band.elements(), 0);
      Arrays.fill(out, 0);
      gathers = true;
    }
    // Where rows of the image are shorter, the last pair of columns would reach into the next row.
    boolean direct = threes && 2 * shape.ow() <= shape.iw();
    int inPlace = rowsBefore(Pool3x3.room(shape.ow()), room);
    for (int a = 0; a < band.planeRows(); a += band.rows()) {
      int rows = Math.min(band.rows(), band.planeRows() - a);
      readGradients(dy, dyAt, taps, plane, a - band.above(), a + rows);
      int base = lead + band.above() * band.pitch();
      int n = rows * band.pitch();
      if (direct) {
        backwardThrees(a, rows, base, dx, dxAt, inPlace);
        continue;
      }
      for (int phase = 0; phase < band.phases(); phase++) {
        int[] phaseTap = phaseTaps[phase];
        for (int t : phaseTap) {
          int from = base - band.shifts()[t];
          boolean first = t == phaseTap[0];
          if (max) {
            route(out, outTaps, from, t, first, n, band.elements(), band.phaseAt(phase));
          } else {
            spread(out, from, first, n, band.elements(), band.phaseAt(phase));
          }
        }
      }
      band.write(dx, dxAt, a, rows);
    }
  }

  /**
   * The rows of the image that windows a .. a + rows start at, and the row below each.
   *
   * @param base where the gradients of row a of the windows are
   * @param inPlace rows of windows whose gradients' pairs may be written in whole vectors
   */
  private void backwardThrees(int a, int rows, int base, float[] dx, int dxAt, int inPlace) {
    int iw = shape.iw();
    int top = 2 * a - shape.padTop();
    int first = top < 0 ? 1 : 0;
    int end = Math.min(top + 2 * rows <= shape.ih() ? rows : rows - 1, inPlace - a);
    if (first < end) {
      aheadOfImage.of(dx, dxAt + (top + 2 * first) * iw, 2 * (end - first) * iw);
      pairs(base + first * band.pitch(), end - first, dx, dxAt + (top + 2 * first) * iw);
    }
    for (int row = 0; row < rows; row++) {
      if (row < first || row >= end) {
        int h = top + 2 * row;
        int inside = Math.max(0, h);
        pairs(base + row * band.pitch(), 1, edge, 0);
        int n = Math.clamp(shape.ih() - inside, 0, h + 2 - inside);
        System.arraycopy(edge, (inside - h) * iw, dx, dxAt + inside * iw, n * iw);
      }
    }
  }

  /** Pairs of rows of the gradient of the image. */
  private void pairs(int here, int rows, float[] dx, int dxAt) {
    int pitch = band.pitch();
    int ow = shape.ow();
    int iw = shape.iw();
    int padLeft = shape.padLeft();
    int second = 2 * ow > VL ? VL : 0;
    for (int c = 0; c < ow; c += VL) {
      int q = Math.min(c, Math.max(0, ow - VL));
      if (max) {
        Pool3x3.route(out, outTaps, here, pitch, rows, padLeft, q, second, dx, dxAt, iw);
      } else {
        Pool3x3.spread(out, here, pitch, rows, padLeft, q, second, dx, dxAt, iw);
      }
    }
    for (int row = 0; row < 2 * rows && 2 * ow < iw; row++) {
      Arrays.fill(dx, dxAt + row * iw + 2 * ow, dxAt + (row + 1) * iw, 0);
      if (padLeft == 0) {
        int window = here + row / 2 * pitch + ow - 1;
        float v = row % 2 == 0 ? at(window, 2) + at(window - pitch, 8) : at(window, 5);
        dx[dxAt + row * iw + 2 * ow] = v;
      }
    }
  }

  /** The gradient that a window sends to a tap. */
  private float at(int window, int tap) {
    return !max || outTaps[window] == tap ? out[window] : 0;
  }

  /** Gradients and taps of output rows p0 .. p1 - 1; zeros for rows that the output has not. */
  private void readGradients(float[] dy, int dyAt, PoolTaps taps, int plane, int p0, int p1) {
    int pitch = band.pitch();
    int from = Math.clamp(p0, 0, shape.oh());
    int end = Math.clamp(p1, from, shape.oh());
    int at = lead + (from - p0) * pitch;
    aheadOfWindows.of(dy, dyAt + from * shape.ow(), (end - from) * shape.ow());
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

  /** dx[f] = dy[f] where the tap is the maximum; added to dx[f] if it is not the first one. */
  private static void route(
      float[] dy, int[] taps, int from, int tap, boolean first, int n, float[] dx, int dxAt) {
    FloatVector zero = FloatVector.zero(V);
    for (int f = 0; f < n; f += VL) {
      VectorMask<Float> taken =
          IntVector.fromArray(I, taps, from + f).compare(VectorOperators.EQ, tap).cast(V);
      FloatVector before = first ? zero : FloatVector.fromArray(V, dx, dxAt + f);
      before.add(FloatVector.fromArray(V, dy, from + f), taken).intoArray(dx, dxAt + f);
    }
  }

  /** dx[f] = dy[f], or is added to dx[f] if it is not the first tap. */
  private static void spread(float[] dy, int from, boolean first, int n, float[] dx, int dxAt) {
    FloatVector zero = FloatVector.zero(V);
    for (int f = 0; f < n; f += VL) {
      FloatVector before = first ? zero : FloatVector.fromArray(V, dx, dxAt + f);
      before.add(FloatVector.fromArray(V, dy, from + f)).intoArray(dx, dxAt + f);
    }
  }
}
