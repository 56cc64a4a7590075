package io.lanewise.bench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class CheckupTest {

  private static final Surroundings GOOD =
      new Surroundings(
          Map.of(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.of("0-3"),
          Optional.of("performance"),
          Optional.of("always"),
          0.1,
          "mixed mode",
          flag -> Optional.empty());

  @Test
  void aGoodMachineNeedsNothing() {
    assertThat(advice(findings(true, "3", backend(null, 4, Map.of())), GOOD))
        .extracting(Advice::state)
        .isSubsetOf(Advice.OK, Advice.UNKNOWN);
  }

  @Test
  void aMissingBackendSaysWhyAndWhatToDo() {
    List<Advice> advice =
        advice(findings(true, "3", backend("no library; add the jar", null, Map.of())), GOOD);
    assertThat(advice)
        .contains(Advice.problem("backend openblas", "unavailable", "no library; add the jar"));
  }

  @Test
  void theJvmNeedsItsModuleItsCompilerAndItsWidth() {
    Surroundings tier1 = with(Map.of(), flag -> Optional.of("1").filter(v -> flag.startsWith("T")));
    List<Advice> advice = advice(findings(false, "2", backend(null, 1, Map.of())), tier1);
    assertThat(problems(advice)).contains("incubator module", "compilation");
    assertThat(found(advice, "instruction set of the JVM"))
        .isEqualTo("the CPU has AVX-512, the JVM runs with UseAVX=2");
  }

  @Test
  void moreThreadsThanProcessorsAreAProblem() {
    Findings findings = findings(true, "3", backend(null, 8, Map.of()));
    assertThat(problems(Checkup.of(findings, GOOD, 8))).contains("threads", "threads of openblas");
    assertThat(problems(advice(findings, with(Map.of("OMP_NUM_THREADS", "64"), f -> none()))))
        .contains("thread oversubscription");
    assertThat(
            found(
                advice(findings, with(Map.of("OMP_NUM_THREADS", "all"), f -> none())),
                "thread oversubscription"))
        .isEqualTo("OMP_NUM_THREADS=all is no number");
    assertThat(problems(advice(findings, with(Map.of("OMP_NUM_THREADS", "2"), f -> none()))))
        .doesNotContain("thread oversubscription");
  }

  @Test
  void aLibraryBelowItsCpuIsAProblem() {
    List<Advice> advice =
        advice(findings(true, "3", backend(null, 4, Map.of("note", "these do not use it"))), GOOD);
    assertThat(problems(advice)).containsExactly("core type of openblas");
    assertThat(
            found(
                advice(
                    findings(true, "3", backend(null, 4, Map.of())),
                    with(Map.of("ONEDNN_MAX_CPU_ISA", "AVX2"), f -> none())),
                "core type"))
        .startsWith("ONEDNN_MAX_CPU_ISA=AVX2");
  }

  @Test
  void limitsOfTheMachineAreSaid() {
    Surroundings poor =
        new Surroundings(
            Map.of(),
            OptionalDouble.of(1.5),
            OptionalDouble.of(512 << 20),
            Optional.of("0-3"),
            Optional.of("powersave"),
            Optional.of("never"),
            3.5,
            "mixed mode",
            flag -> Optional.empty());
    List<Advice> advice = advice(findings(true, "3", backend(null, 4, Map.of())), poor);
    assertThat(found(advice, "frequency scaling")).contains("powersave");
    assertThat(found(advice, "transparent huge pages")).startsWith("never");
    assertThat(found(advice, "other work")).isEqualTo("load 3.50 on 4 processors");
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(found(advice, "container"))
          .isEqualTo("processors 0-3, 1.50 of them in time, 512 MiB");
      assertThat(problems(advice)).containsExactly("container");
    }
  }

  @Test
  void looksAtThisMachine() {
    assertThat(Checkup.of(Findings.look("1", 1), Surroundings.look(), 1))
        .extracting(Advice::about)
        .contains("backend vector", "threads", "container", "frequency scaling", "other work");
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static Surroundings with(
      Map<String, String> environment, Function<String, Optional<String>> flag) {
    return new Surroundings(
        environment,
        GOOD.processorQuota(),
        GOOD.memoryLimit(),
        GOOD.allowedProcessors(),
        GOOD.governor(),
        GOOD.hugePages(),
        GOOD.load(),
        GOOD.jvmMode(),
        flag);
  }

  private static List<Advice> advice(Findings findings, Surroundings around) {
    return Checkup.of(findings, around, 4);
  }

  private static List<String> problems(List<Advice> advice) {
    return advice.stream()
        .filter(one -> one.state().equals(Advice.PROBLEM))
        .map(Advice::about)
        .toList();
  }

  private static String found(List<Advice> advice, String about) {
    return advice.stream()
        .filter(one -> one.about().equals(about))
        .findFirst()
        .orElseThrow()
        .found();
  }

  private static Findings findings(boolean vectorModule, String useAvx, BackendCheck backend) {
    return new Findings(
        "1",
        new Machine("CPU", "amd64", 4, 4, List.of(), 1L, List.of("avx512f"), null),
        new OperatingSystem("Linux", "6", Map.of()),
        new Jvm("25", "JVM", "", List.of(), vectorModule, true, 1L, Map.of("UseAVX", useAvx)),
        List.of(backend));
  }

  private static BackendCheck backend(String reason, Integer threads, Map<String, String> details) {
    return new BackendCheck(
        "openblas",
        reason == null ? "ok" : "unavailable",
        reason,
        "OpenBLAS",
        "AVX2",
        threads,
        threads,
        "native",
        List.of(),
        List.of(),
        List.of(),
        details);
  }
}
