package io.lanewise.bench.check.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Transpose;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

  @Test
  void isNotFoundByAnybodyElse() {
    assertThat(Backends.all()).noneMatch(FaultyBackend.class::isInstance);
    assertThat(Backends.broken()).isEmpty();
  }

  @Test
  void isNamedInAFolderForTheClassPath(@TempDir Path folder) throws IOException {
    Path front = Fault.SLOWER.plant(folder.resolve("slower"));

    assertThat(front.resolve("META-INF/services/io.lanewise.kernels.Backend"))
        .hasContent(SlowerBackend.class.getName());
  }

  @ParameterizedTest
  @CsvSource({"17, -1", "16, 1", "18, 1", "33, 1"})
  void theSignIsWrongInOneTileOfOneSize(int n, float sign) {
    float[] c;
    try (Kernels kernels = Backends.require("scalar").open(KernelOptions.defaults())) {
      c = multiply(new WrongSignBackend.WrongSign(kernels.gemm(), kernels), 14, n);
    }

    // The first tile has 12 rows.
    assertThat(c[11 * n + n - 1]).isEqualTo(3);
    assertThat(c[12 * n + n - 1]).isEqualTo(3 * sign);
    assertThat(c[13 * n + n - 1]).isEqualTo(3 * sign);
    assertThat(c[13 * n + n - 2]).isEqualTo(3);
  }

  @Test
  void theWrongSignIsThereAtOneLevel() {
    assertThat(WrongSignBackend.isAt("AVX2, 256-bit vectors, 16 registers")).isTrue();
    assertThat(WrongSignBackend.isAt("AVX-512, 256-bit vectors, 32 registers")).isFalse();
    assertThat(WrongSignBackend.isAt("AVX2, 128-bit vectors, 16 registers")).isFalse();
  }

  private static float[] multiply(Gemm gemm, int m, int n) {
    float[] a = new float[3 * m];
    float[] b = new float[3 * n];
    float[] c = new float[m * n];
    Arrays.fill(a, 1);
    Arrays.fill(b, 1);
    try (gemm) {
      gemm.sgemm(Transpose.NO, Transpose.NO, m, n, 3, 1, a, 0, 3, b, 0, n, 0, c, 0, n);
    }
    return c;
  }
}
