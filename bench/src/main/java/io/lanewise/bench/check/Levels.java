package io.lanewise.bench.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which levels there are for a backend on a CPU. What the CPU lacks is in the list too, with what
 * is missing as its obstacle.
 *
 * <p>HotSpot emulates lesser CPUs by {@code -XX:UseAVX}, {@code -XX:MaxVectorSize} and on AArch64
 * {@code -XX:UseSVE}; OpenBLAS takes the kernels of a core type by {@code OPENBLAS_CORETYPE};
 * oneDNN on x86 is bounded by {@code ONEDNN_MAX_CPU_ISA}. The levels of AArch64 are derived from
 * the documentation of these; they have not been run on such a machine.
 */
public final class Levels {

  private static final List<String> AVX512 =
      List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");
  private static final List<String> AVX2 = List.of("avx2", "fma");
  private static final List<String> AVX = List.of("avx");
  private static final List<String> SSE = List.of("sse4_1");

  /** Every AArch64 has it. */
  private static final List<String> NEON = List.of();

  private static final List<String> SVE = List.of("sve");
  private static final List<String> SVE2 = List.of("sve2");

  private static final List<String> JVM_AVX512 = List.of("-XX:UseAVX=3");
  private static final List<String> JVM_AVX2 = List.of("-XX:UseAVX=2");

  /**
   * The least at which HotSpot has a fused multiply-add, which the FMA peak is made of: what runs
   * under a library that is at SSE.
   */
  private static final List<String> JVM_AVX = List.of("-XX:UseAVX=1", "-XX:MaxVectorSize=16");

  private final Set<String> cpuFlags;

  private Levels(Set<String> cpuFlags) {
    this.cpuFlags = cpuFlags;
  }

  /**
   * The levels of a backend, {@link Level#MACHINE} first and then from the most capable down.
   *
   * @param backend id of the backend; one that is not Lanewise's own has the machine as it is
   * @param architecture system property os.arch
   * @param cpuFlags what the CPU can, as in /proc/cpuinfo
   */
  public static List<Level> of(String backend, String architecture, List<String> cpuFlags) {
    Levels levels = new Levels(new HashSet<>(cpuFlags));
    List<Level> all = new ArrayList<>(List.of(Level.machine(backend)));
    switch (architecture) {
      case "amd64", "x86_64" -> all.addAll(levels.x86(backend));
      case "aarch64" -> all.addAll(levels.aarch64(backend));
      default -> {
        // Nothing is known of what such a CPU can emulate.
      }
    }
    return all;
  }

  private List<Level> x86(String backend) {
    return switch (backend) {
      case "vector" ->
          List.of(
              jvm(backend, "avx512", AVX512, "AVX-512, 512-bit vectors, 32 registers", JVM_AVX512),
              jvm(
                  backend,
                  "avx512-256",
                  AVX512,
                  "AVX-512, 256-bit vectors, 32 registers",
                  List.of("-XX:UseAVX=3", "-XX:MaxVectorSize=32")),
              jvm(
                  backend,
                  "avx512-128",
                  AVX512,
                  "AVX-512, 128-bit vectors, 32 registers",
                  List.of("-XX:UseAVX=3", "-XX:MaxVectorSize=16")),
              jvm(backend, "avx2", AVX2, "AVX2, 256-bit vectors, 16 registers", JVM_AVX2),
              jvm(
                  backend,
                  "avx2-128",
                  AVX2,
                  "AVX2, 128-bit vectors, 16 registers",
                  List.of("-XX:UseAVX=2", "-XX:MaxVectorSize=16")),
              // The preferred vector is that of integers too, which AVX has in 128 bits.
              jvm(
                  backend,
                  "avx",
                  List.of("avx", "fma"),
                  "AVX, 128-bit vectors, 16 registers",
                  List.of("-XX:UseAVX=1")));
      // How HotSpot compiles plain loops for it; nothing is read back.
      case "scalar" ->
          List.of(jvm(backend, "avx2", AVX2, "", JVM_AVX2), jvm(backend, "avx", AVX, "", JVM_AVX));
      case "openblas" ->
          List.of(
              core("Cooperlake", with(AVX512, "avx512_bf16"), JVM_AVX512),
              core("SkylakeX", AVX512, JVM_AVX512),
              core("Zen", AVX2, JVM_AVX2),
              core("Haswell", AVX2, JVM_AVX2),
              core("Sandybridge", AVX, JVM_AVX),
              core("Nehalem", with(SSE, "sse4_2"), JVM_AVX),
              core("Core2", SSE, JVM_AVX),
              core("Prescott", SSE, JVM_AVX));
      case "onednn" ->
          List.of(
              maxIsa(
                  "AVX512_CORE_AMX",
                  with(AVX512, "amx_tile", "amx_int8", "amx_bf16"),
                  "AVX-512 with AMX",
                  JVM_AVX512),
              maxIsa("AVX512_CORE", AVX512, "AVX-512", JVM_AVX512),
              maxIsa("AVX2", AVX2, "AVX2", JVM_AVX2),
              maxIsa("AVX", AVX, "AVX", JVM_AVX),
              maxIsa("SSE41", SSE, "SSE4.1", JVM_AVX));
      default -> List.of();
    };
  }

