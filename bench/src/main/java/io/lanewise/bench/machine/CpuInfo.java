package io.lanewise.bench.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The first processor of Linux's /proc/cpuinfo; empty elsewhere.
 *
 * @param fields its lines by name
 */
public record CpuInfo(Map<String, String> fields) {

  /** Copies. */
  public CpuInfo {
    fields = Map.copyOf(fields);
  }

  /** Reads it. */
  public static CpuInfo read() {
    return SystemFile.read("/proc/cpuinfo").map(CpuInfo::parse).orElseGet(() -> parse(""));
  }

  /** Reads the text of such a file, up to the first empty line. */
  public static CpuInfo parse(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text.lines().takeWhile(l -> !l.isBlank()).toList()) {
      String[] pair = line.split(":", 2);
      if (pair.length == 2 && !pair[1].isBlank()) {
        fields.put(pair[0].strip(), pair[1].strip());
      }
    }
    return new CpuInfo(fields);
  }

  /** A field, such as {@code microcode}. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** A field with a number, decimal or after 0x. */
  public OptionalInt number(String name) {
    try {
      String text = fields.get(name);
      return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.decode(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** Whether the processor has a feature, in the kernel's words, such as {@code avx512f}. */
  public boolean has(String flag) {
    return flags().contains(flag);
  }

  /** Threads of a core: 2 with SMT, as siblings are twice the cores; 1 where that is not said. */
  public int threadsPerCore() {
    int cores = number("cpu cores").orElse(0);
    return cores == 0 ? 1 : Math.max(1, number("siblings").orElse(cores) / cores);
  }

  private List<String> flags() {
    return List.of(field("flags").or(() -> field("Features")).orElse("").split(" "));
  }
}
