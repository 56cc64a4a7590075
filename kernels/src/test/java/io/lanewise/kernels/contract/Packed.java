package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.WindowedOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

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

  /**
   * Brings an output back to NCHW; where all is finite, what it holds beside its elements must be
   * as pack leaves it.
   */
  void bringBack(Tensor tensor, MemorySegment packed, Operand nchw) {
    operation.unpack(tensor, packed, nchw.segment());
    boolean finite = Arrays.stream(nchw.values()).allMatch(Double::isFinite);
    if (finite && operation.layout() == Layout.RESIDENT) {
      long mismatch = input(tensor, nchw).mismatch(packed);
      assertThat(mismatch).as("%s: byte of %s that differs", operation, tensor).isEqualTo(-1);
    }
  }
}
