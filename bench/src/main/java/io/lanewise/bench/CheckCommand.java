package io.lanewise.bench;

import io.lanewise.bench.check.Baseline;
import io.lanewise.bench.check.BuildPath;
import io.lanewise.bench.check.Check;
import io.lanewise.bench.check.CheckFindings;
import io.lanewise.bench.check.CheckReport;
import io.lanewise.bench.check.CheckRequest;
import io.lanewise.bench.check.CheckRow;
import io.lanewise.bench.check.ChildJvm;
import io.lanewise.bench.check.CpuFingerprint;
import io.lanewise.bench.check.JUnitXml;
import io.lanewise.bench.check.Level;
import io.lanewise.bench.check.ReplayLine;
import io.lanewise.bench.check.SpeedRow;
import io.lanewise.bench.doctor.Findings;
import io.lanewise.bench.doctor.Machine;
import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.measure.TerminalProgress;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.report.CheckPage;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.verdict.Criteria;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The CPU-architecture regression gate. */
@Command(
    name = "check",
    description = {
      "Runs every kernel of every backend at every instruction set that this CPU can emulate, each"
          + " in",
      "a JVM of its own: whether it is right, by the contract's tests, and whether it is as fast as"
          + " in",
      "a baseline of this CPU, JDK and number of threads. Speeds are shares of the FMA peak"
          + " (pooling:",
      "of the triad) measured at the same level in the same JVM, never times.",
      "",
      "Slow is what is slower by the threshold and by more than chance among JVMs makes likely,"
          + " after it",
      "was measured again in further JVMs. Without a baseline correctness is judged, speeds are",
      "reported, and the exit status is 4; --save writes one.",
      "",
      "Every failure has a line that shows it again. --out writes report.html as well: kernels by",
      "levels, reasons, and speeds as charts."
    },
    footer = {
      "",
      "Examples:",
      "  ./lanewise check --quick --save",
      "  ./lanewise check --quick --junit check.xml",
      "  ./lanewise check --only 'vector/gemm-*' --level avx2,avx --seed 42 --shape 37x33:33x17",
      "  ./lanewise check --quick --against ../lanewise-before --backends vector",
      "  ./lanewise check --self-test --trials 5"
    })
final class CheckCommand implements Callable<Integer> {

  @Mixin private OutputOptions output;

  @Mixin private BuildOptions builds;

  @Option(
      names = "--quick",
      description =
          "a part of the contract's problems with all its boundaries, and speeds on one problem"
              + " for each kernel")
  private boolean quick;

  @Option(
      names = "--backends",
      paramLabel = "LIST",
      split = ",",
      description = "scalar, vector, openblas, onednn; default: all")
  private @Nullable List<String> backends;

