package io.lanewise.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Transpose;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What OneDnnGemm keeps from call to call. */
final class OneDnnGemmTest {

  @Test
  void keepsNoMorePrimitivesThanItsCapacity() {
    Assumptions.assumeTrue(new OneDnnBackend().unavailable().isEmpty());
    try (Kernels kernels = Backends.require("onednn").open(KernelOptions.defaults());
        OneDnnGemm gemm = (OneDnnGemm) kernels.gemm()) {
      int sizes = OneDnnGemm.CAPACITY + 5;
      for (int pass = 0; pass < 2; pass++) {
        for (int n = 1; n <= sizes; n++) {
          assertThat(rowTimesColumn(gemm, n)).as("sum over %s", n).isEqualTo(n);
        }
        assertThat(gemm.primitives()).isEqualTo(OneDnnGemm.CAPACITY);
      }
    }
  }

  /** Ones times ones over k elements: k. */
  private static float rowTimesColumn(OneDnnGemm gemm, int k) {
    float[] ones = new float[k];
    Arrays.fill(ones, 1);
    float[] c = {Float.NaN};
    gemm.sgemm(Transpose.NO, Transpose.NO, 1, 1, k, 1, ones, 0, k, ones.clone(), 0, 1, 0, c, 0, 1);
    return c[0];
  }
}
