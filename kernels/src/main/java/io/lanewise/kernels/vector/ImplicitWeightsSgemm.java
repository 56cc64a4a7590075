package io.lanewise.kernels.vector;

import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.heap.HeapFloats;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of the weights of one group, transposed: columns of images [ic taps x mb oh ow]
 * times diffDst^T [mb oh ow x oc], the sum over all pixels of all images. The columns are operand
 * A, as packing it is cheaper than B and they are the larger one; C is written transposed.
 */
final class ImplicitWeightsSgemm extends FiveLoops {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int NR = Sgemm.NR;

  private final boolean wide;
  private final FloatPanelsA panelsA = new FloatPanelsA();
  private final FloatPanelsB panelsB = new FloatPanelsB();
  private float[] tiles = {};

  /** Four rows along k, then four interleaved. */
  private float[] rows = {};

  private ImageColumns columns;
  private float[] src;
  private int srcAt;
  private int srcImage;
  private float[] diffDst;
  private int diffDstAt;
  private int pixels;
  private int image;
  private float[] diffWeights;
  private int diffWeightsAt;

  ImplicitWeightsSgemm(boolean wide, CacheSizes caches) {
    super(GemmBlocking.of(Sgemm12x2.MR, NR, Float.BYTES, caches));
    this.wide = wide;
  }

  /** Takes the product of one group; {@link #clear} forgets it. */
  void set(
      ConvPhase forward,
      int group,
      Conv2dShape shape,
      HeapFloats src,
      HeapFloats diffDst,
      HeapFloats diffWeights) {
    columns = forward.columns();
    this.src = src.array();
    srcImage = shape.ic() * shape.ih() * shape.iw();
    srcAt = src.offset() + group * columns.elements();
    pixels = shape.oh() * shape.ow();
    image = shape.oc() * pixels;
    this.diffDst = diffDst.array();
    diffDstAt = diffDst.offset() + group * forward.m() * pixels;
    this.diffWeights = diffWeights.array();
    diffWeightsAt = diffWeights.offset() + group * forward.weights().elements();
  }

  void clear() {
    panelsB.release();
    columns = null;
    src = null;
    diffDst = null;
    diffWeights = null;
  }

  long bytes() {
    return panelsA.bytes() + panelsB.bytes() + (long) Float.BYTES * (tiles.length + rows.length);
  }

  @Override
  void reserve(int rows, int tileRows, int columns, int kcb, int tileColumns) {
    panelsA.reserve(rows + blocking.mr());
    panelsB.reserve(columns, kcb);
    tiles =
        atLeast(
            tiles,
            tileColumns == 0
                ? blocking.mr() * NR
                : blocking.panelRows(tileRows) * GemmBlocking.roundUp(tileColumns, NR));
    this.rows = atLeast(this.rows, 4 * Math.max(kcb + VL, NR));
  }

  private static float[] atLeast(float[] array, int elements) {
    return array.length < elements ? new float[elements] : array;
  }

  @Override
  void packA(int i, int rows, int rowsLeft, int p, int kcb, int ir) {
    int ld = kcb + VL;
    for (int row = 0; row < rows; row += 4) {
      int n = Math.min(4, rows - row);
      if (columns.arePixels()) {
        int at = srcAt + (i + row) * pixels;
        int to = FloatPanelsA.at(ir + row);
        interleave(src, at, srcImage, n, p, kcb, panelsA.array(), to);
        continue;
      }
      for (int one = 0; one < n; one++) {
        columns.row(src, srcAt, i + row + one, p, kcb, this.rows, one * ld);
      }
      panelsA.interleave(this.rows, 0, ld, n, kcb, ir + row);
    }
  }

  @Override
  void packB(int p, int kcb, int j, int columns, int jr) {
    float[] groups = panelsB.groups(kcb);
    for (int column = 0; column < columns; ) {
      int side = FloatPanelsB.sideBySide(columns - column);
      for (int four = 0; four < side; four++) {
        int from = column + 4 * four;
        int n = Math.min(4, columns - from);
        int at = diffDstAt + (j + from) * pixels;
        interleave(diffDst, at, image, n, p, kcb, groups, 4 * kcb * four);
      }
      panelsB.place(side, kcb, FloatPanelsB.at(jr, kcb) + column);
      column += 4 * side;
    }
  }

  /**
   * Interleaves up to four channels of the images: pixels p .. p + kcb, counted through all images.
   *
   * @param at where the first channel is in the first image
   * @param image elements from one image to the next
   */
  private void interleave(
      float[] images, int at, int image, int channels, int p, int kcb, float[] to, int toAt) {
    int last = channels - 1;
    for (int done = 0; done < kcb; ) {
      int pixel = (p + done) % pixels;
      int piece = Math.min(pixels - pixel, kcb - done);
      int from = at + (p + done) / pixels * image + pixel;
      // Where there are fewer than four channels, the last one again.
      FloatFours.interleave(
          images,
          from,
          from + Math.min(1, last) * pixels,
          from + Math.min(2, last) * pixels,
          from + last * pixels,
          piece,
          to,
          toAt + 4 * done);
      done += piece;
    }
  }

  @Override
  void tile(
      int i,
      int rows,
      int height,
      int j,
      int columns,
      int p,
      int kcb,
      boolean first,
      boolean last,
      int ir,
      int jr,
      int tAt) {
    if (first) {
      SgemmTile.clear(height, tiles, tAt, NR);
    }
    SgemmTile.multiply(
        wide,
        height,
        columns,
        kcb,
        panelsA.array(),
        FloatPanelsA.at(ir),
        panelsB.array(),
        FloatPanelsB.at(jr, kcb),
        NR,
        tiles,
        tAt,
        NR);
    if (last) {
      writeTransposed(i, rows, j, columns, tAt);
    }
  }

  /** Row i + row of the tile becomes column i + row of the weights, which have so many. */
  private void writeTransposed(int i, int rows, int j, int columns, int tAt) {
    int ld = this.columns.rows();
    int at = diffWeightsAt + j * ld + i;
    for (int row = 0; row < rows; row += 4) {
      int from = tAt + row * NR;
      if (row + 4 <= rows) {
        FloatFours.interleave(
            tiles, from, from + NR, from + 2 * NR, from + 3 * NR, NR, this.rows, 0);
        FloatFours.copy(this.rows, 0, 4, columns, diffWeights, at + row, ld);
      } else {
        for (int column = 0; column < columns; column++) {
          for (int one = row; one < rows; one++) {
            diffWeights[at + column * ld + one] = tiles[tAt + one * NR + column];
          }
        }
      }
    }
  }
}
