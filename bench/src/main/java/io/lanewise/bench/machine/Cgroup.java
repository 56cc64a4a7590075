package io.lanewise.bench.machine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a container may take, from Linux's control groups; inside of a container their files lie at
 * the root, outside in the folder of the process's group.
 */
public final class Cgroup {

  private static final String ROOT = "/sys/fs/cgroup";

  /** A limit that is none: version 1 has the largest number of pages instead of a word. */
  private static final double NO_BYTES = 1L << 60;

  private Cgroup() {}

  /** Processors' worth of time that it may take; empty if that is not limited. */
  public static OptionalDouble processors() {
    return Stream.concat(
            read("", "cpu.max").flatMap(Cgroup::quota).stream(),
            read("cpu", "cpu.cfs_quota_us")
                .flatMap(
                    quota -> read("cpu", "cpu.cfs_period_us").flatMap(p -> quota(quota + " " + p)))
                .stream())
        .mapToDouble(Double::doubleValue)
        .findFirst();
  }

  /** Such as {@code max 100000} or {@code 150000 100000}. */
  static Optional<Double> quota(String text) {
    String[] pair = text.split(" ");
    return pair.length != 2 || pair[0].equals("max") || pair[0].startsWith("-")
        ? Optional.empty()
        : Optional.of(Double.parseDouble(pair[0]) / Double.parseDouble(pair[1]));
  }

  /** Bytes of memory that it may take; empty if that is not limited. */
  public static OptionalDouble memoryBytes() {
    return Stream.of(read("", "memory.max"), read("memory", "memory.limit_in_bytes"))
        .flatMap(Optional::stream)
        .filter(text -> !text.equals("max"))
        .mapToDouble(Double::parseDouble)
        .filter(bytes -> bytes < NO_BYTES)
        .findFirst();
  }

  /** The processors that this process may run on, such as 0-3,8. */
  public static Optional<String> allowedProcessors() {
    return SystemFile.read("/proc/self/status").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  /**
   * A file of this process's group.
   *
   * @param controller name in version 1; empty for version 2
   */
  private static Optional<String> read(String controller, String file) {
    String root = controller.isEmpty() ? ROOT : ROOT + "/" + controller;
    return folders(controller)
        .map(folder -> SystemFile.read(root + folder + "/" + file))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The group's folder, and the root, where it is inside of a container. */
  private static Stream<String> folders(String controller) {
    List<String> groups =
        SystemFile.read("/proc/self/cgroup").map(text -> text.lines().toList()).orElse(List.of());
    return Stream.concat(
        groups.stream()
            .map(line -> line.split(":", 3))
            .filter(parts -> parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
            .map(parts -> parts[2].equals("/") ? "" : parts[2]),
        Stream.of(""));
  }
}
