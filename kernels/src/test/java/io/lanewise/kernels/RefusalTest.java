package io.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Refusals that need more than one call on one thread. */
class RefusalTest {

  @Test
  void moreThreadsThanALibraryCanStart() {
    assertThatThrownBy(() -> new KernelOptions(1_000_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 1000000, expected 1 to 4096");
  }

  @Test
  void negativeSizeIsNamedAndNotTakenForAnOverflow() {
    assertThatThrownBy(() -> Conv2dShape.of(1, -2, 5, 5, 1, 3, 1, 0))
        .hasMessage("ic is -2, expected at least 1");
  }

  @Test
  void offsetBehindTheArrayOfAnEmptyOperand() {
    assertThatThrownBy(() -> Operands.requireFloats("a", new float[4], 5, 0))
        .hasMessage("aOffset is 5, expected at most the array's length 4");
  }

  @Test
  void operandConfinedToAnotherThread() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocate(16);
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () -> Operands.requireReadable("a", a, float[].class, Float.BYTES, 4));
      assertThatThrownBy(other::join)
          .hasCauseInstanceOf(WrongThreadException.class)
          .hasMessageContaining("a is in an arena that is confined to another thread");
    }
  }

  @Test
  void productOnClosedWorkers() {
    int n = 512;
    float[] a = new float[n * n];
    float[] b = new float[n * n];
    float[] c = new float[n * n];
    Kernels kernels = Backends.require("vector").open(new KernelOptions(2));
    try (Gemm gemm = kernels.gemm()) {
      kernels.close();
      assertThatThrownBy(
              () ->
                  gemm.sgemm(Transpose.NO, Transpose.NO, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }
}
