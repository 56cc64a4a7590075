package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Levels by what a CPU says it can; that of AArch64 by its flags alone. */
final class LevelsTest {

  private static final List<String> HASWELL = List.of("sse4_1", "sse4_2", "avx", "avx2", "fma");
  private static final List<String> SAPPHIRE_RAPIDS =
      List.of(
          "sse4_1 sse4_2 avx avx2 fma avx512f avx512cd avx512bw avx512dq avx512vl avx512_vnni"
              .concat(" avx_vnni avx512_bf16 avx512_fp16 amx_tile amx_int8 amx_bf16")
              .split(" "));

  private static List<String> possible(String backend, String architecture, List<String> flags) {
    return Levels.of(backend, architecture, flags).stream()
        .filter(level -> level.obstacle() == null)
        .map(Level::name)
        .toList();
  }

  private static Level named(String backend, String architecture, String name) {
    return Levels.of(backend, architecture, SAPPHIRE_RAPIDS).stream()
        .filter(level -> level.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void widthsAndRegistersOfTheVectorApi() {
    assertThat(possible("vector", "amd64", SAPPHIRE_RAPIDS))
        .containsExactly(
            "machine", "avx512", "avx512-256", "avx512-128", "avx2", "avx2-128", "avx");
    assertThat(possible("vector", "amd64", HASWELL))
        .containsExactly("machine", "avx2", "avx2-128", "avx");
    assertThat(named("vector", "amd64", "avx512-256").flags())
        .containsExactly("-XX:UseAVX=3", "-XX:MaxVectorSize=32");
  }

  @Test
  void coreTypesAndIsasOfTheLibraries() {
    assertThat(possible("openblas", "amd64", HASWELL))
        .containsExactly(
            "machine", "zen", "haswell", "sandybridge", "nehalem", "core2", "prescott");
    assertThat(possible("onednn", "amd64", HASWELL))
        .containsExactly("machine", "avx2", "avx", "sse41");
    assertThat(possible("onednn", "amd64", SAPPHIRE_RAPIDS))
        .containsExactly("machine", "avx512-core-amx", "avx512-core", "avx2", "avx", "sse41");
    assertThat(named("openblas", "amd64", "haswell").environment())
        .containsEntry("OPENBLAS_CORETYPE", "Haswell");
    assertThat(named("onednn", "amd64", "avx512-core").environment())
        .containsEntry("ONEDNN_MAX_CPU_ISA", "AVX512_CORE");
  }

  @Test
  void whatTheCpuLacksIsListedWithItsReason() {
    Level avx512 = Levels.of("vector", "amd64", HASWELL).get(1);

    assertThat(avx512.name()).isEqualTo("avx512");
    assertThat(avx512.obstacle())
        .isEqualTo("this CPU has no avx512f, avx512cd, avx512bw, avx512dq, avx512vl");
  }

  @Test
  void neonAndSve() {
    assertThat(possible("vector", "aarch64", List.of("asimd"))).containsExactly("machine", "neon");
    assertThat(possible("vector", "aarch64", List.of("asimd", "sve", "sve2")))
        .containsExactly("machine", "sve2", "sve", "sve-128", "neon");
    assertThat(possible("openblas", "aarch64", List.of("asimd")))
        .containsExactly("machine", "neoversen1", "armv8");
    assertThat(possible("onednn", "aarch64", List.of("asimd", "sve"))).containsExactly("machine");
    assertThat(named("vector", "aarch64", "neon").flags()).containsExactly("-XX:UseSVE=0");
  }

  @Test
  void anUnknownCpuAndAnUnknownBackendAreMeasuredAsTheyAre() {
    assertThat(possible("vector", "riscv64", List.of())).containsExactly("machine");
    assertThat(possible("mine", "amd64", SAPPHIRE_RAPIDS)).containsExactly("machine");
  }

  @Test
  void aLevelKnowsWhetherItIsInEffect() {
    Level avx2 = named("vector", "amd64", "avx2");
    assertThat(avx2.mismatch("AVX2, 256-bit vectors, 16 registers")).isEmpty();
    assertThat(avx2.mismatch("AVX2, 128-bit vectors, 16 registers"))
        .contains(
            "runs at \"AVX2, 128-bit vectors, 16 registers\","
                + " asked for \"AVX2, 256-bit vectors, 16 registers\"");
    Level haswell = named("openblas", "amd64", "haswell");
    assertThat(haswell.mismatch("AVX2 (Haswell)")).isEmpty();
    assertThat(haswell.mismatch("AVX2 (Zen)")).isPresent();
    Level avx = named("onednn", "amd64", "avx");
    assertThat(avx.mismatch("AVX")).isEmpty();
    assertThat(avx.mismatch("AVX2")).isPresent();
    assertThat(Level.machine("vector").mismatch("anything")).isEmpty();
    assertThat(named("vector", "aarch64", "sve").mismatch("SVE, 256-bit vectors, 32 registers"))
        .isEmpty();
  }
}
