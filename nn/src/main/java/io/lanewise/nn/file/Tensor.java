package io.lanewise.nn.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;

/** A tensor as a file holds it: row-major (C order), without strides. Immutable. */
public final class Tensor {

  /** Largest tensor in bytes: what one array of the JVM can hold. */
  static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Dtype dtype;
  private final List<Long> shape;
  private final byte[] data;

  /** Takes over the array. */
  Tensor(Dtype dtype, List<Long> shape, byte[] data) {
    this.dtype = dtype;
    this.shape = List.copyOf(shape);
    this.data = data;
  }

  /**
   * A copy of floats.
   *
   * @param values the elements, row-major
   * @param shape size of each dimension, outermost first; none for a single number
   * @throws IllegalArgumentException if the shape does not have as many elements, or they take 2
   *     GiB or more
   */
  public static Tensor of(float[] values, long... shape) {
    return of(MemorySegment.ofArray(values), shape);
  }

  /**
   * A copy of floats on or off the heap, in the order of the machine's bytes; as {@link
   * #of(float[], long...)}.
   */
  public static Tensor of(MemorySegment floats, long... shape) {
    Tensor tensor = zeros(Dtype.F32, floats.byteSize() / Float.BYTES, shape);
    MemorySegment.copy(
        floats,
        ValueLayout.JAVA_FLOAT_UNALIGNED,
        0,
        MemorySegment.ofArray(tensor.data),
        FLOAT,
        0,
        tensor.elements());
    return tensor;
  }

  /** A copy of doubles; as {@link #of(float[], long...)}. */
  public static Tensor of(double[] values, long... shape) {
    Tensor tensor = zeros(Dtype.F64, values.length, shape);
    MemorySegment.copy(values, 0, MemorySegment.ofArray(tensor.data), DOUBLE, 0, values.length);
    return tensor;
  }

  /** A copy of integers; as {@link #of(float[], long...)}. */
  public static Tensor of(long[] values, long... shape) {
    Tensor tensor = zeros(Dtype.I64, values.length, shape);
    MemorySegment.copy(values, 0, MemorySegment.ofArray(tensor.data), LONG, 0, values.length);
    return tensor;
  }

  private static Tensor zeros(Dtype dtype, long elements, long... sizes) {
    List<Long> shape = LongStream.of(sizes).boxed().toList();
    long expected = count(shape);
    if (expected < 0) {
      throw new IllegalArgumentException(
          "shape is " + shape + ", expected sizes of at least 0 and fewer than 2^63 elements");
    }
    if (elements != expected) {
      throw new IllegalArgumentException(
          "values are " + elements + (", expected " + expected) + (" for the shape " + shape));
    }
    if (elements > MAX_BYTES / dtype.bytes()) {
      throw new IllegalArgumentException(
          "values are " + elements + ", expected at most " + MAX_BYTES / dtype.bytes());
    }
    return new Tensor(dtype, shape, new byte[(int) elements * dtype.bytes()]);
  }

  /** Elements of a shape; -1 if a size is below 0 or the product is 2^63 or more. */
  static long count(List<Long> shape) {
    long count = 1;
    for (long size : shape) {
      if (size < 0 || Math.multiplyHigh(count, size) != 0 || count * size < 0) {
        return -1;
      }
      count *= size;
    }
    return count;
  }

  /** Type of the elements. */
  public Dtype dtype() {
    return dtype;
  }

  /** Size of each dimension, outermost first; a copy, empty for a single number. */
  public long[] shape() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** As {@link #shape}. */
  List<Long> sizes() {
    return shape;
  }

  /** Number of elements. */
  public int elements() {
    return data.length / dtype.bytes();
  }

  /**
   * A copy of the elements.
   *
   * @throws IllegalStateException if they are not {@link Dtype#F32}
   */
  public float[] toFloats() {
    require(Dtype.F32);
    return MemorySegment.ofArray(data).toArray(FLOAT);
  }

  /**
   * Copies the elements to the start of a segment on or off the heap, in the order of the machine's
   * bytes.
   *
   * @param floats at least {@link #elements()} floats, written
   * @throws IllegalStateException if the elements are not {@link Dtype#F32}
   * @throws IllegalArgumentException if the segment is too short; nothing is written
   */
  public void copyTo(MemorySegment floats) {
    require(Dtype.F32);
    if (floats.byteSize() < data.length) {
      throw new IllegalArgumentException(
          "floats has "
              + floats.byteSize() / Float.BYTES
              + (" elements, expected at least " + elements()));
    }
    MemorySegment.copy(
        MemorySegment.ofArray(data),
        FLOAT,
        0,
        floats,
        ValueLayout.JAVA_FLOAT_UNALIGNED,
        0,
        elements());
  }

  /**
   * A copy of the elements.
   *
   * @throws IllegalStateException if they are not {@link Dtype#F64}
   */
  public double[] toDoubles() {
    require(Dtype.F64);
    return MemorySegment.ofArray(data).toArray(DOUBLE);
  }

  /**
   * A copy of the elements.
   *
   * @throws IllegalStateException if they are not {@link Dtype#I64}
   */
  public long[] toLongs() {
    require(Dtype.I64);
    return MemorySegment.ofArray(data).toArray(LONG);
  }

  private void require(Dtype expected) {
    if (dtype != expected) {
      throw new IllegalStateException("tensor is " + this + ", expected " + expected);
    }
  }

  /** The elements as the file has them, little-endian; not a copy. */
  byte[] data() {
    return data;
  }

  /** Such as F32 [6, 1, 5, 5]. */
  @Override
  public String toString() {
    return dtype + " " + shape;
  }
}
