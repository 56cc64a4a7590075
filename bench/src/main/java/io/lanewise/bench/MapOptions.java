package io.lanewise.bench;

import io.lanewise.bench.data.MapData;
import io.lanewise.bench.output.Choice;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.nn.som.Decay;
import io.lanewise.nn.som.Metric;
import io.lanewise.nn.som.Neighbourhood;
import io.lanewise.nn.som.SomGrid;
import io.lanewise.nn.som.SomInitialization;
import io.lanewise.nn.som.SomOptions;
import io.lanewise.nn.som.SomTraining;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a map is trained on, and how. */
final class MapOptions {

  private static final double LAST_RADIUS = 0.5;

  /** The trainings. */
  enum Training {
    /** All samples, then all weights. */
    BATCH,
    /** Sample by sample. */
    ONLINE
  }

  /** The beginnings. */
  enum Beginning {
    /** Uniform within the range of each variable. */
    RANDOM,
    /** Samples drawn at random. */
    SAMPLE,
    /** The plane of the two principal components. */
    PCA
  }

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = {
        "customers (which the program makes up; the default), a file whose name ends in .csv,",
        "generated:ROWSxCOLUMNS, glyphs, mnist, fashion-mnist, or a folder with the four IDX files"
      })
  private @Nullable String data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "column of a .csv file that holds classes; the map does not learn them")
  private @Nullable String label;

  @Option(
      names = "--raw",
      description = "take variables as they are; else those of tables are standardised")
  private boolean raw;

  @Option(names = "--rows", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int rows = 20;

  @Option(names = "--columns", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int columns = 20;

  @Option(
      names = "--grid",
      paramLabel = "NAME",
      defaultValue = "rectangular",
      description = "rectangular or hexagonal; default: ${DEFAULT-VALUE}")
  private String grid = "rectangular";

  @Option(names = "--toroidal", description = "opposite borders of the map touch")
  private boolean toroidal;

  @Option(
      names = "--neighbourhood",
      paramLabel = "NAME",
      defaultValue = "gaussian",
      description = "gaussian, bubble, triangle or mexican-hat; default: ${DEFAULT-VALUE}")
  private String neighbourhood = "gaussian";

  @Option(
      names = "--radius",
      paramLabel = "X",
      description = "radius to begin with, it falls to 0.5; default: half of the longer side")
  private @Nullable Double radius;

  @Option(names = "--epochs", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int epochs = 20;

  @Option(
      names = "--training",
      paramLabel = "NAME",
      defaultValue = "batch",
      description = "batch or online; default: ${DEFAULT-VALUE}")
  private String training = "batch";

  @Option(
      names = "--rate",
      paramLabel = "X",
      description = "learning rate of online training to begin with; default: 0.5")
  private @Nullable Double rate;

  @Option(
      names = "--initialization",
      paramLabel = "NAME",
      defaultValue = "pca",
      description = "random, sample or pca; default: ${DEFAULT-VALUE}")
  private String initialization = "pca";

  @Option(
      names = "--distance",
      paramLabel = "NAME",
      defaultValue = "euclidean",
      description = "euclidean, cosine or manhattan; default: ${DEFAULT-VALUE}")
  private String distance = "euclidean";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of random weights and the order of samples; default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * The data.
   *
   * @param own its name if the user says nothing
   * @throws IOException if a file is missing or damaged
   */
  MapData data(String own) throws IOException {
    String name = data == null ? own : data;
    if (label != null && !name.endsWith(".csv")) {
      throw CommandFailure.usage(
          "--label is for a file whose name ends in .csv, and --data is " + name);
    }
    PrintWriter progress = command.commandLine().getErr();
    MapData loaded =
        MapData.load(
            name,
            label,
            note -> {
              progress.println(note);
              progress.flush();
            });
    return raw ? loaded.raw() : loaded;
  }

  /** The grid. */
  SomGrid grid() {
    SomGrid.Lattice lattice = Choice.named("--grid", grid, SomGrid.Lattice.values());
    return new SomGrid(rows, columns, lattice, toroidal);
  }

  /** The training. */
  Training training() {
    return Choice.named("--training", training, Training.values());
  }

  /** The beginning. */
  Beginning beginning() {
    return Choice.named("--initialization", initialization, Beginning.values());
  }

  /** Epochs of the training. */
  int epochs() {
    return epochs;
  }

  /**
   * How to train.
   *
   * @param samples samples of an epoch
   */
  SomOptions options(int samples) {
    if (epochs < 1) {
      throw CommandFailure.usage("--epochs is " + epochs + ", expected at least 1");
    }
    if (radius != null && !(radius >= LAST_RADIUS && Double.isFinite(radius))) {
      throw CommandFailure.usage(
          "--radius is " + radius + ", expected a number of at least " + LAST_RADIUS);
    }
    if (rate != null && training() == Training.BATCH) {
      throw CommandFailure.usage("--rate is for --training online, and it is batch");
    }
    SomGrid map = grid();
    SomOptions options =
        training() == Training.BATCH
            ? SomOptions.batch(map, epochs)
            : SomOptions.online(map, (long) epochs * samples);
    if (rate != null && options.training() instanceof SomTraining.Online online) {
      options =
          options.withTraining(
              new SomTraining.Online(online.updates(), Decay.inverseTime(rate), true));
    }
    return options
        .withMetric(Choice.named("--distance", distance, Metric.values()))
        .withNeighbourhood(Choice.named("--neighbourhood", neighbourhood, Neighbourhood.values()))
        .withRadius(radius == null ? options.radius() : Decay.exponential(radius, LAST_RADIUS))
        .withInitialization(
            switch (beginning()) {
              case RANDOM -> SomInitialization.uniform();
              case SAMPLE -> SomInitialization.samples();
              case PCA -> SomInitialization.principalComponents();
            })
        .withSeed(seed);
  }
}
