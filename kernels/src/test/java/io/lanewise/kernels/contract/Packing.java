package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.Windowed;
import io.lanewise.kernels.WindowedOperation;
import io.lanewise.kernels.contract.Refusals.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The contract of {@code pack} and {@code unpack}, for a convolution or a pooling. */
final class Packing {

  private final Replay replay;
  private final WindowedOperation operation;
  private final List<Tensor> tensors;

  Packing(Replay replay, WindowedOperation operation) {
    this.replay = replay;
    this.operation = operation;
    tensors =
        operation instanceof Conv2d
            ? List.of(Tensor.SRC, Tensor.WEIGHTS, Tensor.DST)
            : List.of(Tensor.SRC, Tensor.DST);
  }

  /** As many elements as the shape says. */
  private long nchwElements(Tensor tensor) {
    Windowed shape = operation instanceof Conv2d conv ? conv.shape() : ((Pool2d) operation).shape();
    return switch (tensor) {
      case SRC -> shape.srcElements();
      case DST -> shape.dstElements();
      case WEIGHTS -> ((Conv2d) operation).shape().weightElements();
    };
  }

  /** A heap segment for a tensor in the operation's layout. */
  MemorySegment allocate(Tensor tensor) {
    return MemorySegment.ofArray(new float[Math.toIntExact(operation.elements(tensor))]);
  }

  /** Every tensor, from and to heap or native memory as the seed says. */
  void assertRoundTrips(long seed) {
    RandomGenerator random = ContractRun.random(seed);
    for (Tensor tensor : tensors) {
      assertRoundTrip(tensor, new Placement(false, random.nextInt(4)), random);
    }
  }

  private void assertRoundTrip(Tensor tensor, Placement placement, RandomGenerator random) {
    String what = tensor + " " + placement + ", " + replay;
    try (Arena arena = Arena.ofShared()) {
      long n = nchwElements(tensor);
      Operand nchw =
          Operand.floats(arena, placement.isNative(0), random, n)
              .fill(() -> random.nextInt(1, 10))
              .remember();
      Operand packed =
          Operand.floats(arena, placement.isNative(1), random, operation.elements(tensor))
              .fill(() -> Double.NaN)
              .remember();
      operation.pack(tensor, nchw.segment(), packed.segment());
      nchw.assertUnchanged("nchw", what);
      packed.assertCanaries("packed", what);
      assertThat(Arrays.stream(packed.values()).sum())
          .as("%s: sum of the elements, with zeros beside them", what)
          .isEqualTo(Arrays.stream(nchw.values()).sum());
      packed.remember();
      Operand back =
          Operand.floats(arena, placement.isNative(0), random, n).fill(() -> Double.NaN).remember();
      operation.unpack(tensor, packed.segment(), back.segment());
      packed.assertUnchanged("packed", what);
      back.assertCanaries("nchw", what);
      Agreement.assertEqual(back.values(), nchw.values(), "pack and unpack " + what);
    }
  }

  void assertRefusals() {
    for (Tensor tensor : tensors) {
      long n = nchwElements(tensor);
      long packed = operation.elements(tensor);
      assertThat(operation.layout() != Layout.NCHW || packed == n).as("%s", replay).isTrue();
      new Refusals(
              Precision.SINGLE,
              replay,
              List.of(Argument.read("nchw", n), Argument.written("packed", packed)),
              o -> operation.pack(tensor, o[0], o[1]))
          .assertAll();
      new Refusals(
              Precision.SINGLE,
              replay,
              List.of(Argument.read("packed", packed), Argument.written("nchw", n)),
              o -> operation.unpack(tensor, o[0], o[1]))
          .assertAll();
    }
    MemorySegment from = allocate(Tensor.SRC);
    MemorySegment to = allocate(Tensor.SRC);
    refused(NullPointerException.class, "tensor is null.*", null, from, to);
    if (!tensors.contains(Tensor.WEIGHTS)) {
      String message = "tensor is WEIGHTS, expected SRC or DST";
      refused(IllegalArgumentException.class, message, Tensor.WEIGHTS, from, to);
      Refusals.assertRefused(
          replay,
          IllegalArgumentException.class,
          message,
          () -> operation.elements(Tensor.WEIGHTS));
    }
  }

  /** Both directions refuse after close. */
  void assertClosed() {
    MemorySegment nchw = MemorySegment.ofArray(new float[(int) nchwElements(Tensor.SRC)]);
    MemorySegment packed = allocate(Tensor.SRC);
    assertClosed(() -> operation.pack(Tensor.SRC, nchw, packed), packed);
    assertClosed(() -> operation.unpack(Tensor.SRC, packed, nchw), nchw);
  }

  void assertClosed(ThrowingCallable call, MemorySegment output) {
    String message = operation.kernel() + " is closed";
    Refusals.assertRefused(replay, IllegalStateException.class, message, call, output);
  }

  private void refused(
      Class<? extends RuntimeException> type,
      String message,
      Tensor tensor,
      MemorySegment from,
      MemorySegment to) {
    Refusals.assertRefused(replay, type, message, () -> operation.pack(tensor, from, to), to);
    Refusals.assertRefused(replay, type, message, () -> operation.unpack(tensor, from, to), to);
  }
}
