package io.lanewise.bench.doctor;

import io.lanewise.bench.machine.Cgroup;
import io.lanewise.bench.machine.ClockFrequency;
import io.lanewise.bench.machine.CpuInfo;
import io.lanewise.bench.machine.FmaUnits;
import io.lanewise.bench.machine.SystemFile;
import io.lanewise.bench.results.Fact;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Gathers what is worth to be known about the place of a measurement. */
final class Facts {

  private static final String LINUX_ONLY = "read on Linux only";
  private static final String NOT_SAID = "the operating system does not say it";

  private final List<Fact> facts = new ArrayList<>();
  private String topic = "";

  private Facts() {}

  /** The facts, in the order to show them. */
  static List<Fact> gather() {
    Facts all = new Facts();
    all.cpu();
    all.os();
    all.container();
    all.jvm();
    all.facts.addAll(HotSpotFlags.facts());
    all.variables();
    all.facts.addAll(NativeFiles.facts());
    all.facts.add(
        Fact.of("run", "operands", "uniform in [-1, 1), SplittableRandom of seeds 1, 2 and 3"));
    return List.copyOf(all.facts);
  }

  private void cpu() {
    topic = "cpu";
    CpuInfo cpu = CpuInfo.read();
    add("vendor", cpu.field("vendor_id").or(() -> cpu.field("CPU implementer")), NOT_SAID);
    add("family", cpu.field("cpu family").or(() -> cpu.field("CPU architecture")), NOT_SAID);
    add("model", cpu.field("model").or(() -> cpu.field("CPU part")), NOT_SAID);
    add("stepping", cpu.field("stepping").or(() -> cpu.field("CPU revision")), NOT_SAID);
    add("microcode", cpu.field("microcode"), NOT_SAID);
    add("SMT", smt(cpu), NOT_SAID);
    add("hypervisor", hypervisor(cpu), NOT_SAID);
    add(
        "FMA units of a core",
        FmaUnits.of(cpu).map(units -> units.count() + " of " + units.bits() + " bits"),
        "no processor says it, and this one is not in Lanewise's list");
    add(
        "clock frequency",
        ClockFrequency.megahertz().map(mhz -> Math.round(mhz) + " MHz"),
        ClockFrequency.unknown());
    add("frequency governor", ClockFrequency.governor(), ClockFrequency.unknown());
    add("flags", cpu.field("flags").or(() -> cpu.field("Features")), NOT_SAID);
  }

  private static Optional<String> smt(CpuInfo cpu) {
    return SystemFile.read("/sys/devices/system/cpu/smt/active")
        .map(active -> active.equals("1") ? "on" : "off")
        .or(() -> cpu.field("cpu cores").map(cores -> cpu.threadsPerCore() + " threads per core"));
  }

  private static Optional<String> hypervisor(CpuInfo cpu) {
    Optional<String> product = SystemFile.read("/sys/class/dmi/id/product_name");
    if (cpu.field("flags").isEmpty()) {
      return product.map(name -> "the machine calls itself " + name);
    }
    if (!cpu.has("hypervisor")) {
      return Optional.of("none");
    }
    return Optional.of(
        product.map(name -> "yes, " + name).orElse("yes; it does not show which one"));
  }

  private void os() {
    topic = "os";
    add("kernel", Optional.of(System.getProperty("os.version")), NOT_SAID);
    add("transparent huge pages", hugePages(), LINUX_ONLY);
  }

  /** The word in brackets is in effect. */
  static Optional<String> hugePages() {
    return SystemFile.read("/sys/kernel/mm/transparent_hugepage/enabled")
        .map(text -> text.replaceAll(".*\\[(\\w+)\\].*", "$1"));
  }

  private void container() {
    topic = "container";
    OptionalDouble processors = Cgroup.processors();
    OptionalDouble memory = Cgroup.memoryBytes();
    add(
        "processor quota",
        SystemFile.isLinux()
            ? Optional.of(processors.isPresent() ? processors.getAsDouble() + "" : "none")
            : Optional.empty(),
        LINUX_ONLY);
    add(
        "memory limit",
        SystemFile.isLinux()
            ? Optional.of(
                memory.isPresent() ? Math.round(memory.getAsDouble() / (1 << 20)) + " MiB" : "none")
            : Optional.empty(),
        LINUX_ONLY);
    add("processors allowed", Cgroup.allowedProcessors(), LINUX_ONLY);
  }

  private void jvm() {
    topic = "jvm";
    add("build", Optional.ofNullable(System.getProperty("java.vm.version")), NOT_SAID);
    add("vendor", Optional.ofNullable(System.getProperty("java.vendor.version")), NOT_SAID);
    add("mode", Optional.ofNullable(System.getProperty("java.vm.info")), NOT_SAID);
    add(
        "garbage collector",
        Optional.of(
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", "))),
        NOT_SAID);
  }

  /** What libraries and the JVM are told; Lanewise's own stand before the command. */
  private void variables() {
    topic = "variable";
    OperatingSystem.look()
        .environment()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("LANEWISE_")) {
                add(name, Optional.of(value), NOT_SAID);
              }
            });
  }

  private void add(String name, Optional<String> value, String why) {
    facts.add(
        value
            .map(found -> Fact.of(topic, name, found))
            .orElseGet(() -> Fact.unknown(topic, name, why)));
  }
}
