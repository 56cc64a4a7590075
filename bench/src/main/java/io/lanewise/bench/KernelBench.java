package io.lanewise.bench;

import io.lanewise.bench.doctor.Findings;
import io.lanewise.bench.measure.CoreTypes;
import io.lanewise.bench.measure.Effort;
import io.lanewise.bench.measure.KernelCase;
import io.lanewise.bench.measure.KernelChoice;
import io.lanewise.bench.measure.Measurement;
import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.measure.Obstacles;
import io.lanewise.bench.measure.Op;
import io.lanewise.bench.measure.Problem;
import io.lanewise.bench.measure.Problems;
import io.lanewise.bench.measure.Profilers;
import io.lanewise.bench.measure.Progress;
import io.lanewise.bench.measure.RunWatch;
import io.lanewise.bench.measure.TerminalProgress;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.peer.Peers;
import io.lanewise.bench.report.SpeedRatio;
import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.History;
import io.lanewise.bench.results.KernelRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code bench gemm}, {@code bench conv} and {@code bench pool} have in common. */
abstract class KernelBench implements Callable<Integer> {

  private static final List<String> RESIDENCES = List.of("heap", "native", KernelCase.PREFERRED);

  @Mixin private MeasureOptions measure;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Option(
      names = "--shapes",
      paramLabel = "LIST|FILE",
      description =
          "problems in oneDNN benchdnn's syntax and names of sets of them (see below), separated by"
              + " commas or spaces, or a shape file of benchdnn's as it is; default: a few of"
              + " LeNet-5's and others")
  private @Nullable String shapes;

  @Option(
      names = "--kernels",
      paramLabel = "LIST",
      split = ",",
      defaultValue = KernelChoice.BEST,
      description = "names such as vector/gemm-12x2, all, or best: what the backend would choose")
  private List<String> kernels = List.of(KernelChoice.BEST);

  @Option(
      names = "--fresh",
      paramLabel = "N",
      description =
          "each row in N fresh JVMs that are watched from their start, without JMH: minimum, median"
              + " and maximum over the JVMs, minimum over median, and the seconds from a JVM's"
              + " start until it ran at 90 %% of its steady speed")
  private @Nullable Integer fresh;

  @Option(
      names = "--residence",
      paramLabel = "LIST",
      split = ",",
      defaultValue = KernelCase.PREFERRED,
      description =
          "where the operands are: heap, native, or preferred: where the backend copies nothing")
  private List<String> residences = List.of(KernelCase.PREFERRED);

  @Option(
      names = "--check",
      description =
          "compare every result with the float64 reference once more when it has been measured, on"
              + " a larger sample, and say how near the bounds the errors are; a result out of its"
              + " bound fails with or without this option")
  private boolean check;

  private final Op op;

  KernelBench(Op op) {
    this.op = op;
  }

  /** Problems where the user names none. */
  abstract String defaultShapes();

  /** Images in each problem, or 0 for what the problem says. */
  abstract int mb();

  /** Names of layouts that were asked for. */
  List<String> layouts() {
    return List.of();
  }

  /** What is measured besides backends where nothing is named. */
  List<String> morePeers() {
    return List.of();
  }

  /** What may be named besides backends. */
  List<String> knownPeers() {
    return List.of();
  }

  /** Refuses options that make no sense. */
  abstract void check();

  /** The cases of one problem in all its types, transposes or directions. */
  abstract List<KernelCase> variations(Problem problem);

  @Override
  public Integer call() {
    output.check();
    check();
    for (String residence : residences) {
      if (!RESIDENCES.contains(residence)) {
        throw CommandFailure.usage(
            "residence is \"%s\", expected %s".formatted(residence, String.join(", ", RESIDENCES)));
      }
    }
    Effort effort = effort();
    Profilers profilers = profilers();
    Optional<History> history = measure.history();
    List<KernelCase> problems = cases();
    Environment environment = Findings.look(Version.current(), measure.mostThreads()).environment();
    List<KernelCase> cases = CoreTypes.withTwins(problems, environment, this::warn);
    List<BackendState> peers =
        Peers.states(cases.stream().map(KernelCase::backend).distinct().toList());
    Obstacles obstacles = Obstacles.of(cases);
    RunWatch watch = new RunWatch(measure.mostThreads());
    try (MeasurementLog log = MeasurementLog.in(output.folder());
        Progress progress = watch.over(TerminalProgress.over(Measurement.steps(cases)))) {
      Measurement measurement =
          new Measurement(log.stream(), effort, profilers, progress, obstacles::status);
      List<KernelRow> rows = measurement.run(cases);
      progress.close();
      return new RunEnd(spec, output.folder(), history, environment.with(peers))
          .of(measurement, rows, List.of(), watch.end(), log, results -> print(rows));
    }
  }

  private Profilers profilers() {
    Profilers profilers = measure.profilers();
    if (fresh != null && !profilers.configs().isEmpty()) {
      throw CommandFailure.usage(
          "prof needs JMH, which does not measure with --fresh; leave out one");
    }
    return profilers;
  }

  private Effort effort() {
    if (fresh == null) {
      return measure.effort();
    }
    if (fresh < 1) {
      throw CommandFailure.usage("fresh is " + fresh + ", expected at least 1");
    }
    return measure.effort().withFreshJvms(fresh);
  }

  private record View(List<KernelLine> kernels, List<SpeedRatio> ratios) {}

  private void print(List<KernelRow> rows) {
    String name = "bench-" + op;
    if (output.format() == Format.JSON || output.format() == Format.CSV) {
      output.print(name, rows);
    } else {
      List<KernelLine> lines = rows.stream().map(KernelLine::of).toList();
      List<SpeedRatio> ratios = SpeedRatio.of(rows);
      output.print(name, ratios.isEmpty() ? lines : new View(lines, ratios));
    }
    if (check) {
      Outcome.worst(rows).ifPresent(this::warn);
    }
  }

  private List<KernelCase> cases() {
    List<Problem> problems =
        Problems.read(op, shapes == null ? defaultShapes() : shapes, mb(), this::warn);
    KernelChoice choice = new KernelChoice(op, kernels, layouts());
    Map<String, List<KernelChoice.Kernel>> names = new LinkedHashMap<>();
    measure.backends(knownPeers()).forEach(backend -> names.put(backend, choice.of(backend)));
    Set<String> peers = new LinkedHashSet<>(morePeers());
    names.keySet().stream().filter(knownPeers()::contains).forEach(peers::add);
    names.keySet().removeAll(peers);
    choice.requireKnown();
    List<KernelCase> cases = new ArrayList<>();
    for (Problem problem : problems) {
      for (KernelCase one : variations(problem)) {
        for (int threads : measure.threads()) {
          KernelCase problemHere = one.withThreads(threads).withCheckAgain(check);
          for (String residence : residences) {
            KernelCase here = problemHere.withResidence(residence);
            names.forEach(
                (backend, some) -> some.forEach(kernel -> cases.add(here.on(backend, kernel))));
          }
          if (problemHere.epilogue().equals(KernelCase.NONE)) {
            peers.forEach(peer -> cases.add(problemHere.on(peer, KernelChoice.BEST)));
          }
        }
      }
    }
    return cases;
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("lanewise: " + warning);
    spec.commandLine().getErr().flush();
  }
}
