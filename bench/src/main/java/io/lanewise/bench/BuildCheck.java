package io.lanewise.bench;

import io.lanewise.bench.check.Against;
import io.lanewise.bench.check.AgainstReport;
import io.lanewise.bench.check.BuildPath;
import io.lanewise.bench.check.CheckRequest;
import io.lanewise.bench.check.ChildJvm;
import io.lanewise.bench.check.Level;
import io.lanewise.bench.check.SelfTest;
import io.lanewise.bench.check.SelfTestReport;
import io.lanewise.bench.check.SpeedCase;
import io.lanewise.bench.check.SpeedChild;
import io.lanewise.bench.doctor.Findings;
import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.measure.TerminalProgress;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.verdict.Criteria;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code check} does with {@link BuildOptions}.
 *
 * @param request what is to be checked
 * @param levels every level of its backends
 * @param builds which builds
 * @param output where the report goes
 * @param patience how long a child JVM may say nothing
 * @param spec the command
 */
record BuildCheck(
    CheckRequest request,
    List<Level> levels,
    BuildOptions builds,
    OutputOptions output,
    Duration patience,
    CommandSpec spec) {

  /** Compares, and returns the exit status. */
  int run() {
    return builds.against() == null ? selfTest() : against(builds.against());
  }

  private int against(Path other) {
    String base = BuildPath.of(other);
    List<Level> some =
        levels.stream()
            .filter(
                level ->
                    request.levels().isEmpty()
                        ? level.isMachine()
                        : request.levels().contains(level.name()))
            .toList();
    Map<String, String> about = about();
    about.put("base", other.toAbsolutePath().normalize().getFileName().toString());
    about.put("head", "this build");
    try (MeasurementLog log = log();
        TerminalProgress progress = TerminalProgress.over(some.size())) {
      AgainstReport report =
          new Against(
                  jvm(base, log),
                  jvm(BuildPath.ours(), log),
                  request.only(),
                  request.threads(),
                  request.quick() ? SpeedChild.Effort.IN_TURN : SpeedChild.Effort.FULL,
                  builds.plan(),
                  criteria(),
                  about,
                  what -> replay(other, what))
              .run(some, progress);
      output.print("against", report);
      return end(report.exitStatus(), report.summary().get(0), log);
    }
  }

  private int selfTest() {
    try (MeasurementLog log = log();
        TerminalProgress progress = TerminalProgress.over(SelfTest.steps(builds.trials()));
        FaultFolder faults = new FaultFolder()) {
      SelfTestReport report =
          new SelfTest(
                  levels,
                  jvm(BuildPath.ours(), log),
                  faults.folder,
                  builds.plan(),
                  criteria(),
                  about(),
                  progress)
              .run(builds.trials());
      output.print("self-test", report);
      return end(report.exitStatus(), String.join(" ", report.summary()), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A temporary folder that goes with all that is in it. */
  private static final class FaultFolder implements AutoCloseable {

    private final Path folder;

    FaultFolder() throws IOException {
      folder = Files.createTempDirectory("lanewise-faults-");
    }

    @Override
    public void close() throws IOException {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }

  private Map<String, String> about() {
    Environment environment = Findings.look(Version.current(), request.threads()).environment();
    Map<String, String> about = new LinkedHashMap<>();
    about.put("cpu", environment.cpu());
    about.put("jvm", environment.jvm());
    about.put("version", environment.version());
    about.put("commit", String.valueOf(environment.commit()));
    about.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    about.put("command", Invocation.text(spec));
    return about;
  }

  private Criteria criteria() {
    return Criteria.OF_MANY.withThreshold(request.criteria().threshold());
  }

  private MeasurementLog log() {
    return MeasurementLog.in(output.folder(), "check.log");
  }

  private ChildJvm jvm(String classPath, MeasurementLog log) {
    return new ChildJvm(classPath, List.of(), Map.of(), patience, log.file());
  }

  private static String replay(Path other, SpeedCase what) {
    return "./lanewise check --against %s --backends %s --level %s --only '%s'"
        .formatted(other, what.backend(), what.level(), what.kernel());
  }

  private int end(int status, String sentence, MeasurementLog log) {
    boolean isFine = status == ExitStatus.DONE;
    if (isFine) {
      log.discard();
    }
    spec.commandLine()
        .getErr()
        .println(
            "lanewise: "
                + sentence
                + (isFine ? "" : " What the child JVMs printed is in " + log.file() + "."));
    spec.commandLine().getErr().flush();
    return status;
  }
}
