package io.lanewise.peers;

import io.lanewise.bench.peer.Peer.Elements;

/** Matrices in arrays, column after column, without gaps. */
final class ColumnMajor {

  private ColumnMajor() {}

  static float[] floats(int rows, int columns, Elements elements) {
    float[] x = new float[rows * columns];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        x[i + j * rows] = (float) elements.at(i, j);
      }
    }
    return x;
  }

  static double[] doubles(int rows, int columns, Elements elements) {
    double[] x = new double[rows * columns];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        x[i + j * rows] = elements.at(i, j);
      }
    }
    return x;
  }
}
