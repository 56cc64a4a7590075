package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
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

  /** Every other one of 2 VL lanes. Permutations select by integers, see {@link FloatFours}. */
  private static final IntVector EVEN = IntVector.zero(IntVector.SPECIES_PREFERRED).addIndex(2);

  private final int taps;
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

  /** Where the element of each row is, seen from the first window of an image. */
  private final int[] places;

  /** Places of n elements of a strided run, n = 1 .. VL, those behind the last on the last. */
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
    boolean pixels =
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
    strided = new int[strideW > 1 ? VL * VL : 0];
    for (int i = 0; i < strided.length; i++) {
      strided[i] = Math.min(i % VL, i / VL) * strideW;
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
    int n = j / (oh * ow);
    int y = j / ow % oh;
    int x = j % ow;
    for (int column = 0; column < columns; ) {
      int run = Math.min(ow - x, columns - column);
      packRun(images, imagesAt + n * image, p, kcb, y, x, run, to, at + column);
      column += run;
      x = 0;
      y++;
      if (y == oh) {
        y = 0;
        n++;
      }
    }
  }

  private void packRun(
      float[] images, int imageAt, int p, int kcb, int y, int x, int run, float[] to, int at) {
    int base = imageAt + y * strideH * iw + x * strideW;
    if (y * strideH + leastH >= 0
        && y * strideH + mostH < ih
        && x * strideW + leastW >= 0
        && (x + run - 1) * strideW + mostW < iw) {
      if (run == NR && strideW == 1) {
        copyWhole(images, base, places, p, p + kcb, to, at);
      } else {
        copyRun(images, base, p, p + kcb, 1, 0, run, run, to, at, NR);
      }
      return;
    }
    for (int tap = 0; tap < taps; tap++) {
      // The first row of the panel with this tap; every taps-th row has it.
      int first = p + Math.floorMod(tap - p, taps);
      int tapAt = at + (first - p) * NR;
      int h = y * strideH + tapH[tap];
      if (first < p + kcb) {
        int origin = x * strideW + tapW[tap];
        int inside = h < 0 || h >= ih ? 0 : endInside(origin, run);
        copyRun(
            images,
            base,
            first,
            p + kcb,
            taps,
            firstInside(origin),
            inside,
            run,
            to,
            tapAt,
            taps * NR);
      }
    }
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
   * A run of rows k, k + step .. end: elements first .. inside from the image, zeros in the others.
   *
   * @param toStep from one of the rows to the next
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
      float[] to,
      int at,
      int toStep) {
    for (int v = 0; v < run; v += VL) {
      int lanes = Math.min(VL, run - v);
      int lo = Math.max(0, first - v);
      int hi = Math.min(lanes, inside - v);
      int from = base + v * strideW;
      if (hi <= lo) {
        zero(k, end, step, lanes, to, at + v, toStep);
      } else if (strideW == 1) {
        copy(images, from, places, k, end, step, lo, hi, lanes, to, at + v, toStep);
      } else if (strideW == 2 && VL >= 4) {
        copyEven(images, from, places, k, end, step, lo, hi, lanes, to, at + v, toStep);
      } else {
        int row = (hi - lo - 1) * VL;
        zero(k, end, step, lo, to, at + v, toStep);
        zero(k, end, step, lanes - hi, to, at + v + hi, toStep);
        copyStrided(
            images,
            from + lo * strideW,
            strided,
            row,
            places,
            k,
            end,
            step,
            hi - lo,
            to,
            at + v + lo,
            toStep);
      }
    }
  }

  private static void zero(int k, int end, int step, int lanes, float[] to, int at, int toStep) {
    if (lanes == 0) {
      return;
    }
    VectorMask<Float> run = V.indexInRange(0, lanes);
    FloatVector zero = FloatVector.zero(V);
    for (; k < end; k += step) {
      zero.intoArray(to, at, run);
      at += toStep;
    }
  }

  private static void copy(
      float[] x,
      int base,
      int[] places,
      int k,
      int end,
      int step,
      int lo,
      int hi,
      int lanes,
      float[] to,
      int at,
      int toStep) {
    VectorMask<Float> inside = V.indexInRange(-lo, hi - lo);
    VectorMask<Float> run = V.indexInRange(0, lanes);
    for (; k < end; k += step) {
      FloatVector.fromArray(V, x, base + places[k], inside).intoArray(to, at, run);
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
      int lanes,
      float[] to,
      int at,
      int toStep) {
    int from = 2 * lo;
    int n = 2 * (hi - lo) - 1;
    VectorMask<Float> inside0 = V.indexInRange(-from, n);
    VectorMask<Float> inside1 = V.indexInRange(VL - from, n);
    VectorMask<Float> run = V.indexInRange(0, lanes);
    for (; k < end; k += step) {
      int place = base + places[k];
      IntVector x0 = FloatVector.fromArray(V, x, place, inside0).reinterpretAsInts();
      IntVector x1 = FloatVector.fromArray(V, x, place + VL, inside1).reinterpretAsInts();
      EVEN.selectFrom(x0, x1).reinterpretAsFloats().intoArray(to, at, run);
      at += toStep;
    }
  }

  private static void copyStrided(
      float[] x,
      int base,
      int[] strided,
      int row,
      int[] places,
      int k,
      int end,
      int step,
      int lanes,
      float[] to,
      int at,
      int toStep) {
    VectorMask<Float> run = V.indexInRange(0, lanes);
    for (; k < end; k += step) {
      FloatVector.fromArray(V, x, base + places[k], strided, row).intoArray(to, at, run);
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
    if (strideW > 1) {
      copyStepwise(x, base, strideW, first, inside, run, to, at);
      return;
    }
    for (int v = 0; v < run; v += VL) {
      if (v >= first && v + VL <= inside) {
        FloatVector.fromArray(V, x, base + v).intoArray(to, at + v);
      } else {
        VectorMask<Float> image = V.indexInRange(v - first, inside - first);
        FloatVector.fromArray(V, x, base + v, image).intoArray(to, at + v);
      }
    }
  }

  private static void copyStepwise(
      float[] x, int base, int stride, int first, int inside, int run, float[] to, int at) {
    int lo = Math.min(first, run);
    int hi = Math.max(lo, inside);
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
