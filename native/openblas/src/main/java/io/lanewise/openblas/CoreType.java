package io.lanewise.openblas;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of its sets of kernels OpenBLAS is asked to use, through OPENBLAS_CORETYPE.
 *
 * <p>OpenBLAS knows CPUs by vendor, family and model. One that is newer than its table gets the
 * kernels of an older one: on Zen 5 those of Haswell, half as wide as the CPU's vectors, at half
 * the speed. So, where the user has chosen nothing, {@code SkylakeX} is asked for if the CPU has
 * the AVX-512 that those kernels use (F, CD, BW, DQ, VL) and is not Intel's. For Intel's CPUs the
 * table is left alone: it lists those with AVX-512 and may choose Cooperlake or SapphireRapids
 * there. No more than SkylakeX is asked for: of the later sets only the products of bfloat16
 * matter, which are not used here, and a library may have been built without them. (0.3.31 of
 * org.bytedeco has kernels for SapphireRapids and takes no request for them: a name that it does
 * not know, or an empty one, is replaced in silence, by Cooperlake where the CPU has bfloat16.)
 *
 * @param request value for OPENBLAS_CORETYPE; empty: OpenBLAS or the user's environment decides
 * @param named whether the user has asked for it by name
 * @param reason why, for the report
 */
record CoreType(Optional<String> request, boolean named, String reason) {

  /** The environment variable that OpenBLAS reads when it is loaded. */
  static final String VARIABLE = "OPENBLAS_CORETYPE";

  /** The system property by which the user chooses. */
  static final String PROPERTY = "lanewise.openblas.coretype";

  private static final List<String> AVX512 =
      List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

  /**
   * Chooses.
   *
   * @param property value of {@link #PROPERTY}: auto, detected or a name; empty is auto
   * @param variable value of {@link #VARIABLE} in the user's environment, or empty
   * @param cpuinfo text of /proc/cpuinfo, or empty where there is none
   */
  static CoreType choose(String property, Optional<String> variable, String cpuinfo) {
    if (variable.isPresent()) {
      return asDetected(variable.get() + ", from " + VARIABLE + " in the environment");
    }
    switch (property) {
      case "detected":
        return asDetected("none, " + PROPERTY + " is detected");
      case "", "auto":
        return automatic(cpuinfo);
      default:
        return new CoreType(Optional.of(property), true, property + ", from " + PROPERTY);
    }
  }

  private static CoreType automatic(String cpuinfo) {
    String vendor = field(cpuinfo, "vendor_id");
    if (!hasAvx512(cpuinfo)) {
      return asDetected("none, /proc/cpuinfo shows no AVX-512 that OpenBLAS may overlook");
    }
    if (vendor.equals("GenuineIntel")) {
      return asDetected("none, OpenBLAS knows Intel's CPUs with AVX-512 by their model");
    }
    return new CoreType(
        Optional.of("SkylakeX"),
        false,
        "SkylakeX, the CPU (" + vendor + ") has AVX-512 and OpenBLAS may not know its model");
  }

  private static CoreType asDetected(String reason) {
    return new CoreType(Optional.empty(), false, reason);
  }

  /** Whether a CPU has all of AVX-512 that the kernels of SkylakeX use. */
  static boolean hasAvx512(String cpuinfo) {
    return new HashSet<>(List.of(field(cpuinfo, "flags").split(" "))).containsAll(AVX512);
  }

  /** Whether OpenBLAS decides alone: neither we nor the user have asked for anything. */
  boolean isDetected() {
    return request.isEmpty() && System.getenv(VARIABLE) == null;
  }

  /** The instruction set of the kernels with this name, as OpenBLAS gives it. */
  static String isa(String core) {
    return switch (core.toLowerCase(Locale.ROOT)) {
      case "skylakex", "cooperlake", "sapphirerapids" -> "AVX-512";
      case "haswell", "zen", "excavator" -> "AVX2";
      case "sandybridge", "bulldozer", "piledriver", "steamroller" -> "AVX";
      case "prescott", "core2", "penryn", "dunnington", "nehalem", "atom", "barcelona" -> "SSE";
      case "neoversev1", "neoversen2", "neoversev2", "armv8sve", "a64fx" -> "SVE";
      case "armv8", "neoversen1", "vortex", "vortexm4", "cortexa57", "cortexa76" -> "NEON";
      default -> "kernels";
    };
  }

  /** Whether kernels of this name use AVX-512. */
  static boolean usesAvx512(String core) {
    return isa(core).equals("AVX-512");
  }

  /** The value of a field of the first CPU, or empty. */
  private static String field(String cpuinfo, String name) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.split("\\s*:\\s*", 2))
        .filter(pair -> pair.length == 2 && pair[0].equals(name))
        .map(pair -> pair[1].strip())
        .findFirst()
        .orElse("");
  }
}
