package io.lanewise.kernels.vector;

import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * A panel of op(B), packed into micro-panels of nr columns, two vectors: the elements of a row of a
 * micro-panel lie side by side, one row after the other. Columns behind the panel hold anything:
 * they end in columns of the tile that are not stored.
 */
final class FloatPanelsB {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int NR = Sgemm.NR;

  private static final float[] NONE = {};
  private static final int START = AlignedArrays.start(Float.BYTES);

  private static final AlignedArrays<float[]> ARRAYS =
      new AlignedArrays<>(GemmBlocking.panelElements(NR) + VL, Float.BYTES, float[]::new);

  /** Taken from the others' during a product, else empty. */
  private float[] packed = NONE;

  /** Elements that it was taken for. */
  private int taken;

  private int most;
  private float[] groups = {};

  float[] array() {
    return packed;
  }

  /** Where the micro-panel with column jr starts. */
  static int at(int jr, int kcb) {
    return START + jr * kcb;
  }

  /** Bytes that the largest panel takes up, of the shared array or not. */
  long bytes() {
    return (long) (most + groups.length) * Float.BYTES;
  }

  /** Takes room for a panel of kcb rows; {@link #release} gives it back. */
  void reserve(int columns, int kcb) {
    int elements = GemmBlocking.roundUp(columns, NR) * kcb;
    most = Math.max(most, elements);
    if (packed.length < START + elements + VL) {
      release();
      taken = elements + VL;
      packed = ARRAYS.take(taken);
    }
  }

  void release() {
    if (packed.length > 0) {
      ARRAYS.give(packed, taken);
      packed = NONE;
    }
  }

  /** Packs rows p .. p + kcb, columns j .. j + columns, as a micro-panel from column jr on. */
  void pack(StoredFloats b, Transpose trans, int p, int kcb, int j, int columns, int jr) {
    int to = at(jr, kcb);
    if (trans == Transpose.YES) {
      interleave(b, p, kcb, j, columns, to);
    } else if (columns < NR) {
      copyPart(b, p, kcb, j, columns, to);
    } else if (b.isNative()) {
      copy(b.segment(), b.at(p, j), b.ld(), kcb, to);
    } else {
      copy(b.array(), (int) b.at(p, j), b.ld(), kcb, to);
    }
  }

  /** B as it is stored: a row of the micro-panel lies side by side. */
  private void copy(float[] from, int at, int stride, int kcb, int to) {
    float[] into = packed;
    for (int step = 0; step < kcb; step++) {
      FloatVector.fromArray(V, from, at).intoArray(into, to);
      FloatVector.fromArray(V, from, at + VL).intoArray(into, to + VL);
      at += stride;
      to += NR;
    }
  }

  private void copy(MemorySegment from, long at, int stride, int kcb, int to) {
    float[] into = packed;
    for (int step = 0; step < kcb; step++) {
      long bytes = (at + (long) step * stride) * Float.BYTES;
      FloatVector.fromMemorySegment(V, from, bytes, ByteOrder.nativeOrder())
          .intoArray(into, to + step * NR);
      FloatVector.fromMemorySegment(V, from, bytes + VL * Float.BYTES, ByteOrder.nativeOrder())
          .intoArray(into, to + step * NR + VL);
    }
  }

  /** The last micro-panel, of which so many columns are inside. */
  private void copyPart(StoredFloats b, int p, int kcb, int j, int columns, int to) {
    b.piece(p, kcb, j, columns);
    float[] from = b.array();
    float[] into = packed;
    int at = b.pieceAt();
    int stride = b.pieceStride();
    for (int v = 0; v < columns; v += VL) {
      VectorMask<Float> inside = V.indexInRange(v, columns);
      for (int step = 0; step < kcb; step++) {
        FloatVector.fromArray(V, from, at + v + step * stride, inside)
            .intoArray(into, to + v + step * NR);
      }
    }
  }

  /** B stored transposed: a column of the micro-panel lies side by side. */
  private void interleave(StoredFloats b, int p, int kcb, int j, int columns, int to) {
    groups(kcb);
    for (int column = 0; column < columns; ) {
      int side = sideBySide(columns - column);
      for (int four = 0; four < side; four++) {
        int from = column + 4 * four;
        interleaveFour(b, p, kcb, j + from, Math.min(4, columns - from), 4 * kcb * four);
      }
      place(side, kcb, to + column);
      column += 4 * side;
    }
  }

  /** Room for what {@link #place} moves: groups of four columns, 4 kcb elements each. */
  float[] groups(int kcb) {
    if (groups.length < 4 * FloatFours.SIDE_BY_SIDE * kcb) {
      groups = new float[4 * FloatFours.SIDE_BY_SIDE * kcb];
    }
    return groups;
  }

  /** Groups that are moved together where so many columns are left. */
  static int sideBySide(int columns) {
    return columns >= 4 * FloatFours.SIDE_BY_SIDE ? FloatFours.SIDE_BY_SIDE : 1;
  }

  /** Moves groups of four columns, the four elements of a row side by side, to packed[to]. */
  void place(int side, int kcb, int to) {
    int fours = FloatFours.SIDE_BY_SIDE;
    int blocks = side == fours ? kcb / fours : 0;
    FloatFours.transpose(blocks, groups, 0, 4 * kcb, 4 * fours, packed, to, NR, fours * NR);
    int done = blocks * fours;
    for (int four = 0; four < side && done < kcb; four++) {
      FloatFours.copy(
          groups, 4 * kcb * four + 4 * done, 4, kcb - done, packed, to + 4 * four + done * NR, NR);
    }
  }

  /** Four columns; where there are fewer, the last one again. */
  private void interleaveFour(StoredFloats b, int p, int kcb, int j, int columns, int at) {
    int last = columns - 1;
    b.piece(j, columns, p, kcb);
    int from = b.pieceAt();
    int stride = b.pieceStride();
    FloatFours.interleave(
        b.array(),
        from,
        from + Math.min(1, last) * stride,
        from + Math.min(2, last) * stride,
        from + last * stride,
        kcb,
        groups,
        at);
  }
}
