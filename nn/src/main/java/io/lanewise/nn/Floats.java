package io.lanewise.nn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Loops over vectors of floats. */
final class Floats {

  private Floats() {}

  /** sum[i] = sum[i] + x[i] for from &lt;= i &lt; to. */
  static void add(int from, int to, MemorySegment x, MemorySegment sum) {
    for (int i = from; i < to; i++) {
      float value = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      sum.setAtIndex(ValueLayout.JAVA_FLOAT, i, sum.getAtIndex(ValueLayout.JAVA_FLOAT, i) + value);
    }
  }

  /** Samples one behind the other to samples side by side: lanes[i][lane] = rows[lane][i]. */
  static void toLanes(Batch batch, int elements, MemorySegment rows, MemorySegment lanes) {
    int vl = batch.lanes();
    for (int group = 0; group < batch.groups(); group++) {
      int base = group * elements * vl;
      for (int i = 0; i < elements; i++) {
        for (int lane = 0; lane < vl; lane++) {
          float value = rows.getAtIndex(ValueLayout.JAVA_FLOAT, base + lane * elements + i);
          lanes.setAtIndex(ValueLayout.JAVA_FLOAT, base + i * vl + lane, value);
        }
      }
    }
  }

  /** The other way round. */
  static void toRows(Batch batch, int elements, MemorySegment lanes, MemorySegment rows) {
    int vl = batch.lanes();
    for (int group = 0; group < batch.groups(); group++) {
      int base = group * elements * vl;
      for (int i = 0; i < elements; i++) {
        for (int lane = 0; lane < vl; lane++) {
          float value = lanes.getAtIndex(ValueLayout.JAVA_FLOAT, base + i * vl + lane);
          rows.setAtIndex(ValueLayout.JAVA_FLOAT, base + lane * elements + i, value);
        }
      }
    }
  }
}
