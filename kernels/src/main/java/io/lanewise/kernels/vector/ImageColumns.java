package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix of columns of a batch of images, which is never stored: pieces of it are read from the
 * images. Row k is a channel and a tap, k = channel taps + tap; column j is an image and a position
 * of the window, j = (image oh + y) ow + x; the element is
 *
 * <pre>
 * image[channel][y strideH + tapH[tap]][x strideW + tapW[tap]], 0 outside of the image
 * </pre>
 *
 * <p>So a row is made of runs, one for each row of windows, and a run without stride lies side by
 * side in the image. Immutable, safe for many threads.
 */
final class ImageColumns {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int NR = Sgemm.NR;

  /**
   * Channels that are packed for one tap after the other: their part of the micro-panel stays in
   * the level 1 cache meanwhile, and so do the images' lines.
   */
  private static final int CHANNELS = 64;

  /** Channels up to which the taps of a run are packed together. */
  private static final int FEW_CHANNELS = 8;

  /**
   * 0, 1, 2 ... Masks are compared out of it: indexInRange from an offset below 0 on allocates, 16
   * KB for each call of a small layer.
   */
  private static final FloatVector LANES = FloatVector.zero(V).addIndex(1);

  /** Every other one of 2 VL lanes. Permutations select by integers, see {@link FloatFours}. */
  private static final IntVector EVEN = IntVector.zero(IntVector.SPECIES_PREFERRED).addIndex(2);

  private final int taps;
  private final boolean pixels;
  private final int plane;
  private final int image;
  private final int ih;
  private final int iw;
  private final int oh;
  private final int ow;
  private final int strideH;
  private final int strideW;
  private final int[] tapH;
  private final int[] tapW;
  private final int leastH;
  private final int mostH;
  private final int leastW;
  private final int mostW;
  private final int leastPlace;
  private final int mostPlace;

  /** Where the element of each row is, seen from the first window of an image. */
  private final int[] places;

  /** Elements of a strided run, seen from its first one. */
  private final int[] strided;

  /**
   * Fixes the sizes.
   *
   * @param channels channels of the matrix
   * @param allChannels channels of an image
   * @param tapH row of each tap, seen from the window's place; below 0 in the padding
   */
  ImageColumns(
      int channels,
      int allChannels,
      int ih,
      int iw,
      int oh,
      int ow,
      int strideH,
      int strideW,
      int[] tapH,
      int[] tapW) {
    taps = tapH.length;
    plane = ih * iw;
    image = allChannels * plane;
    // Where windows are the pixels, an image is a single row.
    pixels =
        taps == 1
            && tapH[0] == 0
            && tapW[0] == 0
            && strideH == 1
            && strideW == 1
            && oh == ih
            && ow == iw;
    this.ih = pixels ? 1 : ih;
    this.iw = pixels ? plane : iw;
    this.oh = pixels ? 1 : oh;
    this.ow = pixels ? plane : ow;
    this.strideH = strideH;
    this.strideW = strideW;
    this.tapH = tapH;
    this.tapW = tapW;
    leastH = least(tapH);
    mostH = -least(negative(tapH));
    leastW = least(tapW);
    mostW = -least(negative(tapW));
    places = new int[channels * taps];
    for (int k = 0; k < places.length; k++) {
      places[k] = k / taps * plane + tapH[k % taps] * iw + tapW[k % taps];
    }
    leastPlace = leastH * iw + leastW;
    mostPlace = mostH * iw + mostW;
    strided = new int[VL];
    for (int lane = 0; lane < VL; lane++) {
      strided[lane] = lane * strideW;
    }
  }

  /** Rows of the matrix. */
  int rows() {
    return places.length;
  }

  /** Elements of the channels of the matrix in an image. */
  int elements() {
    return places.length / taps * plane;
  }

  /** Taps, each a row of the matrix for each channel. */
  int taps() {
    return taps;
  }

  /** Whether windows are the pixels, so that a row of the matrix is a channel of the images. */
  boolean arePixels() {
    return pixels;
  }

  long bytes() {
    return (long) Integer.BYTES * (places.length + taps + taps + strided.length);
  }

