package io.lanewise.bench;

import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.doctor.Findings;
import io.lanewise.bench.measure.Measurement;
import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.measure.Progress;
import io.lanewise.bench.measure.RunWatch;
import io.lanewise.bench.measure.TerminalProgress;
import io.lanewise.bench.measure.TrainingCase;
import io.lanewise.bench.measure.TrainingModel;
import io.lanewise.bench.measure.Trainings;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.peer.Peers;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.History;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the training of networks and maps. */
@Command(
    name = "train",
    description = {
      "Measures how fast networks and maps are trained, each in fresh JVMs that are watched from"
          + " their start: images/s at the steady speed with the range over the JVMs, GFLOP/s"
          + " beside the FMA peak of the same run, bytes allocated in a step, seconds until 90 %%"
          + " of the steady speed, and seconds until a test accuracy (0.98; 0.85 on fashion-mnist):"
          + " from the start of the JVM with data and tests, of the training alone, and once more"
          + " when the JVM is warm.",
      "",
      "lenet5 is LeNet-5 on images padded to 32x32, tanh, average pooling; mlp is 784-512-10 with"
          + " ReLU; both learn by gradient descent with momentum 0.9. som is a map of 25x15 units"
          + " on 16,000 samples of 300 variables.",
      "",
      "Cases take turns, a JVM each. A course to an accuracy that would take more than a minute"
          + " (with --quick half of that) is left out. --quick has one JVM for each case and"
          + " batches of 128."
    },
    footer = {
      "",
      "Examples:",
      "  ./lanewise bench train --quick",
      "  ./lanewise bench train --models lenet5,mlp --backends vector,onednn --threads 1,2 --batch"
          + " 128",
      "  ./lanewise bench train --models lenet5 --backends vector,pytorch-djl,dl4j --threads 2"
    })
final class BenchTrainCommand implements Callable<Integer> {

  private static final int SECONDS = 6;
  private static final int QUICK_SECONDS = 3;
  private static final int COURSE_SECONDS = 60;
  private static final int QUICK_COURSE_SECONDS = 30;
  private static final int QUICK_BATCH = 128;

  @Mixin private MeasureOptions measure;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Option(
      names = "--models",
      paramLabel = "LIST",
      split = ",",
      description = "lenet5, mlp, som; default: all")
  private List<String> models = List.of("lenet5", "mlp", "som");