  private List<Level> aarch64(String backend) {
    return switch (backend) {
      case "vector" ->
          List.of(
              jvm(backend, "sve2", SVE2, "SVE2, .*", List.of("-XX:UseSVE=2")),
              jvm(backend, "sve", SVE, "SVE, .*", List.of("-XX:UseSVE=1")),
              jvm(
                  backend,
                  "sve-128",
                  SVE,
                  "SVE, 128-bit vectors, 32 registers",
                  List.of("-XX:UseSVE=1", "-XX:MaxVectorSize=16")),
              jvm(
                  backend,
                  "neon",
                  NEON,
                  "NEON, 128-bit vectors, 32 registers",
                  List.of("-XX:UseSVE=0")));
      case "scalar" ->
          List.of(
              jvm(backend, "sve", SVE, "", List.of("-XX:UseSVE=1")),
              jvm(backend, "neon", NEON, "", List.of("-XX:UseSVE=0")));
      case "openblas" ->
          List.of(
              core("NeoverseV1", SVE, List.of()),
              core("ArmV8SVE", SVE, List.of()),
              core("NeoverseN1", NEON, List.of("-XX:UseSVE=0")),
              core("ArmV8", NEON, List.of("-XX:UseSVE=0")));
      // Its ONEDNN_MAX_CPU_ISA has no effect that could be read back there.
      default -> List.of();
    };
  }

  private Level jvm(
      String backend, String name, List<String> needs, String isa, List<String> flags) {
    return new Level(backend, name, flags, Map.of(), isa, obstacle(needs));
  }

  private Level core(String core, List<String> needs, List<String> flags) {
    return new Level(
        "openblas",
        core.toLowerCase(Locale.ROOT),
        flags,
        Map.of("OPENBLAS_CORETYPE", core),
        "(?i).* \\(" + Pattern.quote(core) + "\\)",
        obstacle(needs));
  }

  private Level maxIsa(String isa, List<String> needs, String readBack, List<String> flags) {
    return new Level(
        "onednn",
        isa.toLowerCase(Locale.ROOT).replace('_', '-'),
        flags,
        Map.of("ONEDNN_MAX_CPU_ISA", isa),
        Pattern.quote(readBack),
        obstacle(needs));
  }

  private @Nullable String obstacle(List<String> needs) {
    List<String> missing = needs.stream().filter(flag -> !cpuFlags.contains(flag)).toList();
    return missing.isEmpty() ? null : "this CPU has no " + String.join(", ", missing);
  }

  private static List<String> with(List<String> flags, String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return all;
  }
}
