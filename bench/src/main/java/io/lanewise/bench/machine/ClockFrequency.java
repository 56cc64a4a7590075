package io.lanewise.bench.machine;

import java.util.Optional;
import java.util.stream.IntStream;

/** The clock frequency as Linux's cpufreq knows it; virtual machines mostly have none. */
public final class ClockFrequency {

  private static final String CPU = "/sys/devices/system/cpu/cpu";

  private ClockFrequency() {}

  /** Megahertz now, the highest of the processors; empty where it cannot be read. */
  public static Optional<Double> megahertz() {
    return IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .mapToObj(i -> SystemFile.read(CPU + i + "/cpufreq/scaling_cur_freq"))
        .flatMap(Optional::stream)
        .map(kilohertz -> Double.parseDouble(kilohertz) / 1000)
        .max(Double::compare);
  }

  /** Who decides about it, such as performance, powersave or schedutil. */
  public static Optional<String> governor() {
    return SystemFile.read(CPU + "0/cpufreq/scaling_governor");
  }

  /** Why it cannot be read here. */
  public static String unknown() {
    if (!SystemFile.isLinux()) {
      return "read on Linux only";
    }
    return "no cpufreq under /sys/devices/system/cpu, as in most virtual machines"
        + CpuInfo.read()
            .field("cpu MHz")
            .map(mhz -> "; the " + mhz + " MHz of /proc/cpuinfo do not follow the clock")
            .orElse("");
  }
}
