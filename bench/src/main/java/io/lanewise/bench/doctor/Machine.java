package io.lanewise.bench.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.ProcessorCache;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * The hardware.
 *
 * @param cpu name of the processor; null if it could not be read
 * @param architecture as Java calls it, such as amd64
 * @param cores physical cores; null if they could not be read
 * @param processors processors that this JVM may use
 * @param caches level, kind and size of each
 * @param memoryBytes size of the memory; null if it could not be read
 * @param isaFlags what the processor says it can, as far as kernels care
 * @param note why something could not be read; null if all was
 */
public record Machine(
    @Nullable String cpu,
    String architecture,
    @Nullable Integer cores,
    int processors,
    List<String> caches,
    @Nullable Long memoryBytes,
    List<String> isaFlags,
    @Nullable String note) {

  private static final Set<String> KERNEL_FLAGS =
      Set.of(
          "sse4_1",
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "f16c",
          "bmi2",
          "avx_vnni",
          "asimd",
          "asimdhp",
          "asimddp",
          "sve",
          "sve2",
          "bf16",
          "i8mm",
          "sme");

  private static final List<String> KERNEL_FAMILIES = List.of("avx512", "amx");

  /** Looks; what cannot be read is left out, and the note says why. */
  public static Machine look() {
    String architecture = System.getProperty("os.arch");
    int processors = Runtime.getRuntime().availableProcessors();
    try {
      HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
      CentralProcessor cpu = hardware.getProcessor();
      return new Machine(
          cpu.getProcessorIdentifier().getName().strip(),
          architecture,
          cpu.getPhysicalProcessorCount(),
          processors,
          cpu.getProcessorCaches().stream().map(Machine::sentence).toList(),
          hardware.getMemory().getTotal(),
          kernelFlags(cpu.getFeatureFlags()),
          null);
    } catch (RuntimeException | LinkageError e) {
      return new Machine(null, architecture, null, processors, List.of(), null, List.of(), e + "");
    }
  }

  /** Lines such as "flags : fpu vme avx" or "hw.optional.neon: 1"; one for each kind of core. */
  static List<String> kernelFlags(List<String> lines) {
    return lines.stream()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> !line.endsWith(": 0"))
        .flatMap(line -> Arrays.stream(line.split("[\\s:,]+")))
        .flatMap(word -> Stream.of(word.substring(word.lastIndexOf('.') + 1)))
        .filter(word -> KERNEL_FLAGS.contains(word) || isOfFamily(word))
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean isOfFamily(String word) {
    return KERNEL_FAMILIES.stream().anyMatch(word::startsWith);
  }

  private static String sentence(ProcessorCache cache) {
    return "L%d %s %d KiB"
        .formatted(
            cache.getLevel(),
            cache.getType().name().toLowerCase(Locale.ROOT),
            cache.getCacheSize() >> 10);
  }
}
