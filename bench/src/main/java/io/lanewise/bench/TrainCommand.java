package io.lanewise.bench;

import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.data.ImageData;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.train.Model;
import io.lanewise.bench.train.TrainingRun;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.Optimizer;
import io.lanewise.nn.Schedule;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains one of the networks. */
@Command(
    name = "train",
    description = "Trains a network on one backend and tests it after every epoch.",
    footer = {
      "",
      "Examples:",
      "  ./lanewise train lenet5",
      "  ./lanewise train lenet5 --data mnist --backend vector --epochs 5 --format json"
    })
final class TrainCommand implements Callable<Integer> {

  private static final FitOptions DEFAULTS = FitOptions.defaults();

  /** The test accuracy whose time is reported. */
  private static final double TARGET = 0.98;

  @Spec private CommandSpec spec;

  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "MODEL", description = "the network: lenet5")
  private String model;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "scalar, vector, openblas or onednn; default: the best that is available")
  private @Nullable String backend;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = DataSets.GLYPHS,
      description = {
        "${DEFAULT-VALUE} (digits that the program draws; the default), mnist, fashion-mnist, or a",
        "folder with the four IDX files. A name is looked for in the folder of the environment"
            + " variable LANEWISE_DATA and in the cache folder of the user, then downloaded."
      })
  private String data = DataSets.GLYPHS;

  @Option(names = "--limit", paramLabel = "N", description = "train on the first N images only")
  private @Nullable Integer limit;

  @Option(names = "--epochs", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int epochs = DEFAULTS.epochs();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "images per step; default: ${DEFAULT-VALUE}")
  private int batch = DEFAULTS.batch();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the backend; default: the processors of this machine")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the weights and the order of the images; default: ${DEFAULT-VALUE}")
  private long seed = DEFAULTS.seed();

  @Option(
      names = "--rate",
      paramLabel = "X",
      description = "learning rate; default: ${DEFAULT-VALUE}")
  private double rate = 0.03;

  @Option(names = "--momentum", paramLabel = "X", description = "default: ${DEFAULT-VALUE}")
  private double momentum = 0.9;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "write the trained weights to this file, as numpy.load reads it")
  private @Nullable Path save;

  @Override
  public Integer call() {
    Model chosen = Model.named(model);
    FitOptions options =
        DEFAULTS
            .withEpochs(epochs)
            .withBatch(batch)
            .withSeed(seed)
            .withOptimizer(Optimizer.momentum(momentum))
            .withSchedule(Schedule.linear(rate));
    checkNumbers();
    Backend computing = backend == null ? Backends.best() : BackendCatalog.require(backend);
    checkPlaces();
    PrintWriter progress = spec.commandLine().getErr();
    TrainingRun run =
        new TrainingRun(chosen, computing, threads, options, images(progress), TARGET, 0);
    output.print("train-" + chosen.id(), List.of(run.run(progress, save)));
    return ExitStatus.DONE;
  }

  private ImageData images(PrintWriter progress) {
    ImageData images =
        DataSets.ofUser(
                note -> {
                  progress.println(note);
                  progress.flush();
                })
            .load(data);
    return limit == null ? images : images.head(limit, images.test().size());
  }

  private void checkNumbers() {
    Threads.check(threads);
    if (limit != null && limit < 1) {
      throw CommandFailure.usage("--limit is " + limit + ", expected at least 1");
    }
  }

  private void checkPlaces() {
    output.check();
    if (save == null) {
      return;
    }
    if (Files.isDirectory(save)) {
      throw CommandFailure.environment(
          "--save is " + save + ", which is a folder; expected the name of a file");
    }
    OutputFolder.check(save.toAbsolutePath().getParent());
  }
}
