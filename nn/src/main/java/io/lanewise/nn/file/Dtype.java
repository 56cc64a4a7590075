package io.lanewise.nn.file;

/**
 * Type of a tensor's elements, by the name that safetensors gives it. The order is the order of the
 * data in a file: wide elements first, so that each tensor starts at a multiple of its elements.
 */
public enum Dtype {
  /** 64-bit floating point. */
  F64(Double.BYTES),
  /** 64-bit integers with a sign. */
  I64(Long.BYTES),
  /** 32-bit floating point. */
  F32(Float.BYTES);

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of an element. */
  public int bytes() {
    return bytes;
  }
}
