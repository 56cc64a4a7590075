package io.lanewise.bench.doctor;

import io.lanewise.bench.machine.ClockFrequency;
import io.lanewise.bench.machine.SystemFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Goes through everything that is known to cost speed, or a backend, and says what to do. */
final class Checkup {

  /** Variables by which libraries in a process are told how many threads to start. */
  private static final List<String> THREADS =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "MKL_NUM_THREADS");

  /** Variables that pin threads; a second process with the same then shares the same cores. */
  private static final List<String> PINNING =
      List.of("OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY", "KMP_AFFINITY");

  /** Variables that take instructions away from a library. */
  private static final List<String> LEVELS =
      List.of("OPENBLAS_CORETYPE", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA");

  private static final String JAVA_OPTS = "LANEWISE_JAVA_OPTS=";
  private static final String FULL_TIER = "4";
  private static final int AVX512 = 3;

  private final Findings findings;
  private final Surroundings around;
  private final int threads;
  private final List<Advice> advice = new ArrayList<>();

  private Checkup(Findings findings, Surroundings around, int threads) {
    this.findings = findings;
    this.around = around;
    this.threads = threads;
  }

  /**
   * All advice, problems among it.
   *
   * @param threads threads that each backend was asked for
   */
  static List<Advice> of(Findings findings, Surroundings around, int threads) {
    Checkup checkup = new Checkup(findings, around, threads);
    checkup.backends();
    checkup.jvm();
    checkup.instructionSets();
    checkup.threads();
    checkup.container();
    checkup.frequency();
    checkup.hugePages();
    checkup.load();
    return List.copyOf(checkup.advice);
  }

  private void backends() {
    for (BackendCheck check : findings.backends()) {
      String about = "backend " + check.backend();
      advice.add(
          check.reason() == null
              ? Advice.ok(about, check.library() + ", " + check.isa())
              : Advice.problem(about, "unavailable", check.reason()));
    }
  }

  private void jvm() {
    Jvm jvm = findings.jvm();
    advice.add(
        jvm.vectorModule()
            ? Advice.ok("incubator module", "jdk.incubator.vector is there")
            : Advice.problem(
                "incubator module",
                "jdk.incubator.vector is missing: no backend vector",
                "start the JVM with --add-modules jdk.incubator.vector, as ./lanewise does"));
    advice.add(
        jvm.nativeAccess()
            ? Advice.ok("native access", "allowed")
            : Advice.note(
                "native access",
                "not allowed: the JDK warns, and later versions will refuse native libraries",
                "start the JVM with --enable-native-access=ALL-UNNAMED, as ./lanewise does"));
    String tier = around.flag().apply("TieredStopAtLevel").orElse(FULL_TIER);
    boolean interpreted = around.jvmMode().contains("interpreted");
    advice.add(
        interpreted || !tier.equals(FULL_TIER)
            ? Advice.problem(
                "compilation",
                interpreted ? "the JVM only interprets" : "the JVM stops at tier " + tier,
                "remove -Xint and -XX:TieredStopAtLevel: without C2, vectors are objects, and kernels"
                    + " 100 times as slow")
            : Advice.ok("compilation", around.jvmMode()));
  }

  private void instructionSets() {
    String useAvx = findings.jvm().flags().get("UseAVX");
    if (useAvx != null && findings.machine().isaFlags().contains("avx512f")) {
      advice.add(
          Integer.parseInt(useAvx) < AVX512
              ? Advice.note(
                  "instruction set of the JVM",
                  "the CPU has AVX-512, the JVM runs with UseAVX=" + useAvx,
                  "if that is not meant, remove -XX:UseAVX; a JVM that chose it by itself takes "
                      + JAVA_OPTS
                      + "-XX:UseAVX=3")
              : Advice.ok("instruction set of the JVM", "AVX-512, as the CPU has"));
    }
    for (String variable : LEVELS) {
      String value = around.environment().get(variable);
      if (value != null) {
        advice.add(
            Advice.note(
                "core type",
                variable + "=" + value + " decides which instructions a library uses",
                "unset it, if that is not meant"));
      }
    }
    for (BackendCheck check : findings.backends()) {
      String note = check.details().get("note");
      if (note != null) {
        advice.add(Advice.problem("core type of " + check.backend(), check.isa() + "", note));
      }
    }
  }

  private void threads() {
    int processors = findings.machine().processors();
    if (threads > processors) {
      advice.add(
          Advice.problem(
              "threads",
              threads + " threads were asked for, this JVM may use " + processors + " processors",
              "ask for " + processors + " at most: --threads " + processors));
    } else {
      advice.add(Advice.ok("threads", threads + " on " + processors + " processors"));
    }
    for (BackendCheck check : findings.backends()) {
      if (check.threads() != null && check.threads() > processors) {
        advice.add(
            Advice.problem(
                "threads of " + check.backend(),
                check.threads() + " threads on " + processors + " processors",
                "lower what its environment variables ask for"));
      }
    }
    for (String variable : THREADS) {
      String value = around.environment().get(variable);
      if (value != null) {
        advice.add(variable(variable, value, processors));
      }
    }
    for (String variable : PINNING) {
      String value = around.environment().get(variable);
      if (value != null) {
        advice.add(
            Advice.note(
                "pinning",
                variable + "=" + value + " keeps OpenMP's threads on fixed processors",
                "unset it where two libraries or processes share the machine"));
      }
    }
  }

  private static Advice variable(String name, String value, int processors) {
    String about = "thread oversubscription";
    String remedy = "unset it: Lanewise tells each library its number of threads itself";
    if (!value.matches("\\d{1,6}")) {
      return Advice.note(about, name + "=" + value + " is no number", remedy);
    }
    return Integer.parseInt(value) > processors
        ? Advice.problem(about, name + "=" + value + " on " + processors + " processors", remedy)
        : Advice.note(about, name + "=" + value, remedy);
  }

  private void container() {
    if (!SystemFile.isLinux()) {
      advice.add(Advice.unknown("container", "limits are read on Linux only"));
      return;
    }
    int processors = findings.machine().processors();
    String found =
        "processors "
            + around.allowedProcessors().orElse("not known")
            + (around.processorQuota().isPresent()
                ? String.format(
                    Locale.ROOT, ", %.2f of them in time", around.processorQuota().getAsDouble())
                : ", no quota")
            + (around.memoryLimit().isPresent()
                ? String.format(
                    Locale.ROOT, ", %.0f MiB", around.memoryLimit().getAsDouble() / (1 << 20))
                : "");
    double quota = around.processorQuota().orElse(processors);
    if (quota < Math.min(threads, processors)) {
      advice.add(
          Advice.problem(
              "container",
              found,
              "raise its quota or ask for fewer threads: when the quota is used up, all threads stand"
                  + " still until the next period"));
    } else {
      advice.add(Advice.ok("container", found));
    }
  }

  private void frequency() {
    String about = "frequency scaling";
    advice.add(
        around
            .governor()
            .map(
                governor ->
                    governor.equals("performance")
                        ? Advice.ok(about, governor)
                        : Advice.note(
                            about,
                            "the governor is " + governor + ", which follows the load",
                            "to measure, set performance: cpupower frequency-set -g performance"))
            .orElseGet(() -> Advice.unknown(about, ClockFrequency.unknown())));
  }

  private void hugePages() {
    String about = "transparent huge pages";
    if (around.hugePages().isEmpty()) {
      advice.add(Advice.unknown(about, "read on Linux only"));
      return;
    }
    String mode = around.hugePages().get();
    boolean asked =
        around.flag().apply("UseTransparentHugePages").map(Boolean::parseBoolean).orElse(false);
    if (mode.equals("always") || (mode.equals("madvise") && asked)) {
      advice.add(Advice.ok(about, mode));
    } else if (mode.equals("madvise")) {
      advice.add(
          Advice.note(
              about,
              "madvise, and the JVM does not ask: arrays lie on small pages",
              "for large arrays try " + JAVA_OPTS + "-XX:+UseTransparentHugePages"));
    } else {
      advice.add(
          Advice.note(
              about,
              mode + ": arrays lie on small pages",
              "for large arrays allow them in /sys/kernel/mm/transparent_hugepage/enabled"));
    }
  }

  private void load() {
    double load = around.load();
    String about = "other work";
    if (load < 0) {
      advice.add(Advice.unknown(about, "this operating system does not say its load"));
      return;
    }
    int processors = findings.machine().processors();
    String found = String.format(Locale.ROOT, "load %.2f on %d processors", load, processors);
    advice.add(
        load > processors / 2.0
            ? Advice.note(about, found, "wait until the machine is idle before you measure")
            : Advice.ok(about, found));
  }
}
