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

  /** Bytes of an array before its elements. */
  private static final long ARRAY_HEADER = 16;

  /** Bytes of half a region of G1, in a heap below 16 GB. */
  private static final long LARGE_ARRAY = 4 << 20;

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

  /**
   * Zero-filled memory for elements, from a cache line on: a part of an array, or native memory
   * owned by the arena. Where an array of its own happens to lie decides between speeds a quarter
   * apart, a JVM long; G1 puts a large one at the start of a region, which others do not promise.
   */
  MemorySegment allocate(Arena arena, boolean isNative, long elements) {
    long size = Math.multiplyExact(elements, bytes);
    if (isNative) {
      return arena.allocate(size, ALIGNMENT);
    }
    long first = ALIGNMENT - ARRAY_HEADER;
    int length = Math.toIntExact(Math.max(first + size, LARGE_ARRAY) / bytes);
    MemorySegment array =
        this == F32
            ? MemorySegment.ofArray(new float[length])
            : MemorySegment.ofArray(new double[length]);
    return array.asSlice(first, size);
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