  @Option(
      names = "--level",
      paramLabel = "LIST",
      split = ",",
      description =
          "names of levels, as the tables show them; default: all that this CPU can emulate")
  private List<String> levels = List.of();

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      defaultValue = CheckRequest.EVERY_KERNEL,
      description =
          "names of kernels, * is anything; vector/gemm is what vector itself would choose")
  private String only = CheckRequest.EVERY_KERNEL;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "another number gives other operands and other random shapes; default: 0")
  private long seed;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      description =
          "test this shape alone, in oneDNN benchdnn's syntax, and measure nothing; the contract's"
              + " problems of this shape, and a few more")
  private @Nullable String shape;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "threads of a backend where speeds are measured; the contract runs on 1 and 2; default:"
              + " 1")
  private int threads = 1;

  @Option(names = "--no-speed", description = "correctness alone; needs no baseline")
  private boolean noSpeed;

  @Option(names = "--no-contract", description = "speeds alone")
  private boolean noContract;

  @Option(
      names = "--baselines",
      paramLabel = "DIR",
      defaultValue = "baselines",
      description = "folder of the baselines; default: ./baselines")
  private Path baselines = CheckRequest.BASELINES;

  @Option(
      names = "--save",
      description =
          "write the baseline of this CPU, JDK and number of threads; what was not measured stays"
              + " as it was")
  private boolean save;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      defaultValue = "0.1",
      description = "the least change of a speed that counts; default: 0.1")
  private double threshold = Criteria.DEFAULT.threshold();

  @Option(
      names = "--forks",
      paramLabel = "N",
      description =
          "JVMs that measure each level at first; default: 3, with --quick 1, with --save 6")
  private @Nullable Integer forks;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "a child JVM that says nothing for so long is taken to hang; default: 300")
  private int timeout = 300;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "also write the rows as JUnit XML, for CI systems")
  private @Nullable Path junit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CheckRequest request = request();
    output.check();
    if (junit != null) {
      OutputFolder.check(junit.toAbsolutePath().getParent());
    }
    if (save) {
      OutputFolder.check(baselines);
    }
    Machine machine = Machine.look();
    List<Level> all = request.levelsOn(machine);
    if (builds.isGiven()) {
      return new BuildCheck(request, all, builds, output, Duration.ofSeconds(timeout), spec).run();
    }
    String fingerprint = CpuFingerprint.of(machine);
    Path file = Baseline.file(baselines, fingerprint, Runtime.version().feature(), threads);
    Optional<Baseline> baseline = request.speed() ? Baseline.read(file) : Optional.empty();
    Environment environment = Findings.look(Version.current(), threads).environment();
    try (MeasurementLog log = MeasurementLog.in(output.folder(), "check.log");
        TerminalProgress progress = TerminalProgress.over(Check.steps(request, all))) {
      ChildJvm jvm =
          new ChildJvm(
              BuildPath.ours(), List.of(), Map.of(), Duration.ofSeconds(timeout), log.file());
      CheckFindings findings =
          new Check(request, all, save ? null : baseline.orElse(null), jvm, progress).run();
      progress.close();
      CheckReport report =
          new CheckReport(
              CheckReport.SCHEMA,
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
              Invocation.text(spec),
              environment,
              fingerprint,
              baseline.isPresent() && !save ? file.toString() : null,
              seed,
              findings.rows(),
              findings.speeds());
      print(report);
      return end(request, findings, report, file, log);
    }
  }

  private CheckRequest request() {
    if (threads < 1) {
      throw CommandFailure.usage("threads is " + threads + ", expected at least 1");
    }
    if (forks != null && forks < 1) {
      throw CommandFailure.usage("forks is " + forks + ", expected at least 1");
    }
    if (timeout < 1) {
      throw CommandFailure.usage("timeout is " + timeout + ", expected at least 1");
    }
    if (!(threshold > 0 && threshold < 1)) {
      throw CommandFailure.usage("threshold is " + threshold + ", expected between 0 and 1");
    }
    if (noSpeed && noContract) {
      throw CommandFailure.usage("--no-speed and --no-contract leave nothing to check");
    }
    if (save && (noSpeed || shape != null)) {
      throw CommandFailure.usage("--save needs speeds, which --no-speed and --shape leave out");
    }
    if (save && forks != null && forks < 2) {
      throw CommandFailure.usage(
          "forks is 1, expected at least 2 with --save: one JVM says nothing about the next");
    }
    builds.check();
    if (builds.isGiven()
        && (save || junit != null || shape != null || noSpeed || noContract || forks != null)) {
      throw CommandFailure.usage(
          "--save, --junit, --shape, --no-speed, --no-contract and --forks do not go with --against"
              + " and --self-test");
    }
    if (builds.isGiven()
        && builds.against() == null
        && (backends != null || !levels.isEmpty() || !only.equals(CheckRequest.EVERY_KERNEL))) {
      throw CommandFailure.usage(
          "--backends, --level and --only do not go with --self-test, which chooses its own");
    }
    if (shape != null && noContract) {
      throw CommandFailure.usage("--shape is for the contract, which --no-contract leaves out");
    }
    List<String> ids =
        backends == null ? BackendCatalog.ids() : backends.stream().distinct().toList();
    ids.forEach(BackendCatalog::requireKnown);
    String canonical = shape == null ? null : canonical(shape);
    boolean everyKernel = only.equals(CheckRequest.EVERY_KERNEL);
    return new CheckRequest(
        ids,
        levels,
        canonical != null && everyKernel ? ReplayLine.kernelsFor(canonical) : only,
        quick,
        seed,
        canonical,
        threads,
        !noContract,
        !noSpeed && shape == null,
        forks != null ? forks : CheckRequest.jvms(quick, save),
        Criteria.DEFAULT.withThreshold(threshold),
        baselines);
  }

  private static String canonical(String shape) {
    return ReplayLine.canonical(shape)
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "shape is \"%s\", expected a problem such as 37x33:33x17 or mb2ic3ih7oc5kh3"
                        .formatted(shape)));
  }

  private void print(CheckReport report) {
    boolean forPeople = output.format() == Format.TABLE || output.format() == Format.MARKDOWN;
    output.print(
        "check",
        forPeople ? report.tables() : output.format() == Format.CSV ? report.rows() : report);
    if (output.folder() != null) {
      Path html = output.folder().resolve("report.html");
      OutputFolder.write(html, CheckPage.render(report));
      say("wrote " + html);
    }
    if (junit != null) {
      OutputFolder.write(junit, JUnitXml.of(report.rows(), report.date()));
    }
  }

  /** Says in words what the status is, and saves the baseline. */
  private int end(
      CheckRequest request,
      CheckFindings findings,
      CheckReport report,
      Path file,
      MeasurementLog log) {
    List<CheckRow> failures = findings.failures();
    failures.stream().filter(row -> row.replay() != null).forEach(this::tell);
    long unknown =
        findings.speeds().stream()
            .filter(row -> row.judgement() == SpeedRow.Judgement.NONE)
            .count();
    boolean lacksBaseline = unknown > 0 && unknown == findings.speeds().size() && !save;
    int status = findings.exitStatus(lacksBaseline);
    if (!findings.hasRun()) {
      say(
          findings.rows().isEmpty()
              ? "nothing was checked: no kernel of these levels is called " + request.only()
              : "nothing could be checked, see the reason of each row"
                  + (only.equals(CheckRequest.EVERY_KERNEL)
                      ? ""
                      : "; no kernel of the other levels is called " + only));
    } else if (status == ExitStatus.FAILED) {
      say(
          "%d of %d rows failed; what the child JVMs printed is in %s"
              .formatted(failures.size(), findings.rows().size(), log.file()));
    } else if (status == ExitStatus.INCONCLUSIVE) {
      say("too noisy to say of every kernel whether it is as fast as the baseline; try again");
    } else if (lacksBaseline) {
      say(
          "there is no baseline for this CPU, JDK and number of threads%s, %s; check --save writes one"
              .formatted(report.baseline() == null ? "" : " that has any of these speeds", file));
    }
    if (unknown > 0 && !lacksBaseline && !save) {
      say(
          "%d of %d speeds are not in the baseline and were not judged; check --save adds them"
              .formatted(unknown, findings.speeds().size()));
    }
    if (status != ExitStatus.FAILED) {
      log.discard();
    }
    if (save) {
      return saved(request, findings, report, file, status);
    }
    return status;
  }

  private int saved(
      CheckRequest request, CheckFindings findings, CheckReport report, Path file, int status) {
    if (Baseline.save(file, request, report, findings.inEffect())) {
      say("wrote " + file);
      return status;
    }
    say(
        "the baseline %s is as it was: %s"
            .formatted(
                file,
                status == ExitStatus.FAILED
                    ? "save it when the failures are mended"
                    : "no speed was measured"));
    return status == ExitStatus.DONE ? ExitStatus.ENVIRONMENT : status;
  }

  private void tell(CheckRow row) {
    say(
        "%s at %s is %s; again by: %s"
            .formatted(what(row), row.level(), row.status(), row.replay()));
  }

  private static String what(CheckRow row) {
    return row.kernel().equals(CheckRow.EVERY_KERNEL) ? row.backend() : row.kernel();
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println("lanewise: " + sentence);
    spec.commandLine().getErr().flush();
  }
}
