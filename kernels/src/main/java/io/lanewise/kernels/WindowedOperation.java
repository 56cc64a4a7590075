package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** What convolution and pooling have in common: tensors of one shape in one layout. */
public abstract sealed class WindowedOperation extends Operation permits Conv2d, Pool2d {

  private final Layout layout;

  /**
   * Names the operation and its layout.
   *
   * @param kernel see {@link Operation#kernel()}
   * @param layout see {@link #layout()}
   */
  protected WindowedOperation(String kernel, Layout layout) {
    super(kernel);
    this.layout = layout;
  }

  /** How the operands of every call lie in memory. */
  public final Layout layout() {
    return layout;
  }

  /**
   * Elements of a tensor, or of its gradient, in NCHW.
   *
   * @throws IllegalArgumentException if the operation has no such tensor
   */
  abstract long nchwElements(Tensor tensor);

  /**
   * Elements of a tensor, or of its gradient, in this operation's layout.
   *
   * @throws IllegalArgumentException if the operation has no such tensor
   */
  public long elements(Tensor tensor) {
    return nchwElements(tensor);
  }

  /**
   * Copies a tensor from NCHW into this operation's layout.
   *
   * @param tensor which one; a gradient is converted as its tensor
   * @param nchw read; as many elements as the shape says
   * @param packed written; {@link #elements} elements, separate memory
   * @throws NullPointerException if the tensor or a segment is null
   * @throws IllegalArgumentException if a segment is too short or not made of floats, or they
   *     overlap, or the operation has no such tensor
   * @throws IllegalStateException if this is closed or a segment's arena is, or another thread is
   *     inside a call
   */
  public final void pack(Tensor tensor, MemorySegment nchw, MemorySegment packed) {
    enter();
    try {
      requireTensor(tensor);
      long from = nchwElements(tensor);
      long to = elements(tensor);
      Operands.requireReadable("nchw", nchw, float[].class, Float.BYTES, from);
      Operands.requireWritable("packed", packed, float[].class, Float.BYTES, to);
      Operands.requireDisjoint("packed", packed, to, "nchw", nchw, from, Float.BYTES);
      computePack(tensor, nchw, packed);
    } finally {
      exit();
    }
  }

  /**
   * Copies a tensor from this operation's layout into NCHW: the inverse of {@link #pack}.
   *
   * @param tensor which one; a gradient is converted as its tensor
   * @param packed read; {@link #elements} elements
   * @param nchw written; as many elements as the shape says, separate memory
   * @throws NullPointerException if the tensor or a segment is null
   * @throws IllegalArgumentException if a segment is too short or not made of floats, or they
   *     overlap, or the operation has no such tensor
   * @throws IllegalStateException if this is closed or a segment's arena is, or another thread is
   *     inside a call
   */
  public final void unpack(Tensor tensor, MemorySegment packed, MemorySegment nchw) {
    enter();
    try {
      requireTensor(tensor);
      long from = elements(tensor);
      long to = nchwElements(tensor);
      Operands.requireReadable("packed", packed, float[].class, Float.BYTES, from);
      Operands.requireWritable("nchw", nchw, float[].class, Float.BYTES, to);
      Operands.requireDisjoint("nchw", nchw, to, "packed", packed, from, Float.BYTES);
      computeUnpack(tensor, packed, nchw);
    } finally {
      exit();
    }
  }

  /** Copies as {@link #pack} promises; arguments are checked. NCHW is copied as it is. */
  protected void computePack(Tensor tensor, MemorySegment nchw, MemorySegment packed) {
    MemorySegment.copy(nchw, 0, packed, 0, nchwElements(tensor) * Float.BYTES);
  }

  /** Copies as {@link #unpack} promises; arguments are checked. NCHW is copied as it is. */
  protected void computeUnpack(Tensor tensor, MemorySegment packed, MemorySegment nchw) {
    MemorySegment.copy(packed, 0, nchw, 0, nchwElements(tensor) * Float.BYTES);
  }

  private static void requireTensor(Tensor tensor) {
    if (tensor == null) {
      throw new NullPointerException("tensor is null, expected SRC, WEIGHTS or DST");
    }
  }

  /** Refuses a tensor that the operation does not have. */
  static IllegalArgumentException noSuch(Tensor tensor) {
    return new IllegalArgumentException("tensor is " + tensor + ", expected SRC or DST");
  }
}