  /**
   * Packs rows p .. p + kcb, columns j .. j + columns, as a micro-panel of NR columns: the elements
   * of a row lie side by side, one row after the other. Columns behind the last hold anything.
   *
   * @param images from imagesAt on the first channel of the matrix
   */
  void pack(float[] images, int imagesAt, int p, int kcb, int j, int columns, float[] to, int at) {
    int imageAt = imagesAt + j / (oh * ow) * image;
    int y = j / ow % oh;
    int x = j % ow;
    if (columns == NR && x + NR <= ow && strideW == 1 && isInside(y, x, NR)) {
      copyWhole(images, imageAt + y * strideH * iw + x, places, p, p + kcb, to, at);
    } else if (kcb < FEW_CHANNELS * taps) {
      packByRuns(images, imageAt, p, kcb, y, x, columns, to, at);
    } else {
      for (int q = p; q < p + kcb; q += CHANNELS * taps) {
        int end = Math.min(p + kcb, q + CHANNELS * taps);
        packByTaps(images, imageAt, q, end, y, x, columns, to, at + (q - p) * NR);
      }
    }
  }

  /** Whether all taps of windows x .. x + run of row y are inside of the image. */
  private boolean isInside(int y, int x, int run) {
    return y * strideH + leastH >= 0
        && y * strideH + mostH < ih
        && x * strideW + leastW >= 0
        && (x + run - 1) * strideW + mostW < iw;
  }

  /** Rows p .. end for one run after the other. */
  private void packByRuns(
      float[] images, int imageAt, int p, int kcb, int y, int x, int columns, float[] to, int at) {
    for (int column = 0; column < columns; ) {
      int run = Math.min(ow - x, columns - column);
      if (isInside(y, x, run)) {
        int base = imageAt + y * strideH * iw + x * strideW;
        copyRun(images, base, p, p + kcb, 1, 0, run, run, column, to, at);
      } else {
        for (int tap = 0; tap < taps; tap++) {
          packTap(images, imageAt, tap, p, p + kcb, y, x, run, column, to, at);
        }
      }
      column += run;
      x = 0;
      y++;
      if (y == oh) {
        y = 0;
        imageAt += image;
      }
    }
  }

  /** Rows p .. end for one tap after the other. */
  private void packByTaps(
      float[] images,
      int firstImageAt,
      int p,
      int end,
      int firstY,
      int firstX,
      int columns,
      float[] to,
      int at) {
    for (int tap = 0; tap < taps; tap++) {
      int imageAt = firstImageAt;
      int y = firstY;
      int x = firstX;
      for (int column = 0; column < columns; ) {
        int run = Math.min(ow - x, columns - column);
        packTap(images, imageAt, tap, p, end, y, x, run, column, to, at);
        column += run;
        x = 0;
        y++;
        if (y == oh) {
          y = 0;
          imageAt += image;
        }
      }
    }
  }

  /** A run of those of the rows p .. end that have one tap. */
  private void packTap(
      float[] images,
      int imageAt,
      int tap,
      int p,
      int end,
      int y,
      int x,
      int run,
      int column,
      float[] to,
      int at) {
    int first = p + Math.floorMod(tap - p, taps);
    int h = y * strideH + tapH[tap];
    int origin = x * strideW + tapW[tap];
    int inside = h < 0 || h >= ih ? 0 : endInside(origin, run);
    int base = imageAt + y * strideH * iw + x * strideW;
    int tapAt = at + (first - p) * NR;
    copyRun(images, base, first, end, taps, firstInside(origin), inside, run, column, to, tapAt);
  }

  /** The first of a run's elements that is not left of the image. */
  private int firstInside(int origin) {
    return origin >= 0 ? 0 : (-origin + strideW - 1) / strideW;
  }

  /** The end of a run's elements that are not right of the image. */
  private int endInside(int origin, int run) {
    return iw <= origin ? 0 : Math.min(run, (iw - origin + strideW - 1) / strideW);
  }

  /** Two whole vectors of rows k .. end, all inside of the image. */
  private static void copyWhole(
      float[] x, int base, int[] places, int k, int end, float[] to, int at) {
    for (; k < end; k++) {
      int from = base + places[k];
      FloatVector.fromArray(V, x, from).intoArray(to, at);
      FloatVector.fromArray(V, x, from + VL).intoArray(to, at + VL);
      at += NR;
    }
  }

