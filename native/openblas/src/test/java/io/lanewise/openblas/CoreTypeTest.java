package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which kernels are asked for, from texts as /proc/cpuinfo shows them. */
class CoreTypeTest {

  private static final String AVX512 = "avx2 avx512f avx512dq avx512cd avx512bw avx512vl";

  private static final String ZEN_5 = cpuinfo("AuthenticAMD", AVX512 + " avx512_bf16");
  private static final String ZEN_3 = cpuinfo("AuthenticAMD", "sse4_2 avx fma avx2");
  private static final String SAPPHIRE_RAPIDS = cpuinfo("GenuineIntel", AVX512 + " amx_bf16");
  private static final String NEOVERSE = "processor\t: 0\nFeatures\t: fp asimd sve\n";

  private static String cpuinfo(String vendor, String flags) {
    String cpu =
        """
        processor\t: 0
        vendor_id\t: %s
        cpu family\t: 26
        model name\t: Some CPU : 3.0 GHz
        flags\t\t: fpu vme %s ht
        vmx flags\t: avx512f
        bugs\t\t: sysret_ss_attrs

        """
            .formatted(vendor, flags);
    return cpu + cpu.replace("processor\t: 0", "processor\t: 1");
  }

  private static CoreType automatic(String cpuinfo) {
    return CoreType.choose("", Optional.empty(), cpuinfo);
  }

  @Test
  void asksForSkylakeXOnOtherVendorsCpusWithAvx512() {
    assertThat(automatic(ZEN_5).request()).contains("SkylakeX");
    assertThat(automatic(ZEN_5).named()).isFalse();
    assertThat(automatic(ZEN_5).reason()).contains("AuthenticAMD");
    assertThat(CoreType.choose("auto", Optional.empty(), ZEN_5)).isEqualTo(automatic(ZEN_5));
  }

  @Test
  void leavesIntelToOpenBlas() {
    assertThat(automatic(SAPPHIRE_RAPIDS).request()).isEmpty();
  }

  @Test
  void asksForNothingWithoutAllOfAvx512() {
    assertThat(automatic(ZEN_3).request()).isEmpty();
    assertThat(automatic(ZEN_5.replace(" avx512vl", "")).request()).isEmpty();
    assertThat(automatic(NEOVERSE).request()).isEmpty();
    assertThat(automatic("").request()).isEmpty();
  }

  @Test
  void doesWhatTheUserSays() {
    CoreType haswell = CoreType.choose("Haswell", Optional.empty(), ZEN_5);
    assertThat(haswell.request()).contains("Haswell");
    assertThat(haswell.named()).isTrue();
    assertThat(CoreType.choose("detected", Optional.empty(), ZEN_5).request()).isEmpty();
  }

  @Test
  void leavesTheUsersEnvironmentAlone() {
    for (String property : new String[] {"", "auto", "detected", "SkylakeX"}) {
      CoreType choice = CoreType.choose(property, Optional.of("Zen"), ZEN_5);
      assertThat(choice.request()).isEmpty();
      assertThat(choice.reason()).contains("Zen").contains("OPENBLAS_CORETYPE");
    }
  }

  @Test
  void knowsWhatTheKernelsUse() {
    assertThat(CoreType.hasAvx512(ZEN_5)).isTrue();
    assertThat(CoreType.hasAvx512(ZEN_3)).isFalse();
    assertThat(CoreType.usesAvx512("SkylakeX")).isTrue();
    assertThat(CoreType.usesAvx512("Haswell")).isFalse();
    assertThat(CoreType.isa("neoversen1")).isEqualTo("NEON");
  }
}
