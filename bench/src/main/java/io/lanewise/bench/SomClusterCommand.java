package io.lanewise.bench;

import io.lanewise.bench.data.MapData;
import io.lanewise.bench.output.Choice;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.results.ClusterReport;
import io.lanewise.bench.results.ClusterReport.ClusterRow;
import io.lanewise.bench.results.ClusterReport.Summary;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.som.ClusterOptions;
import io.lanewise.nn.som.ClusterOptions.Linkage;
import io.lanewise.nn.som.MapPicture;
import io.lanewise.nn.som.Personas;
import io.lanewise.nn.som.Som;
import io.lanewise.nn.som.SomData;
import io.lanewise.nn.som.SomFile;
import io.lanewise.nn.som.SomOptions;
import io.lanewise.nn.som.SomQuality;
import io.lanewise.nn.som.TwoStepClustering;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds clusters of samples by way of a map. */
@Command(
    name = "cluster",
    description =
        "Clusters samples in two steps: a map of them, then the map's units. With --out it writes a"
            + " picture of the map coloured by cluster and the cluster of every sample.",
    footer = {
      "",
      "Examples:",
      "  ./lanewise som cluster --data customers --out personas",
      "  ./lanewise som cluster customers-map/map.safetensors --method k-means --clusters 5",
      "  ./lanewise som cluster --data people.csv --grid hexagonal --format markdown"
    })
final class SomClusterCommand implements Callable<Integer> {

  private static final String AUTO = "auto";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = {
        "a map that train som --out has written; --data is then by default what it was trained on.",
        "Without it a map is trained first"
      })
  private @Nullable Path file;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "ward",
      description = "ward or k-means; default: ${DEFAULT-VALUE}")
  private String method = "ward";

  @Option(
      names = "--clusters",
      paramLabel = "N",
      defaultValue = AUTO,
      description =
          "a number, or auto for the best silhouette of 2 to 10; default: ${DEFAULT-VALUE}")
  private String clusters = AUTO;

  @Mixin private MapOptions map;

  @Mixin private ComputeOptions compute;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    int threads = compute.threads();
    Linkage linkage = Choice.named("--method", method, Linkage.values());
    SomOptions checked = map.options(1);
    ClusterOptions options = options(linkage, checked.seed());
    Backend backend = compute.backend();
    output.check();
    SomFile read = file == null ? null : SomFile.read(file);
    MapData asked = map.data(read == null ? MapData.CUSTOMERS : read.data());
    MapData loaded = read == null ? asked : asked.like(read.names(), read.standardization());
    SomData data = loaded.samples();
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      Som som = read == null ? trained(kernels, data) : read.som();
      TwoStepClustering found = TwoStepClustering.of(kernels, som, data, options);
      Personas personas = Personas.of(loaded.described(), found.ofSamples(), found.count());
      SomQuality quality = som.quality(kernels, data);
      Summary summary =
          new Summary(
              loaded.name(),
              data.rows(),
              data.inputs(),
              som.grid().toString(),
              Choice.name(linkage),
              found.count(),
              found.silhouette(found.count()),
              quality.quantisationError(),
              quality.topographicError());
      Path folder = output.folder();
      if (folder != null) {
        write(folder, som, found);
      }
      output.print(
          "som-cluster", new ClusterReport(summary, clusters(found, personas), table(personas)));
    }
    return ExitStatus.DONE;
  }

  private ClusterOptions options(Linkage linkage, long seed) {
    ClusterOptions options =
        (linkage == Linkage.WARD ? ClusterOptions.ward() : ClusterOptions.kMeans()).withSeed(seed);
    if (clusters.equals(AUTO)) {
      return options;
    }
    if (!clusters.matches("[1-9][0-9]{0,6}")) {
      throw CommandFailure.usage(
          "--clusters is \"" + clusters + "\", expected a number of at least 1, or " + AUTO);
    }
    return options.withClusters(Integer.parseInt(clusters));
  }

  private Som trained(Kernels kernels, SomData data) {
    return new MapTraining(spec.commandLine().getErr())
        .run(kernels, map.grid(), data, map.options(data.rows()));
  }

  private static List<ClusterRow> clusters(TwoStepClustering found, Personas personas) {
    List<ClusterRow> rows = new ArrayList<>();
    for (int c = 0; c < found.count(); c++) {
      int cluster = c;
      int units = (int) Arrays.stream(found.ofUnits()).filter(unit -> unit == cluster).count();
      rows.add(new ClusterRow(c, units, personas.samples(c), personas.share(c)));
    }
    return rows;
  }

  private static List<Map<String, Object>> table(Personas personas) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int j = 0; j < personas.names().size(); j++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("variable", personas.names().get(j));
      for (int c = 0; c < personas.clusters(); c++) {
        row.put("mean " + c, personas.mean(c, j));
        row.put("z " + c, personas.zScore(c, j));
      }
      rows.add(row);
    }
    return rows;
  }

  private void write(Path folder, Som som, TwoStepClustering found) {
    PrintWriter notes = spec.commandLine().getErr();
    List<String> names = IntStream.range(0, found.count()).mapToObj(c -> "cluster " + c).toList();
    new MapPictures(folder, notes)
        .write("clusters", MapPicture.classes(som.grid(), found.ofUnits(), names, "clusters"));
    StringBuilder samples = new StringBuilder("row,cluster\n");
    int[] ofSamples = found.ofSamples();
    for (int i = 0; i < ofSamples.length; i++) {
      samples.append(i + 1).append(',').append(ofSamples[i]).append('\n');
    }
    Path csv = folder.resolve("samples.csv");
    OutputFolder.write(csv, samples.toString());
    notes.println("wrote " + csv);
    notes.flush();
  }
}
