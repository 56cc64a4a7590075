package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.bench.jmh.ElementType;
import io.lanewise.bench.machine.CpuInfo;
import org.junit.jupiter.api.Test;

final class ComputedPeakTest {

  private static final CpuInfo AMX =
      CpuInfo.parse("vendor_id: GenuineIntel\nflags: amx_tile\nsiblings: 2\ncpu cores: 1");

  @Test
  void isAProductWhoseFactorsAreSaid() {
    ComputedPeak one = ComputedPeak.of(AMX, 4000, ElementType.F32, 512, 1, 4);
    assertThat(one.gflops()).isCloseTo(4 * 2 * 16 * 2, within(1e-9));
    assertThat(one.how())
        .isEqualTo("4.00 GHz, timed in this run, x 2 FMA units x 16 lanes x 2 operations x 1 core");
    assertThat(ComputedPeak.of(AMX, 4000, ElementType.F64, 256, 1, 4).gflops())
        .isCloseTo(4 * 2 * 4 * 2, within(1e-9));
  }

  @Test
  void threadsOfOneCoreShareItsUnits() {
    assertThat(ComputedPeak.of(AMX, 4000, ElementType.F32, 512, 4, 4).gflops())
        .isCloseTo(2 * 256, within(1e-9));
  }

  @Test
  void isNotGuessed() {
    ComputedPeak none =
        ComputedPeak.of(CpuInfo.parse("model name: New"), 4000, ElementType.F32, 512, 1, 4);
    assertThat(none.gflops()).isNull();
    assertThat(none.how()).startsWith("not known: how many FMA units").contains("New");
  }
}
