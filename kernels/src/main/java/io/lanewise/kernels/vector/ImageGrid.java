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

  /** From one row of a tile to the next: a vector more than its columns, to be overwritten. */
  static final int LDT = Sgemm.NR + VL;

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

  /** Copies a tile of C into a tile of rows {@link #LDT} apart. */
  void read(float[] images, int imagesAt, int i, int rows, int j, int columns, float[] t, int tAt) {
    for (int column = 0; column < columns; ) {
      int run = Math.min(w - (j + column) % w, columns - column);
      int at = imagesAt + at(i, j + column);
      if (columnStep == 1 && at + (rows - 1) * plane + run + VL <= images.length) {
        readRun(images, at, plane, rows, run, t, tAt + column);
      } else {
        for (int row = 0; row < rows; row++) {
          for (int x = 0; x < run; x++) {
            t[tAt + row * LDT + column + x] = images[at + row * plane + x * columnStep];
          }
        }
      }
      column += run;
    }
  }

  /** Whole vectors: what is too much is overwritten by the next run or behind the tile's row. */
  private static void readRun(float[] x, int at, int plane, int rows, int run, float[] t, int tAt) {
    for (int v = 0; v < run; v += VL) {
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(V, x, at + v + row * plane).intoArray(t, tAt + v + row * LDT);
      }
    }
  }

  /** Copies a tile of rows {@link #LDT} apart to C. */
  void write(
      float[] images, int imagesAt, int i, int rows, int j, int columns, float[] t, int tAt) {
    for (int column = 0; column < columns; ) {
      int run = Math.min(w - (j + column) % w, columns - column);
      int at = imagesAt + at(i, j + column);
      if (columnStep > 1) {
        for (int row = 0; row < rows; row++) {
          for (int x = 0; x < run; x++) {
            images[at + row * plane + x * columnStep] = t[tAt + row * LDT + column + x];
          }
        }
      } else if (run < VL) {
        writePart(t, tAt + column, rows, run, images, at, plane);
      } else {
        writeRun(t, tAt + column, rows, run, images, at, plane);
      }
      column += run;
    }
  }

  /** A vector or more: the last one overlaps the one before it. */
  private static void writeRun(
      float[] t, int tAt, int rows, int run, float[] x, int at, int plane) {
    for (int v = 0; v < run; v += VL) {
      int last = Math.min(v, run - VL);
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(V, t, tAt + last + row * LDT).intoArray(x, at + last + row * plane);
      }
    }
  }

  private static void writePart(
      float[] t, int tAt, int rows, int run, float[] x, int at, int plane) {
    VectorMask<Float> inside = V.indexInRange(0, run);
    for (int row = 0; row < rows; row++) {
      FloatVector.fromArray(V, t, tAt + row * LDT).intoArray(x, at + row * plane, inside);
    }
  }
}
