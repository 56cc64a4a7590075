package io.lanewise.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The type of an operand's elements. */
public enum ElementType {
  /** Single precision. */
  F32(Float.BYTES, 0x1p-24),
  /** Double precision. */
  F64(Double.BYTES, 0x1p-53);

  /** A cache line, and the widest vector. */
  private static final long ALIGNMENT = 64;

  private final int bytes;
  private final double roundoff;

  ElementType(int bytes, double roundoff) {
    this.bytes = bytes;
    this.roundoff = roundoff;
  }

  /**
   * Reads {@code f32} or {@code f64}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static ElementType parse(String text) {
    for (ElementType type : values()) {
      if (type.toString().equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("type is \"" + text + "\", expected f32 or f64");
  }

  /** Bytes of an element. */
  public int bytes() {
    return bytes;
  }

  /**
   * The relative error bound of a sum of products in any order, (terms + 2) u / (1 - (terms + 2)
   * u).
   *
   * <p>Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section
   * 3.5.
   */
  double gamma(long terms) {
    double product = (terms + 2) * roundoff;
    return product / (1 - product);
  }

  /** Zero-filled memory for elements: an array, or native memory owned by the arena. */
  MemorySegment allocate(Arena arena, boolean isNative, long elements) {
    if (isNative) {
      return arena.allocate(Math.multiplyExact(elements, bytes), ALIGNMENT);
    }
    int length = Math.toIntExact(elements);
    return this == F32
        ? MemorySegment.ofArray(new float[length])
        : MemorySegment.ofArray(new double[length]);
  }

  double get(MemorySegment segment, long index) {
    return this == F32
        ? segment.getAtIndex(ValueLayout.JAVA_FLOAT, index)
        : segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
  }

  void set(MemorySegment segment, long index, double value) {
    if (this == F32) {
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
    } else {
      segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    }
  }

  /** {@code f32} or {@code f64}. */
  @Override
  public String toString() {
    return this == F32 ? "f32" : "f64";
  }
}
