package io.lanewise.bench.machine;

import java.util.Map;
import java.util.Optional;

/**
 * The units of a core that do fused multiply-adds. No processor says how many it has, so they are
 * looked up by what it is; what is not in here is not guessed.
 *
 * @param count units that start one operation in each cycle
 * @param bits width of each; a narrower vector takes one all the same
 */
public record FmaUnits(int count, int bits) {

  private static final String INTEL = "GenuineIntel";
  private static final String AMD = "AuthenticAMD";

  /** ARM's part numbers, /proc/cpuinfo's CPU part. */
  private static final Map<Integer, FmaUnits> ARM =
      Map.of(
          0xd0c, new FmaUnits(2, 128), // Neoverse N1
          0xd40, new FmaUnits(2, 256), // Neoverse V1
          0xd49, new FmaUnits(2, 128), // Neoverse N2
          0xd4f, new FmaUnits(4, 128)); // Neoverse V2

  private static final int ARM_LIMITED = 0x41;

  /** Of this processor; empty if they are not known. */
  public static Optional<FmaUnits> of(CpuInfo cpu) {
    String vendor = cpu.field("vendor_id").orElse("");
    if (vendor.equals(INTEL)) {
      return intel(cpu);
    } else if (vendor.equals(AMD)) {
      return amd(cpu.number("cpu family").orElse(0), cpu.number("model").orElse(0), cpu);
    } else if (cpu.number("CPU implementer").orElse(0) == ARM_LIMITED) {
      return Optional.ofNullable(ARM.get(cpu.number("CPU part").orElse(0)));
    }
    return Optional.empty();
  }

  /**
   * By features: hypervisors invent model numbers. AMX came with Sapphire Rapids, whose servers
   * have two units of 512 bits; before it, some Xeons with AVX-512 have one. Without AVX-512, cores
   * since Haswell have two of 256, except for the small cores of hybrid processors and of N series.
   */
  private static Optional<FmaUnits> intel(CpuInfo cpu) {
    if (cpu.has("amx_tile")) {
      return Optional.of(new FmaUnits(2, 512));
    }
    boolean small = cpu.has("avx_vnni") || cpu.has("serialize");
    return cpu.has("avx512f") || !cpu.has("fma") || small
        ? Optional.empty()
        : Optional.of(new FmaUnits(2, 256));
  }

  /** Zen has two of 128 bits, Zen 2 to 4 of 256, Zen 5 of 512 except in notebooks. */
  private static Optional<FmaUnits> amd(int family, int model, CpuInfo cpu) {
    if (family == 0x17) {
      return Optional.of(new FmaUnits(2, model < 0x30 ? 128 : 256));
    } else if (family == 0x19) {
      return Optional.of(new FmaUnits(2, 256));
    } else if (family == 0x1a && cpu.field("model name").orElse("").contains("EPYC")) {
      return Optional.of(new FmaUnits(2, 512));
    }
    return Optional.empty();
  }

  /** Floating-point operations in a cycle with vectors of some bits. */
  public double flopsPerCycle(int vectorBits, int elementBits) {
    return 2.0 * count * Math.min(bits, vectorBits) / elementBits;
  }
}
