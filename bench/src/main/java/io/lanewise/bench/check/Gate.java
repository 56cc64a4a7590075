package io.lanewise.bench.check;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.doctor.Findings;
import io.lanewise.bench.doctor.Machine;
import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.measure.Progress;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.verdict.Criteria;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * The regression gate in the build of another project: what {@code ./lanewise check} does, a JUnit
 * test for each kernel at each level.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> kernels() {
 *   return Gate.quick().backends("vector").baselines(Path.of("baselines")).tests();
 * }
 * }</pre>
 *
 * <p>A test fails where a kernel is wrong, slow, crashes, hangs or runs at another level than it
 * was asked for; it is skipped, with the reason, where a level cannot be run or the machine is too
 * noisy to tell. The system property {@value #SAVE} writes the baseline of this CPU and JDK, which
 * belongs into version control. Backends are those on the class path, the project's own among them.
 *
 * <p>The JVM of the tests needs what every user of Lanewise gives it: {@code --add-modules
 * jdk.incubator.vector --enable-native-access=ALL-UNNAMED}; children get its flags.
 *
 * @param request what is to be checked
 */
public record Gate(CheckRequest request) {

  /** System property: true for a run that writes the baseline instead of judging by it. */
  public static final String SAVE = "lanewise.baselines.save";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A part of the contract's problems with all its boundaries, and one speed for each kernel. */
  public static Gate quick() {
    return of(true);
  }

  /** All of the contract, and all speeds. */
  public static Gate full() {
    return of(false);
  }

  private static Gate of(boolean quick) {
    return new Gate(
        new CheckRequest(
            BackendCatalog.ids(),
            List.of(),
            CheckRequest.EVERY_KERNEL,
            quick,
            0,
            null,
            1,
            true,
            true,
            CheckRequest.jvms(quick, Boolean.getBoolean(SAVE)),
            Criteria.DEFAULT,
            CheckRequest.BASELINES));
  }

  /** The same on some backends; else all. */
  public Gate backends(String... ids) {
    return with(
        List.of(ids), request.levels(), request.only(), request.speed(), request.baselines());
  }

  /** The same at some levels, such as {@code machine} or {@code avx2}; else all. */
  public Gate levels(String... names) {
    return with(
        request.backends(), List.of(names), request.only(), request.speed(), request.baselines());
  }

  /** The same for kernels whose names match, such as {@code vector/gemm-*}; else all. */
  public Gate only(String glob) {
    return with(request.backends(), request.levels(), glob, request.speed(), request.baselines());
  }

  /** The same without speeds. */
  public Gate withoutSpeed() {
    return with(request.backends(), request.levels(), request.only(), false, request.baselines());
  }

  /** The same with its baselines in another folder than {@code baselines}. */
  public Gate baselines(Path folder) {
    return with(request.backends(), request.levels(), request.only(), request.speed(), folder);
  }

  private Gate with(
      List<String> backends, List<String> levels, String only, boolean speed, Path baselines) {
    return new Gate(
        new CheckRequest(
            backends,
            levels,
            only,
            request.quick(),
            request.seed(),
            request.shape(),
            request.threads(),
            request.contract(),
            speed,
            request.jvms(),
            request.criteria(),
            baselines));
  }

  /**
   * Runs the gate and tells of it as tests. It takes minutes, and other tests at the same time make
   * its speeds noisy.
   *
   * @throws IllegalArgumentException if there is no such level
   */
  public Stream<DynamicTest> tests() {
    // Without speeds there is nothing to save: the one that is there must stay.
    boolean save = Boolean.getBoolean(SAVE) && request.speed();
    Machine machine = Machine.look();
    String fingerprint = CpuFingerprint.of(machine);
    Path file =
        Baseline.file(
            request.baselines(), fingerprint, Runtime.version().feature(), request.threads());
    Optional<Baseline> baseline = request.speed() ? Baseline.read(file) : Optional.empty();
    try (MeasurementLog log = MeasurementLog.in(null)) {
      CheckFindings findings =
          new Check(
                  request,
                  request.levelsOn(machine),
                  save ? null : baseline.orElse(null),
                  new ChildJvm(BuildPath.ours(), List.of(), Map.of(), PATIENCE, log.file()),
                  Progress.SILENT)
              .run();
      if (save) {
        Baseline.save(file, request, report(findings, fingerprint), findings.inEffect());
      }
      List<DynamicTest> tests =
          new ArrayList<>(findings.rows().stream().map(row -> test(row, log.file())).toList());
      if (tests.isEmpty()) {
        tests.add(withoutKernels(request.only()));
      }
      if (request.speed() && !save && baseline.isEmpty()) {
        tests.add(withoutBaseline(file));
      }
      if (findings.failures().isEmpty()) {
        log.discard();
      }
      return tests.stream();
    }
  }

  private CheckReport report(CheckFindings findings, String fingerprint) {
    String version = Gate.class.getPackage().getImplementationVersion();
    Environment environment =
        Findings.look(version == null ? "development" : version, request.threads()).environment();
    return new CheckReport(
        CheckReport.SCHEMA,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        "tests with -D" + SAVE + "=true",
        environment,
        fingerprint,
        null,
        request.seed(),
        findings.rows(),
        findings.speeds());
  }

  /** The test of a row, which ends as the row has. */
  static DynamicTest test(CheckRow row, Path log) {
    return DynamicTest.dynamicTest(
        "%s %s at %s".formatted(row.backend(), row.kernel(), row.level()),
        () -> {
          if (row.status().isFailure()) {
            Assertions.fail(
                "%s: %s%n%s%nwhat its JVM printed is in %s"
                    .formatted(
                        row.status(),
                        row.reason(),
                        row.replay() == null ? "" : "again by: " + row.replay(),
                        log));
          }
          Assumptions.assumeTrue(
              row.status() == CheckStatus.OK, () -> row.status() + ": " + row.reason());
        });
  }

  /** A build whose gate tests nothing must not pass. */
  static DynamicTest withoutKernels(String only) {
    return DynamicTest.dynamicTest(
        "kernels", () -> Assertions.fail("no kernel of these levels is called " + only));
  }

  private static DynamicTest withoutBaseline(Path file) {
    return DynamicTest.dynamicTest(
        "speeds against a baseline",
        () ->
            Assumptions.abort(
                "there is no baseline for this CPU, JDK and number of threads, %s; a run with -D%s=true writes one"
                    .formatted(file, SAVE)));
  }
}
