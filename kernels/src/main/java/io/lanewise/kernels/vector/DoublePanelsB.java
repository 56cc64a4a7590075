package io.lanewise.kernels.vector;

import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * A panel of op(B), packed into micro-panels of nr columns, two vectors: the elements of a row of a
 * micro-panel lie side by side, one row after the other. Columns behind the panel hold anything:
 * they end in columns of the tile that are not stored.
 */
final class DoublePanelsB {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int NR = Dgemm.NR;

  private static final double[] NONE = {};
  private static final int START = AlignedArrays.start(Double.BYTES);

  private static final AlignedArrays<double[]> ARRAYS =
      new AlignedArrays<>(GemmBlocking.panelElements(NR), Double.BYTES, double[]::new);

  /** Taken from the others' during a product, else empty. */
  private double[] packed = NONE;

  private double[] groups = {};

  double[] array() {
    return packed;
  }

  /** Where the micro-panel with column jr starts. */
  static int at(int jr, int kcb) {
    return START + jr * kcb;
  }

  long bytes() {
    return (long) groups.length * Double.BYTES;
  }

  /** Takes room for a panel; {@link #release} gives it back. */
  void reserve(int kcb) {
    if (packed.length == 0) {
      packed = ARRAYS.take();
    }
    if (groups.length < 4 * kcb) {
      groups = new double[4 * kcb];
    }
  }

  void release() {
    if (packed.length > 0) {
      ARRAYS.give(packed);
      packed = NONE;
    }
  }

  /** Packs rows p .. p + kcb, columns j .. j + columns, as a micro-panel from column jr on. */
  void pack(StoredDoubles b, Transpose trans, int p, int kcb, int j, int columns, int jr) {
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
  private void copy(double[] from, int at, int stride, int kcb, int to) {
    double[] into = packed;
    for (int step = 0; step < kcb; step++) {
      DoubleVector.fromArray(V, from, at).intoArray(into, to);
      DoubleVector.fromArray(V, from, at + VL).intoArray(into, to + VL);
      at += stride;
      to += NR;
    }
  }

  private void copy(MemorySegment from, long at, int stride, int kcb, int to) {
    double[] into = packed;
    for (int step = 0; step < kcb; step++) {
      long bytes = (at + (long) step * stride) * Double.BYTES;
      DoubleVector.fromMemorySegment(V, from, bytes, ByteOrder.nativeOrder())
          .intoArray(into, to + step * NR);
      DoubleVector.fromMemorySegment(V, from, bytes + VL * Double.BYTES, ByteOrder.nativeOrder())
          .intoArray(into, to + step * NR + VL);
    }
  }

  /** The last micro-panel, of which so many columns are inside. */
  private void copyPart(StoredDoubles b, int p, int kcb, int j, int columns, int to) {
    b.piece(p, kcb, j, columns);
    double[] from = b.array();
    double[] into = packed;
    int at = b.pieceAt();
    int stride = b.pieceStride();
    for (int v = 0; v < columns; v += VL) {
      VectorMask<Double> inside = V.indexInRange(v, columns);
      for (int step = 0; step < kcb; step++) {
        DoubleVector.fromArray(V, from, at + v + step * stride, inside)
            .intoArray(into, to + v + step * NR);
      }
    }
  }

  /** B stored transposed: a column of the micro-panel lies side by side. */
  private void interleave(StoredDoubles b, int p, int kcb, int j, int columns, int to) {
    for (int column = 0; column < columns; column += 4) {
      int last = Math.min(4, columns - column) - 1;
      b.piece(j + column, last + 1, p, kcb);
      int at = b.pieceAt();
      int stride = b.pieceStride();
      // Where there are fewer than four columns, the last one again.
      DoubleFours.interleave(
          b.array(),
          at,
          at + Math.min(1, last) * stride,
          at + Math.min(2, last) * stride,
          at + last * stride,
          kcb,
          groups,
          0);
      DoubleFours.copy(groups, 0, 4, kcb, packed, to + column, NR);
    }
  }
}
