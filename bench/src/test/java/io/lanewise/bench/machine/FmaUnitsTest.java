package io.lanewise.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FmaUnitsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vendor_id: GenuineIntel;model: 167;flags: fma avx2 avx512f amx_tile              | 2x512
          vendor_id: GenuineIntel;model: 85;flags: fma avx2 avx512f                        |
          vendor_id: GenuineIntel;model: 94;flags: fma avx2                                | 2x256
          vendor_id: GenuineIntel;model: 151;flags: fma avx2 avx_vnni                      |
          vendor_id: GenuineIntel;model: 42;flags: avx                                     |
          vendor_id: AuthenticAMD;cpu family: 23;model: 1;flags: fma avx2                  | 2x128
          vendor_id: AuthenticAMD;cpu family: 23;model: 49;flags: fma avx2                 | 2x256
          vendor_id: AuthenticAMD;cpu family: 25;model: 17;flags: fma avx2 avx512f         | 2x256
          vendor_id: AuthenticAMD;cpu family: 26;model: 2;model name: AMD EPYC 9755        | 2x512
          vendor_id: AuthenticAMD;cpu family: 26;model: 36;model name: AMD Ryzen AI 9      |
          CPU implementer: 0x41;CPU part: 0xd4f;Features: asimd sve                        | 4x128
          CPU implementer: 0x61;CPU part: 0x022                                            |
          vendor_id: Other                                                                 |
          """)
  void knowsOrSaysThatItDoesNot(String cpuInfo, String expected) {
    CpuInfo cpu = CpuInfo.parse(cpuInfo.replace(';', '\n'));
    assertThat(FmaUnits.of(cpu).map(units -> units.count() + "x" + units.bits()).orElse(null))
        .isEqualTo(expected);
  }

  @Test
  void aNarrowVectorTakesAWholeUnit() {
    FmaUnits units = new FmaUnits(2, 512);
    assertThat(units.flopsPerCycle(512, 32)).isEqualTo(64);
    assertThat(units.flopsPerCycle(256, 32)).isEqualTo(32);
    assertThat(units.flopsPerCycle(512, 64)).isEqualTo(32);
    assertThat(new FmaUnits(2, 256).flopsPerCycle(512, 32)).isEqualTo(32);
  }

  @Test
  void readsTheFirstProcessorOnly() {
    CpuInfo cpu =
        CpuInfo.parse("stepping\t: 1\nsiblings : 4\ncpu cores : 2\nempty :\n\nstepping : 2\n");
    assertThat(cpu.field("stepping")).contains("1");
    assertThat(cpu.field("empty")).isEmpty();
    assertThat(cpu.number("empty")).isEmpty();
    assertThat(cpu.threadsPerCore()).isEqualTo(2);
    assertThat(CpuInfo.parse("").threadsPerCore()).isEqualTo(1);
  }
}
