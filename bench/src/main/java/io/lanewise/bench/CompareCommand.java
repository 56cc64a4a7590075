package io.lanewise.bench;

import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.doctor.Findings;
import io.lanewise.bench.measure.ComparePlan;
import io.lanewise.bench.measure.CoreTypes;
import io.lanewise.bench.measure.KernelCase;
import io.lanewise.bench.measure.Measurement;
import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.measure.Obstacles;
import io.lanewise.bench.measure.Profilers;
import io.lanewise.bench.measure.Progress;
import io.lanewise.bench.measure.RunWatch;
import io.lanewise.bench.measure.TerminalProgress;
import io.lanewise.bench.measure.TrainingCase;
import io.lanewise.bench.measure.Trainings;
import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.output.Printer;
import io.lanewise.bench.report.MarkdownReport;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.History;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: every backend on everything. */
@Command(
    name = "compare",
    description = {
      "Compares the backends: GEMM, convolution, pooling and the training of LeNet-5, each"
          + " measured",
      "in fresh JVMs and beside the FMA peak of the same run. Prints a table, and writes",
      "results.json and report.html, and for JMH's own tools jmh.json with environment.json.",
      "",
      "--quick takes about three minutes on two cores. Without it there are squares from 64 to"
          + " 2048",
      "in GEMM, transposes, double precision, every direction of convolution and pooling, three"
          + " forks",
      "each, and a training over the whole data set: about an hour for each number of threads."
    },
    footer = {"", "Example:", "  ./lanewise compare --quick"})
final class CompareCommand implements Callable<Integer> {

  @Mixin private MeasureOptions measure;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = {
        "glyphs, mnist, fashion-mnist, or a folder with four IDX files; default: mnist where",
        "LANEWISE_DATA has it, else glyphs, which the program draws itself"
      })
  private @Nullable String data;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private Format format = Format.TABLE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "lanewise-results",
      description = "folder of results.json and report.html; default: ./lanewise-results")
  private Path folder = Path.of("lanewise-results");

  @Spec private CommandSpec spec;

  private record View(List<PeakLine> peak, List<KernelLine> kernels, List<TrainingLine> training) {}

  @Override
  public Integer call() {
    List<String> backends = measure.backends(List.of());
    List<Integer> threads = measure.threads();
    String source = data == null ? DataSets.preferred() : data;
    ComparePlan plan = measure.quick() ? ComparePlan.quick(source) : ComparePlan.full(source);
    List<KernelCase> problems = plan.kernels(backends, threads);
    measure.effort();
    Profilers profilers = measure.profilers();
    Optional<History> history = measure.history();
    OutputFolder.check(folder);
    // Whatever is wrong with the data is said now and not after the measurements.
    int images = DataSets.ofUser(this::note).load(source).train().size();
    List<TrainingCase> trainings =
        plan.trainings(backends, threads).stream().map(one -> one.among(images)).toList();
    Environment environment = Findings.look(Version.current(), measure.mostThreads()).environment();
    List<KernelCase> kernels = CoreTypes.withTwins(problems, environment, this::note);
    RunWatch watch = new RunWatch(measure.mostThreads());
    int steps = Measurement.steps(kernels) + trainings.size();
    try (MeasurementLog log = MeasurementLog.in(folder);
        Progress progress = watch.over(TerminalProgress.over(steps))) {
      Measurement measurement =
          new Measurement(
              log.stream(), measure.effort(), profilers, progress, Obstacles.of(kernels)::status);
      List<KernelRow> rows = measurement.run(kernels);
      List<TrainingRow> training =
          new Trainings(log.stream(), progress, Trainings::obstacle, measurement::fmaPeak)
              .run(trainings, 1);
      progress.close();
      return new RunEnd(spec, folder, history, environment)
          .of(measurement, rows, training, watch.end(), log, this::print);
    }
  }

  private void note(String note) {
    spec.commandLine().getErr().println("lanewise: " + note);
    spec.commandLine().getErr().flush();
  }

  private void print(Results results) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TABLE ->
              Printer.print(
                  new View(
                      PeakLine.of(results.peak()),
                      results.rows().stream().map(KernelLine::of).toList(),
                      TrainingLine.of(results.training())),
                  format);
          case MARKDOWN -> MarkdownReport.of(results);
          case JSON, CSV -> Printer.print(results, format);
        });
    out.flush();
  }
}
