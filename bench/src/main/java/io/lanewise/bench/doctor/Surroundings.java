package io.lanewise.bench.doctor;

import io.lanewise.bench.machine.Cgroup;
import io.lanewise.bench.machine.ClockFrequency;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What advice depends on besides the {@link Findings}.
 *
 * @param environment the environment variables
 * @param processorQuota processors' worth of time that the container may take
 * @param memoryLimit bytes of memory that the container may take
 * @param allowedProcessors the processors that the process may run on
 * @param governor who decides about the clock frequency
 * @param hugePages transparent huge pages: always, madvise or never
 * @param load processes that ran or wanted to, mean of the last minute; negative if not known
 * @param jvmMode as {@code mixed mode}
 * @param flag the value of a flag of the JVM
 */
record Surroundings(
    Map<String, String> environment,
    OptionalDouble processorQuota,
    OptionalDouble memoryLimit,
    Optional<String> allowedProcessors,
    Optional<String> governor,
    Optional<String> hugePages,
    double load,
    String jvmMode,
    Function<String, Optional<String>> flag) {

  /** Looks. */
  static Surroundings look() {
    return new Surroundings(
        System.getenv(),
        Cgroup.processors(),
        Cgroup.memoryBytes(),
        Cgroup.allowedProcessors(),
        ClockFrequency.governor(),
        Facts.hugePages(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        System.getProperty("java.vm.info", ""),
        HotSpotFlags::value);
  }
}
