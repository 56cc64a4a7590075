package io.lanewise.bench;

import io.lanewise.bench.data.MapData;
import io.lanewise.bench.output.Choice;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.results.MapRow;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Table;
import io.lanewise.nn.som.LabelMap;
import io.lanewise.nn.som.MapPicture;
import io.lanewise.nn.som.Som;
import io.lanewise.nn.som.SomData;
import io.lanewise.nn.som.SomFile;
import io.lanewise.nn.som.SomGrid;
import io.lanewise.nn.som.SomOptions;
import io.lanewise.nn.som.SomQuality;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains a self-organizing map. */
@Command(
    name = "som",
    description =
        "Trains a self-organizing map. With --out it writes the map (map.safetensors) and pictures:"
            + " U-matrix, hits, component planes of up to 50 variables, classes.",
    footer = {
      "",
      "Examples:",
      "  ./lanewise train som --out customers-map",
      "  ./lanewise train som --data flowers.csv --label species --grid hexagonal --out"
          + " flowers-map",
      "  ./lanewise train som --data generated:16000x300 --rows 25 --columns 15 --backend vector"
    })
final class TrainSomCommand implements Callable<Integer> {

  /** More planes than that nobody looks at, and an image has one for each pixel. */
  private static final int MOST_PLANES = 50;

  /** Radius of the distortion: the last one of the training. */
  private static final double RADIUS = 0.5;

  @Spec private CommandSpec spec;

  @Mixin private MapOptions map;

  @Mixin private ComputeOptions compute;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    int threads = compute.threads();
    SomGrid grid = map.grid();
    // Options are looked at before data is: it may have to be fetched.
    map.options(1);
    Backend backend = compute.backend();
    output.check();
    MapData loaded = map.data(MapData.CUSTOMERS);
    SomData data = loaded.samples();
    SomOptions options = map.options(data.rows());
    PrintWriter progress = spec.commandLine().getErr();
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      MapTraining training = new MapTraining(progress);
      Som som = training.run(kernels, grid, data, options);
      SomQuality quality = som.quality(kernels, data);
      MapRow row =
          new MapRow(
              "som",
              loaded.name(),
              data.rows(),
              data.inputs(),
              grid.toString(),
              Choice.name(map.training()),
              Choice.name(options.neighbourhood()),
              Choice.name(options.metric()),
              Choice.name(map.beginning()),
              backend.id(),
              threads,
              training.epochs(),
              training.seconds(),
              training.secondsPerEpoch(),
              quality.quantisationError(),
              quality.topographicError(),
              som.distortion(kernels, data, options.neighbourhood(), RADIUS),
              options.seed());
      Path folder = output.folder();
      if (folder != null) {
        write(folder, kernels, som, loaded, data);
      }
      output.print("train-som", List.of(row));
    }
    return ExitStatus.DONE;
  }

  private void write(Path folder, Kernels kernels, Som som, MapData loaded, SomData data) {
    PrintWriter notes = spec.commandLine().getErr();
    Path file = folder.resolve("map.safetensors");
    SomFile written = new SomFile(som, data.names(), loaded.standardization(), loaded.name());
    OutputFolder.attempt(file, () -> written.write(file));
    notes.println("wrote " + file);
    MapPictures pictures = new MapPictures(folder, notes);
    SomGrid grid = som.grid();
    int[] winners = som.winners(kernels, data);
    pictures.write("u-matrix", MapPicture.values(grid, som.uMatrix(), "U-matrix"));
    pictures.write("hits", MapPicture.values(grid, hits(grid, winners), "samples"));
    for (int j = 0; j < data.inputs() && data.inputs() <= MOST_PLANES; j++) {
      int variable = j;
      double[] plane = som.component(j);
      loaded
          .standardization()
          .ifPresent(columns -> restore(plane, z -> columns.restore(variable, z)));
      String name = data.names().get(j);
      pictures.write("component-" + (j + 1) + "-" + name, MapPicture.values(grid, plane, name));
    }
    Table table = loaded.table();
    if (table.labelled()) {
      List<String> names = table.classNames();
      LabelMap labels = LabelMap.majority(grid.units(), winners, table.labels(), names.size());
      pictures.write("labels", MapPicture.classes(grid, labels.labels(), names, "classes"));
    }
  }

  private static double[] hits(SomGrid grid, int[] winners) {
    double[] hits = new double[grid.units()];
    for (int winner : winners) {
      hits[winner]++;
    }
    return hits;
  }

  private static void restore(double[] plane, DoubleUnaryOperator unit) {
    for (int u = 0; u < plane.length; u++) {
      plane[u] = unit.applyAsDouble(plane[u]);
    }
  }
}
