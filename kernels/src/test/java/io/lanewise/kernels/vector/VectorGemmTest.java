package io.lanewise.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class VectorGemmTest {

  /** Other threads than the caller add the bias: one that they may not read is refused at once. */
  @Test
  void biasConfinedToTheCallerIsRefusedForTwoThreads() {
    Backend backend = new VectorBackend();
    assumeThat(backend.unavailable()).isEmpty();
    int size = 200;
    float[] a = new float[size * size];
    float[] c = new float[size * size];
    c[7] = 3;
    try (Kernels kernels = backend.open(new KernelOptions(2));
        Gemm gemm = kernels.gemm();
        Arena arena = Arena.ofConfined()) {
      Epilogue epilogue = Epilogue.perColumn(arena.allocate(4L * size, 4), Activation.RELU);
      assertThatThrownBy(
              () ->
                  gemm.sgemm(
                      Transpose.NO,
                      Transpose.NO,
                      size,
                      size,
                      size,
                      1,
                      a,
                      0,
                      size,
                      a,
                      0,
                      size,
                      0,
                      c,
                      0,
                      size,
                      epilogue))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bias is in an arena that is confined to one thread");
      assertThat(c[7]).isEqualTo(3);
    }
  }
}