  /**
   * A run of rows k, k + step .. end, the first of which is at to[at]: elements first .. inside
   * from the image, zeros in the others. Columns behind the run are overwritten, those before are
   * not.
   */
  private void copyRun(
      float[] images,
      int base,
      int k,
      int end,
      int step,
      int first,
      int inside,
      int run,
      int column,
      float[] to,
      int at) {
    for (int v = 0; v < run; v += VL) {
      int lo = Math.max(0, first - v);
      int hi = Math.min(Math.min(VL, run - v), inside - v);
      // A vector may not reach into the next row: it starts earlier and keeps what is there.
      int kept = Math.max(0, column + v + VL - NR);
      int from = base + (v - kept) * strideW;
      int toAt = at + column + v - kept;
      int toStep = step * NR;
      if (hi <= lo) {
        zero((end - k + step - 1) / step, kept, to, toAt, toStep);
      } else if (!fits(images, from, k, end, step)) {
        copyOne(images, from, k, end, step, lo + kept, hi + kept, kept, to, toAt);
      } else if (strideW == 1) {
        copy(images, from, places, k, end, step, lo + kept, hi + kept, kept, to, toAt, toStep);
      } else if (strideW == 2 && VL >= 4) {
        copyEven(images, from, places, k, end, step, lo + kept, hi + kept, kept, to, toAt, toStep);
      } else {
        copyStrided(
            images, from, strided, places, k, end, step, lo + kept, hi + kept, kept, to, toAt,
            toStep);
      }
    }
  }

  /** Whether whole vectors of all these rows are elements of the array, if not of the image. */
  private boolean fits(float[] images, int from, int k, int end, int step) {
    int last = k + (end - 1 - k) / step * step;
    long least = from + (long) k / taps * plane + (step == 1 ? leastPlace : places[k % taps]);
    long most = from + (long) last / taps * plane + (step == 1 ? mostPlace : places[last % taps]);
    return least >= 0 && most + (long) VL * strideW <= images.length;
  }

  /** Element by element: lanes lo .. hi from the image, those from kept on that are not, zeros. */
  private void copyOne(
      float[] x, int base, int k, int end, int step, int lo, int hi, int kept, float[] to, int at) {
    for (; k < end; k += step) {
      for (int lane = kept; lane < VL; lane++) {
        boolean inside = lane >= lo && lane < hi;
        to[at + lane] = inside ? x[base + places[k] + lane * strideW] : 0;
      }
      at += step * NR;
    }
  }

  private static void zero(int rows, int kept, float[] to, int at, int toStep) {
    VectorMask<Float> old = LANES.lt(kept);
    for (int row = 0; row < rows; row++) {
      FloatVector.zero(V).blend(FloatVector.fromArray(V, to, at), old).intoArray(to, at);
      at += toStep;
    }
  }

  /*
   * Lanes lo .. hi are of the image, those before kept stay, the others are zeros. No masked loads and stores:
   * their way past the end of an array makes C2 spill the whole loop, 12 cycles for each vector.
   */

  private static void copy(
      float[] x,
      int base,
      int[] places,
      int k,
      int end,
      int step,
      int lo,
      int hi,
      int kept,
      float[] to,
      int at,
      int toStep) {
    VectorMask<Float> outside = LANES.lt(lo).or(LANES.compare(VectorOperators.GE, hi));
    if (kept == 0) {
      for (; k < end; k += step) {
        int from = base + places[k];
        FloatVector.fromArray(V, x, from).blend(0, outside).intoArray(to, at);
        at += toStep;
      }
      return;
    }
    VectorMask<Float> old = LANES.lt(kept);
    for (; k < end; k += step) {
      int from = base + places[k];
      FloatVector.fromArray(V, x, from)
          .blend(0, outside)
          .blend(FloatVector.fromArray(V, to, at), old)
          .intoArray(to, at);
      at += toStep;
    }
  }

  private static void copyEven(
      float[] x,
      int base,
      int[] places,
      int k,
      int end,
      int step,
      int lo,
      int hi,
      int kept,
      float[] to,
      int at,
      int toStep) {
    VectorMask<Float> outside = LANES.lt(lo).or(LANES.compare(VectorOperators.GE, hi));
    if (kept == 0) {
      for (; k < end; k += step) {
        int from = base + places[k];
        EVEN.selectFrom(
                FloatVector.fromArray(V, x, from).reinterpretAsInts(),
                FloatVector.fromArray(V, x, from + VL).reinterpretAsInts())
            .reinterpretAsFloats()
            .blend(0, outside)
            .intoArray(to, at);
        at += toStep;
      }
      return;
    }
    VectorMask<Float> old = LANES.lt(kept);
    for (; k < end; k += step) {
      int from = base + places[k];
      EVEN.selectFrom(
              FloatVector.fromArray(V, x, from).reinterpretAsInts(),
              FloatVector.fromArray(V, x, from + VL).reinterpretAsInts())
          .reinterpretAsFloats()
          .blend(0, outside)
          .blend(FloatVector.fromArray(V, to, at), old)
          .intoArray(to, at);
      at += toStep;
    }
  }

