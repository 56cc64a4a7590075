package io.lanewise.bench.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lanewise.bench.results.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} says.
 *
 * @param version version of Lanewise
 * @param machine the hardware
 * @param os the operating system
 * @param jvm the JVM
 * @param backends every backend, available or not
 * @param facts everything else, as results.json holds it
 * @param advice what was looked at, and what to do
 * @param selfTest whether kernels run at their speed; null if that was not asked for
 */
public record Diagnosis(
    String version,
    Machine machine,
    OperatingSystem os,
    Jvm jvm,
    List<BackendCheck> backends,
    List<Fact> facts,
    List<Advice> advice,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<SelfTestRow> selfTest) {

  /**
   * Looks at everything.
   *
   * @param version version of Lanewise
   * @param threads threads to ask each backend for
   * @param selfTest whether to run kernels, for about ten seconds
   */
  public static Diagnosis look(String version, int threads, boolean selfTest) {
    Findings findings = Findings.look(version, threads);
    return new Diagnosis(
        findings.version(),
        findings.machine(),
        findings.os(),
        findings.jvm(),
        findings.backends(),
        Facts.gather(),
        Checkup.of(findings, Surroundings.look(), threads),
        selfTest ? new SelfTest(List.of()).run(findings.backends()) : null);
  }

  /** The same, arranged for people: narrow tables, and what is to be done at the end. */
  public Summary summary() {
    Findings.Summary found = new Findings(version, machine, os, jvm, backends).summary();
    return new Summary(
        found.machine(),
        found.os(),
        found.jvm(),
        found.backends(),
        found.about(),
        selfTest == null ? null : selfTest.stream().map(Speed::of).toList(),
        advice);
  }

  /** The tables of {@link #summary()}. */
  public record Summary(
      Machine machine,
      OperatingSystem os,
      Jvm jvm,
      List<Findings.Row> backends,
      List<Findings.Line> about,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Speed> selfTest,
      List<Advice> advice) {}

  /** A row of the self-test in a line. */
  public record Speed(
      String backend,
      @Nullable String kernel,
      String problem,
      @Nullable Double gflops,
      @Nullable Double fractionOfPeak,
      @Nullable Double expected,
      @Nullable String compiled,
      String verdict) {

    private static Speed of(SelfTestRow row) {
      return new Speed(
          row.backend(),
          row.kernel(),
          row.problem(),
          row.gflops(),
          row.fractionOfPeak(),
          row.expected(),
          row.compiled(),
          row.verdict());
    }
  }
}
