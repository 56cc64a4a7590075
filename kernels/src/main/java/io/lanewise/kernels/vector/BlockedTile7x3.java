package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of 7 pixels x 3 vectors of output channels: 21 accumulators. */
final class BlockedTile7x3 {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private BlockedTile7x3() {}

  /** See {@link BlockedTile#run}. */
  static void run(
      int[] taps,
      int first,
      int end,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int plane,
      int pixels) {
    for (int pixel = 0; pixel < pixels; pixel += BlockedTile.PIXELS) {
      int y0 = yAt + pixel * VL;
      int y1 = y0 + plane;
      int y2 = y1 + plane;
      FloatVector c0a = FloatVector.fromArray(V, y, y0);
      FloatVector c1a = FloatVector.fromArray(V, y, y0 + VL);
      FloatVector c2a = FloatVector.fromArray(V, y, y0 + 2 * VL);
      FloatVector c3a = FloatVector.fromArray(V, y, y0 + 3 * VL);
      FloatVector c4a = FloatVector.fromArray(V, y, y0 + 4 * VL);
      FloatVector c5a = FloatVector.fromArray(V, y, y0 + 5 * VL);
      FloatVector c6a = FloatVector.fromArray(V, y, y0 + 6 * VL);
      FloatVector c0b = FloatVector.fromArray(V, y, y1);
      FloatVector c1b = FloatVector.fromArray(V, y, y1 + VL);
      FloatVector c2b = FloatVector.fromArray(V, y, y1 + 2 * VL);
      FloatVector c3b = FloatVector.fromArray(V, y, y1 + 3 * VL);
      FloatVector c4b = FloatVector.fromArray(V, y, y1 + 4 * VL);
      FloatVector c5b = FloatVector.fromArray(V, y, y1 + 5 * VL);
      FloatVector c6b = FloatVector.fromArray(V, y, y1 + 6 * VL);
      FloatVector c0c = FloatVector.fromArray(V, y, y2);
      FloatVector c1c = FloatVector.fromArray(V, y, y2 + VL);
      FloatVector c2c = FloatVector.fromArray(V, y, y2 + 2 * VL);
      FloatVector c3c = FloatVector.fromArray(V, y, y2 + 3 * VL);
      FloatVector c4c = FloatVector.fromArray(V, y, y2 + 4 * VL);
      FloatVector c5c = FloatVector.fromArray(V, y, y2 + 5 * VL);
      FloatVector c6c = FloatVector.fromArray(V, y, y2 + 6 * VL);
      for (int t = first; t < end; t++) {
        int from = xAt + pixel * VL + taps[t];
        int wk = wAt + t * VL * 3 * VL;
        for (int c = 0; c < VL; c++) {
          FloatVector w0 = FloatVector.fromArray(V, w, wk + c * 3 * VL);
          FloatVector w1 = FloatVector.fromArray(V, w, wk + c * 3 * VL + VL);
          FloatVector w2 = FloatVector.fromArray(V, w, wk + c * 3 * VL + 2 * VL);
          FloatVector x0 = FloatVector.broadcast(V, x[from + c]);
          c0a = x0.fma(w0, c0a);
          c0b = x0.fma(w1, c0b);
          c0c = x0.fma(w2, c0c);
          FloatVector x1 = FloatVector.broadcast(V, x[from + c + VL]);
          c1a = x1.fma(w0, c1a);
          c1b = x1.fma(w1, c1b);
          c1c = x1.fma(w2, c1c);
          FloatVector x2 = FloatVector.broadcast(V, x[from + c + 2 * VL]);
          c2a = x2.fma(w0, c2a);
          c2b = x2.fma(w1, c2b);
          c2c = x2.fma(w2, c2c);
          FloatVector x3 = FloatVector.broadcast(V, x[from + c + 3 * VL]);
          c3a = x3.fma(w0, c3a);
          c3b = x3.fma(w1, c3b);
          c3c = x3.fma(w2, c3c);
          FloatVector x4 = FloatVector.broadcast(V, x[from + c + 4 * VL]);
          c4a = x4.fma(w0, c4a);
          c4b = x4.fma(w1, c4b);
          c4c = x4.fma(w2, c4c);
          FloatVector x5 = FloatVector.broadcast(V, x[from + c + 5 * VL]);
          c5a = x5.fma(w0, c5a);
          c5b = x5.fma(w1, c5b);
          c5c = x5.fma(w2, c5c);
          FloatVector x6 = FloatVector.broadcast(V, x[from + c + 6 * VL]);
          c6a = x6.fma(w0, c6a);
          c6b = x6.fma(w1, c6b);
          c6c = x6.fma(w2, c6c);
        }
      }
      c0a.intoArray(y, y0);
      c1a.intoArray(y, y0 + VL);
      c2a.intoArray(y, y0 + 2 * VL);
      c3a.intoArray(y, y0 + 3 * VL);
      c4a.intoArray(y, y0 + 4 * VL);
      c5a.intoArray(y, y0 + 5 * VL);
      c6a.intoArray(y, y0 + 6 * VL);
      c0b.intoArray(y, y1);
      c1b.intoArray(y, y1 + VL);
      c2b.intoArray(y, y1 + 2 * VL);
      c3b.intoArray(y, y1 + 3 * VL);
      c4b.intoArray(y, y1 + 4 * VL);
      c5b.intoArray(y, y1 + 5 * VL);
      c6b.intoArray(y, y1 + 6 * VL);
      c0c.intoArray(y, y2);
      c1c.intoArray(y, y2 + VL);
      c2c.intoArray(y, y2 + 2 * VL);
      c3c.intoArray(y, y2 + 3 * VL);
      c4c.intoArray(y, y2 + 4 * VL);
      c5c.intoArray(y, y2 + 5 * VL);
      c6c.intoArray(y, y2 + 6 * VL);
    }
  }
}
