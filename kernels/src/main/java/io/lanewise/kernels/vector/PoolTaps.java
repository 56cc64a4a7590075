package io.lanewise.kernels.vector;

import io.lanewise.kernels.Pool2dShape;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tap that gave each maximum, i kw + j: in a byte where all taps fit, which is a quarter of
 * what an integer costs in memory traffic.
 */
final class PoolTaps {

  /** For poolings that need none. */
  static final PoolTaps NONE = new PoolTaps(0, false);

  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int VL = I.length();
  private static final VectorSpecies<Byte> BYTES = bytesSpecies();

  private final byte[] bytes;
  private final int[] ints;

  /** Room for the taps of n windows. */
  PoolTaps(Pool2dShape shape, long n) {
    this(Math.toIntExact(n), shape.kh() * shape.kw() <= 256);
  }

  private PoolTaps(int n, boolean fit) {
    bytes = new byte[fit ? n : 0];
    ints = new int[fit ? 0 : n];
  }

  /** Remembers taps[0 .. n). */
  void write(int[] taps, int at, int n) {
    if (bytes.length > 0) {
      narrow(taps, bytes, at, n);
    } else {
      System.arraycopy(taps, 0, ints, at, n);
    }
  }

  /** Brings n taps back to taps[to ..). */
  void read(int at, int[] taps, int to, int n) {
    if (bytes.length > 0) {
      widen(bytes, at, taps, to, n);
    } else {
      System.arraycopy(ints, at, taps, to, n);
    }
  }

  private static void narrow(int[] x, byte[] y, int at, int n) {
    int whole = BYTES == null || n < VL ? 0 : n;
    for (int i = 0; i < whole; i += VL) {
      int last = Math.min(i, n - VL);
      IntVector.fromArray(I, x, last)
          .convertShape(VectorOperators.I2B, BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(y, at + last);
    }
    for (int i = whole; i < n; i++) {
      y[at + i] = (byte) x[i];
    }
  }

  private static void widen(byte[] x, int at, int[] y, int to, int n) {
    int whole = BYTES == null || n < VL ? 0 : n;
    for (int i = 0; i < whole; i += VL) {
      int last = Math.min(i, n - VL);
      ByteVector.fromArray(BYTES, x, at + last)
          .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0)
          .reinterpretAsInts()
          .intoArray(y, to + last);
    }
    for (int i = whole; i < n; i++) {
      y[to + i] = x[at + i] & 0xff;
    }
  }

  /** Vectors of as many bytes as the vectors of integers have elements; null if there are none. */
  private static VectorSpecies<Byte> bytesSpecies() {
    return VL < 8 ? null : VectorSpecies.of(byte.class, VectorShape.forBitSize(8 * VL));
  }

  long bytes() {
    return bytes.length + (long) Integer.BYTES * ints.length;
  }
}
