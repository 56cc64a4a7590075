package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways for operands in arrays - in place and staged - in every mixture with native ones. */
@ExtendWith(RequireOpenBlas.class)
class OpenBlasGemmTest {

  private static final int N = 64;
  private static final int GAP = 3;
  private static final float CANARY = 12345;

  @ParameterizedTest
  @ValueSource(ints = {63, 64, 65})
  void everyMixtureOfResidencesIsExact(int m) {
    Random random = new Random(7);
    try (Kernels kernels = Backends.require("openblas").open(KernelOptions.defaults());
        Gemm gemm = kernels.gemm();
        Arena arena = Arena.ofConfined()) {
      for (int mixture = 0; mixture < 8; mixture++) {
        for (Transpose trans : Transpose.values()) {
          multiply(gemm, arena, random, trans, m, mixture);
        }
      }
      assertThat(gemm.workspaceBytes() > 0).as("staged").isEqualTo(m > N);
    }
  }

  /** Small integers: every order of summation is exact. */
  private static void multiply(
      Gemm gemm, Arena arena, Random random, Transpose trans, int m, int mixture) {
    int aRows = trans == Transpose.NO ? m : N;
    int lda = (trans == Transpose.NO ? N : m) + GAP;
    int ld = N + GAP;
    MemorySegment a = integers(random, aRows * lda, (mixture & 1) != 0, arena);
    MemorySegment b = integers(random, N * ld, (mixture & 2) != 0, arena);
    MemorySegment c = integers(random, m * ld, (mixture & 4) != 0, arena);
    for (int i = 0; i < m; i++) {
      for (int j = N; j < ld; j++) {
        set(c, i * ld + j, CANARY);
      }
    }
    float[] before = c.toArray(ValueLayout.JAVA_FLOAT);
    gemm.sgemm(trans, Transpose.NO, m, N, N, 2, a, lda, b, ld, -1, c, ld);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < ld; j++) {
        float sum = 0;
        for (int p = 0; p < N; p++) {
          int aAt = trans == Transpose.NO ? i * lda + p : p * lda + i;
          sum += j < N ? get(a, aAt) * get(b, p * ld + j) : 0;
        }
        float expected = j < N ? 2 * sum - before[i * ld + j] : CANARY;
        assertThat(get(c, i * ld + j)).as("C(%d, %d)", i, j).isEqualTo(expected);
      }
    }
  }

  private static MemorySegment integers(Random random, int elements, boolean heap, Arena arena) {
    MemorySegment segment =
        heap
            ? MemorySegment.ofArray(new float[elements])
            : arena.allocate(elements * 4L, Float.BYTES);
    for (int i = 0; i < elements; i++) {
      set(segment, i, random.nextInt(-4, 5));
    }
    return segment;
  }

  private static float get(MemorySegment segment, long at) {
    return segment.getAtIndex(ValueLayout.JAVA_FLOAT, at);
  }

  private static void set(MemorySegment segment, long at, float value) {
    segment.setAtIndex(ValueLayout.JAVA_FLOAT, at, value);
  }

  @Test
  void scratchMovesFromThreadToThreadAndIsFreed() throws InterruptedException {
    try (Kernels kernels = Backends.require("openblas").open(KernelOptions.defaults())) {
      Gemm gemm = kernels.gemm();
      int n = 80;
      double[] ones = new double[n * n];
      Arrays.fill(ones, 1);
      double[] c = new double[n * n];
      Runnable product =
          () ->
              gemm.dgemm(
                  Transpose.NO, Transpose.NO, n, n, n, 1, ones, 0, n, ones, 0, n, 0, c, 0, n);
      product.run();
      Thread other = new Thread(product);
      other.start();
      other.join();
      assertThat(c).containsOnly(n);
      assertThat(gemm.workspaceBytes()).isEqualTo(3L * n * n * Double.BYTES);
      gemm.close();
      assertThat(gemm.workspaceBytes()).isZero();
    }
  }
}
