package io.lanewise.kernels.contract;

import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.WindowedOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** NCHW operands of a contract test, in the layout that an operation wants. */
final class Packed {

  private static final long ALIGNMENT = 64;

  private final WindowedOperation operation;
  private final boolean isNative;

  /** Packs for an operation, into native segments or arrays. */
  Packed(WindowedOperation operation, boolean isNative) {
    this.operation = operation;
    this.isNative = isNative;
  }

  /** An input, packed. */
  MemorySegment input(Tensor tensor, Operand operand) {
    MemorySegment packed = output(tensor);
    operation.pack(tensor, operand.segment(), packed);
    return packed;
  }

  /** Room for an output, full of NaN. */
  MemorySegment output(Tensor tensor) {
    long elements = operation.elements(tensor);
    MemorySegment packed =
        isNative
            ? Arena.ofAuto().allocate(elements * Float.BYTES, ALIGNMENT)
            : MemorySegment.ofArray(new float[Math.toIntExact(elements)]);
    for (long i = 0; i < elements; i++) {
      packed.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.NaN);
    }
    return packed;
  }
}