  @Option(
      names = "--batch",
      paramLabel = "LIST",
      split = ",",
      description = "images per step of a network; default: 32,64,128,512, with --quick 128")
  private @Nullable List<Integer> batches;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = {
        "for networks: glyphs, mnist, fashion-mnist, or a folder with four IDX files; default:"
            + " mnist where",
        "LANEWISE_DATA has it, else glyphs, which the program draws itself"
      })
  private @Nullable String data;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "training for the speed in each JVM; default: 6, with --quick 3")
  private @Nullable Integer seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of the initial weights and the order of the images; default: 1")
  private long seed = 1;

  @Option(
      names = "--peers",
      description =
          "also what a user would train with instead: pytorch-djl, dl4j; --backends takes them one"
              + " by one; they need a build with -Ppeers")
  private boolean peers;

  private record Flops(String model, String perImage, String formula) {}

  private record View(
      List<PeakLine> peak,
      List<TrainingLine> training,
      List<TrainingRatio> ratios,
      List<LayerLine> layers,
      List<Flops> flops) {}

  @Override
  public Integer call() {
    output.check();
    String source = data == null ? DataSets.preferred() : data;
    List<TrainingCase> cases = cases(source);
    int forks = measure.trainingForks();
    if (!measure.profilers().configs().isEmpty()) {
      throw CommandFailure.usage("prof needs JMH, which does not measure trainings; leave it out");
    }
    Optional<History> history = measure.history();
    if (cases.stream().anyMatch(one -> one.model().isNetwork())) {
      // Whatever is wrong with the data is said now and not by the JVMs.
      int images = DataSets.ofUser(this::note).load(source).train().size();
      cases = cases.stream().map(one -> one.among(images)).toList();
    }
    Environment environment =
        Findings.look(Version.current(), measure.mostThreads())
            .environment()
            .with(Peers.states(cases.stream().map(TrainingCase::backend).distinct().toList()));
    List<Integer> threads = measure.threads();
    RunWatch watch = new RunWatch(measure.mostThreads());
    try (MeasurementLog log = MeasurementLog.in(output.folder());
        Progress progress =
            watch.over(TerminalProgress.over(threads.size() + forks * cases.size()))) {
      Measurement measurement =
          new Measurement(log.stream(), measure.effort(), progress, one -> Optional.empty());
      measurement.measureFmaPeaks(threads);
      List<TrainingRow> rows =
          new Trainings(log.stream(), progress, Trainings::obstacle, measurement::fmaPeak)
              .run(cases, forks);
      progress.close();
      rows.forEach(this::noteLeftOut);
      return new RunEnd(spec, output.folder(), history, environment)
          .of(
              measurement,
              List.of(),
              rows,
              watch.end(),
              log,
              results -> print(results.peak(), rows));
    }
  }

  private List<TrainingCase> cases(String source) {
    List<TrainingModel> chosen = models.stream().map(TrainingModel::named).distinct().toList();
    int defaultSeconds = measure.quick() ? QUICK_SECONDS : SECONDS;
    int speedSeconds = seconds == null ? defaultSeconds : seconds;
    if (speedSeconds < 1) {
      throw CommandFailure.usage("seconds is " + speedSeconds + ", expected at least 1");
    }
    Set<String> contenders = new LinkedHashSet<>(measure.backends(Peers.trainingIds()));
    if (peers) {
      contenders.addAll(Peers.trainingIds());
    }
    List<TrainingCase> cases = new ArrayList<>();
    for (TrainingModel model : chosen) {
      for (int threads : measure.threads()) {
        for (int batch : batches(model)) {
          TrainingCase one =
              TrainingCase.of(model, source, batch, seed, speedSeconds, limit())
                  .withThreads(threads);
          contenders.forEach(contender -> cases.add(one.on(contender)));
        }
      }
    }
    return cases;
  }

  private List<Integer> batches(TrainingModel model) {
    List<Integer> defaults = measure.quick() ? List.of(QUICK_BATCH) : List.of(32, 64, 128, 512);
    List<Integer> asked = batches == null ? defaults : batches;
    for (int batch : asked) {
      if (batch < 1) {
        throw CommandFailure.usage("batch is " + batch + ", expected at least 1");
      }
    }
    return model.isNetwork()
        ? asked.stream().distinct().toList()
        : List.of(TrainingModel.MAP_SAMPLES);
  }

  private void print(List<PeakRow> peaks, List<TrainingRow> rows) {
    boolean forPrograms = output.format() == Format.JSON || output.format() == Format.CSV;
    Object view =
        new View(
            PeakLine.of(peaks),
            TrainingLine.of(rows),
            TrainingRatio.of(rows),
            LayerLine.of(rows),
            rows.stream()
                .filter(TrainingRow::measured)
                .map(BenchTrainCommand::flops)
                .distinct()
                .toList());
    output.print("bench-train", forPrograms ? rows : view);
  }

  private static Flops flops(TrainingRow row) {
    return new Flops(
        row.model(),
        String.format(Locale.ROOT, "%.0f", row.flopsPerImage()),
        Objects.requireNonNull(row.flopsFormula()));
  }

  private void noteLeftOut(TrainingRow row) {
    if (row.measured() && row.epochs() == 0 && row.targetAccuracy() != null) {
      note(
          "the course of "
              + (row.label() + ", " + row.backend())
              + (" was left out: it would take more than " + limit() + " s"));
    }
  }

  private int limit() {
    return measure.quick() ? QUICK_COURSE_SECONDS : COURSE_SECONDS;
  }

  private void note(String note) {
    spec.commandLine().getErr().println("lanewise: " + note);
    spec.commandLine().getErr().flush();
  }
}
