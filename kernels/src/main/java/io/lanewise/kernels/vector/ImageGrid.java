package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * A product C that lies in images: row i is a channel, column j an image and a pixel of a grid, j =
 * (image h + y) w + x. The grid is every pixel of the image, or every strideH-th row and strideW-th
 * column from (firstH, firstW) on. Immutable, safe for many threads.
 */
final class ImageGrid {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int NR = Sgemm.NR;

  private final int plane;
  private final int image;
  private final int start;
  private final int h;
  private final int w;
  private final int rowStep;
  private final int columnStep;

  /**
   * Fixes the sizes.
   *
   * @param allChannels channels of an image
   */
  ImageGrid(int allChannels, int ih, int iw, int firstH, int firstW, int strideH, int strideW) {
    plane = ih * iw;
    image = allChannels * plane;
    start = firstH * iw + firstW;
    boolean whole = strideH == 1 && strideW == 1 && start == 0;
    h = whole ? 1 : (ih - firstH + strideH - 1) / strideH;
    w = whole ? plane : (iw - firstW + strideW - 1) / strideW;
    rowStep = strideH * iw;
    columnStep = strideW;
  }

  /** From one row of C to the next. */
  int ld() {
    return plane;
  }

  /** Columns of C in each image. */
  int columns() {
    return h * w;
  }

  /** Whether columns j .. j + columns lie side by side. */
  boolean isRun(int j, int columns) {
    return columnStep == 1 && j % w + columns <= w;
  }

  /** Where an element of C is, seen from the first channel of C in the first image. */
  int at(int i, int j) {
    int y = j / w % h;
    return j / (h * w) * image + i * plane + start + y * rowStep + j % w * columnStep;
  }

  /** Copies a tile of C into a tile of NR columns. */
  void read(float[] images, int imagesAt, int i, int rows, int j, int columns, float[] t, int tAt) {
    for (int column = 0; column < columns; ) {
      int run = Math.min(w - (j + column) % w, columns - column);
      int at = imagesAt + at(i, j + column);
      if (columnStep == 1) {
        copy(images, at, plane, rows, run, t, tAt + column, NR);
      } else {
        for (int row = 0; row < rows; row++) {
          for (int x = 0; x < run; x++) {
            t[tAt + row * NR + column + x] = images[at + row * plane + x * columnStep];
          }
        }
      }
      column += run;
    }
  }

  /** Copies a tile of NR columns to C. */
  void write(
      float[] images, int imagesAt, int i, int rows, int j, int columns, float[] t, int tAt) {
    for (int column = 0; column < columns; ) {
      int run = Math.min(w - (j + column) % w, columns - column);
      int at = imagesAt + at(i, j + column);
      if (columnStep == 1) {
        copy(t, tAt + column, NR, rows, run, images, at, plane);
      } else {
        for (int row = 0; row < rows; row++) {
          for (int x = 0; x < run; x++) {
            images[at + row * plane + x * columnStep] = t[tAt + row * NR + column + x];
          }
        }
      }
      column += run;
    }
  }

  private static void copy(
      float[] x, int xAt, int ldx, int rows, int columns, float[] y, int yAt, int ldy) {
    for (int v = 0; v < columns; v += VL) {
      VectorMask<Float> inside = V.indexInRange(v, columns);
      int from = xAt + v;
      int to = yAt + v;
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(V, x, from, inside).intoArray(y, to, inside);
        from += ldx;
        to += ldy;
      }
    }
  }
}