  private static void copyStrided(
      float[] x,
      int base,
      int[] strided,
      int[] places,
      int k,
      int end,
      int step,
      int lo,
      int hi,
      int kept,
      float[] to,
      int at,
      int toStep) {
    VectorMask<Float> outside = LANES.lt(lo).or(LANES.compare(VectorOperators.GE, hi));
    if (kept == 0) {
      for (; k < end; k += step) {
        int from = base + places[k];
        FloatVector.fromArray(V, x, from, strided, 0).blend(0, outside).intoArray(to, at);
        at += toStep;
      }
      return;
    }
    VectorMask<Float> old = LANES.lt(kept);
    for (; k < end; k += step) {
      int from = base + places[k];
      FloatVector.fromArray(V, x, from, strided, 0)
          .blend(0, outside)
          .blend(FloatVector.fromArray(V, to, at), old)
          .intoArray(to, at);
      at += toStep;
    }
  }

  /**
   * Copies columns j .. j + n of row k to to[at] and following. Up to VL - 1 elements behind them
   * are overwritten as well.
   */
  void row(float[] images, int imagesAt, int k, int j, int n, float[] to, int at) {
    int tap = k % taps;
    int imageAt = imagesAt + j / (oh * ow) * image;
    int y = j / ow % oh;
    int x = j % ow;
    for (int column = 0; column < n; ) {
      int run = Math.min(ow - x, n - column);
      int h = y * strideH + tapH[tap];
      int origin = x * strideW + tapW[tap];
      int inside = h < 0 || h >= ih ? 0 : endInside(origin, run);
      int base = imageAt + y * strideH * iw + x * strideW + places[k];
      copyAlong(images, base, firstInside(origin), inside, run, to, at + column);
      column += run;
      x = 0;
      y++;
      if (y == oh) {
        y = 0;
        imageAt += image;
      }
    }
  }

  /** A run: elements first .. inside from the image, zeros in the others. */
  private void copyAlong(float[] x, int base, int first, int inside, int run, float[] to, int at) {
    if (strideW > 2 || VL < 4) {
      copyStepwise(x, base, strideW, first, inside, run, to, at);
      return;
    }
    for (int v = 0; v < run; v += VL) {
      int from = base + v * strideW;
      if (from < 0 || from + VL * strideW > x.length) {
        int n = Math.min(VL, run - v);
        copyStepwise(x, from, strideW, first - v, inside - v, n, to, at + v);
        continue;
      }
      FloatVector values =
          strideW == 1
              ? FloatVector.fromArray(V, x, from)
              : EVEN.selectFrom(
                      FloatVector.fromArray(V, x, from).reinterpretAsInts(),
                      FloatVector.fromArray(V, x, from + VL).reinterpretAsInts())
                  .reinterpretAsFloats();
      if (v < first || v + VL > inside) {
        VectorMask<Float> outside =
            LANES.lt(first - v).or(LANES.compare(VectorOperators.GE, inside - v));
        values = values.blend(0, outside);
      }
      values.intoArray(to, at + v);
    }
  }

  private static void copyStepwise(
      float[] x, int base, int stride, int first, int inside, int run, float[] to, int at) {
    int lo = Math.max(0, Math.min(first, run));
    int hi = Math.max(lo, Math.min(inside, run));
    for (int column = 0; column < lo; column++) {
      to[at + column] = 0;
    }
    for (int column = lo; column < hi; column++) {
      to[at + column] = x[base + column * stride];
    }
    for (int column = hi; column < run; column++) {
      to[at + column] = 0;
    }
  }

  private static int least(int[] values) {
    int least = Integer.MAX_VALUE;
    for (int value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  private static int[] negative(int[] values) {
    int[] negative = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      negative[i] = -values[i];
    }
    return negative;
  }
}
