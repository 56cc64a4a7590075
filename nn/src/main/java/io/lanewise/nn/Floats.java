package io.lanewise.nn;

import java.lang.foreign.MemorySegment;

/** Loops over vectors of floats. */
final class Floats {

  private Floats() {}

  /**
   * The value, or 0 for a subnormal one: a mean that decays without gradients would halt there for
   * ever, and a processor takes some hundred cycles for each.
   */
  static float orZero(float value) {
    return Math.abs(value) < Float.MIN_NORMAL ? 0 : value;
  }

  /**
   * Samples one behind the other to samples side by side: lanes[i][lane] = rows[lane][i]. Both on
   * the heap, as lanes are.
   */
  static void toLanes(Batch batch, int elements, MemorySegment rows, MemorySegment lanes) {
    transpose(batch, elements, batch.lanes(), elements, rows, lanes);
  }

  /** The other way round. */
  static void toRows(Batch batch, int elements, MemorySegment lanes, MemorySegment rows) {
    transpose(batch, elements, elements, batch.lanes(), lanes, rows);
  }

  /** Of each group a matrix of m x n to one of n x m. */
  private static void transpose(
      Batch batch, int elements, int m, int n, MemorySegment from, MemorySegment to) {
    float[] a = (float[]) from.heapBase().orElseThrow();
    float[] b = (float[]) to.heapBase().orElseThrow();
    int aAt = (int) (from.address() / Float.BYTES);
    int bAt = (int) (to.address() / Float.BYTES);
    for (int group = 0; group < batch.groups(); group++) {
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          b[bAt + j * m + i] = a[aAt + i * n + j];
        }
      }
      aAt += elements * batch.lanes();
      bAt += elements * batch.lanes();
    }
  }
}
