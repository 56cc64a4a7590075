package io.lanewise.bench;

import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.results.TrainingReport;
import io.lanewise.bench.train.Model;
import io.lanewise.bench.train.Narrator;
import io.lanewise.bench.train.Recipe;
import io.lanewise.bench.train.TrainingRun;
import io.lanewise.kernels.Backend;
import io.lanewise.nn.Callback;
import io.lanewise.nn.EarlyStopping;
import io.lanewise.nn.FitOptions;
import io.lanewise.nn.Monitor;
import io.lanewise.nn.NetworkFile;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.TrainingState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    subcommands = TrainSomCommand.class,
    footer = {
      "",
      "Examples:",
      "  ./lanewise train lenet5",
      "  ./lanewise train lenet5 --data mnist --backend vector --epochs 5 --format json",
      "  ./lanewise train mlp --data flowers.csv --label species --hidden 32,16 --save flowers.st",
      "  ./lanewise train cnn-fashion --data fashion-mnist --checkpoint cnn.st --log cnn.csv",
      "  ./lanewise train cnn-fashion --data fashion-mnist --checkpoint cnn.st --resume cnn.st"
    })
final class TrainCommand implements Callable<Integer> {

  /** The test accuracy whose time is reported. */
  private static final double TARGET = 0.98;

  @Spec private CommandSpec spec;

  @Mixin private ComputeOptions compute;

  @Mixin private DataOptions data;

  @Mixin private RecipeOptions recipe;

  @Mixin private TrainingFiles files;

  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = {
        "the network: lenet5, lenet5-valid28, lenet5-classic, mlp, softmax, cnn (three"
            + " convolutions)",
        "or cnn-fashion (one convolution)"
      })
  private @Nullable String model;

  @Option(names = "--limit", paramLabel = "N", description = "train on the first N samples only")
  private @Nullable Integer limit;

  @Option(
      names = "--hidden",
      paramLabel = "LIST",
      split = ",",
      description = "units of the hidden layers of mlp; default: 512")
  private List<Integer> hidden = List.of();

  @Option(names = "--layer-times", description = "say where the time went, layer by layer")
  private boolean layerTimes;

  @Override
  public Integer call() throws IOException {
    Model chosen = model();
    Recipe how = recipe.recipe(chosen.recipe());
    FitOptions options = how.options(recipe.seed());
    int threads = compute.threads();
    if (limit != null && limit < 1) {
      throw CommandFailure.usage("--limit is " + limit + ", expected at least 1");
    }
    Backend backend = compute.backend();
    output.check();
    files.check();
    TrainingData loaded = data.load();
    TrainingData samples = limit == null ? loaded : loaded.head(limit, loaded.test().size());
    Sequential fresh =
        chosen.create(samples.train().input().elements(), samples.train().outputs(), hidden);
    String text =
        "train " + chosen.id() + " --data " + samples.name() + " " + how.text(recipe.seed());
    NetworkFile resumed = files.resumed(text);
    Sequential network = resumed == null ? fresh : same(resumed.network(), fresh);
    TrainingState state = resumed == null ? null : resumed.state().orElseThrow();
    TrainingRun run =
        new TrainingRun(chosen.id(), network, backend, threads, options, samples, TARGET, 0);
    Map<String, String> notes = TrainingFiles.notes(text, samples.coding().notes());
    TrainingReport report = run(run, state, how.patience(), notes);
    files.save(network, notes);
    print(chosen.id(), report);
    return ExitStatus.DONE;
  }

  private record View(List<TrainingLine> training, List<LayerRow> layers) {}

  private void print(String id, TrainingReport report) {
    boolean forPrograms = output.format() == Format.JSON || output.format() == Format.CSV;
    List<?> rows = forPrograms ? report.training() : TrainingLine.of(report.training());
    Object withLayers =
        forPrograms ? report : new View(TrainingLine.of(report.training()), report.layers());
    output.print("train-" + id, layerTimes ? withLayers : rows);
  }

  private TrainingReport run(
      TrainingRun run, @Nullable TrainingState state, int patience, Map<String, String> notes) {
    String tested = run.validates() ? "validation" : "test";
    try (Narrator narrator = new Narrator(spec.commandLine().getErr(), tested)) {
      List<Callback> callbacks = new ArrayList<>(List.of(narrator.callback()));
      if (patience > 0) {
        callbacks.add(new EarlyStopping(Monitor.VALIDATION_LOSS, patience, true));
      }
      callbacks.addAll(files.callbacks(notes));
      return run.run(state, callbacks.toArray(Callback[]::new));
    }
  }

  private Model model() {
    if (model == null) {
      throw CommandFailure.usage("MODEL is missing, expected one of " + Model.ids() + ", or som");
    }
    return Model.named(model);
  }

  private static Sequential same(Sequential found, Sequential expected) {
    if (!found.toString().equals(expected.toString()) || !found.input().equals(expected.input())) {
      throw CommandFailure.usage(
          "--resume has the network " + found + ", expected the model's, " + expected);
    }
    return found;
  }
}
