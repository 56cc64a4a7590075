package io.lanewise.bench;

import io.lanewise.bench.data.DataCoding;
import io.lanewise.bench.data.LabelledTable;
import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.bench.results.EvaluationReport;
import io.lanewise.bench.results.EvaluationReport.ScoreRow;
import io.lanewise.bench.results.EvaluationReport.Summary;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.Evaluation;
import io.lanewise.nn.NetworkFile;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.evaluation.BinaryCounts;
import io.lanewise.nn.evaluation.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tests a network from a file. */
@Command(
    name = "evaluate",
    description =
        "Tests a network that train --save has written: on the test images of a data set, or on all"
            + " rows of a .csv file.",
    footer = {
      "",
      "Examples:",
      "  ./lanewise evaluate lenet5.st --data mnist",
      "  ./lanewise evaluate flowers.st --data more-flowers.csv --format markdown"
    })
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "what train --save has written")
  private Path file;

  @Mixin private ComputeOptions compute;

  @Mixin private DataOptions data;

  @Mixin private OutputOptions output;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "256",
      description = "samples at a time; default: ${DEFAULT-VALUE}")
  private int batch;

  @Override
  public Integer call() throws IOException {
    int threads = compute.threads();
    Backend backend = compute.backend();
    output.check();
    NetworkFile read = NetworkFile.read(file);
    Sequential network = read.network();
    DataCoding coding = DataCoding.of(read.notes(), Math.max(2, network.outputs()));
    String name;
    Dataset samples;
    if (data.isTable()) {
      name = data.file().getFileName().toString();
      samples = table(coding);
    } else {
      TrainingData loaded = data.load();
      name = loaded.name();
      samples = loaded.test();
    }
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      Evaluation found = network.evaluate(kernels, samples, batch);
      int[] actual = IntStream.range(0, samples.size()).map(samples::label).toArray();
      int[] predicted = network.predict(kernels, samples, batch);
      ConfusionMatrix matrix = ConfusionMatrix.of(coding.classNames(), actual, predicted);
      Summary summary =
          new Summary(
              file.toString(),
              name,
              backend.id(),
              kernels.describe().threads(),
              found.samples(),
              matrix.accuracy(),
              matrix.error(),
              found.loss(),
              found.samplesPerSecond());
      output.print(
          "evaluate",
          new EvaluationReport(summary, averages(matrix), classes(matrix), confusion(matrix)));
    }
    return ExitStatus.DONE;
  }

  private Dataset table(DataCoding coding) throws IOException {
    String known = coding.table().map(DataCoding.TableCoding::label).orElse(null);
    return LabelledTable.read(data.file(), data.label(known), coding);
  }

  private static List<ScoreRow> averages(ConfusionMatrix matrix) {
    return List.of(
        row("macro", matrix.total(), matrix::macro),
        row("micro", matrix.total(), matrix::micro),
        row("weighted", matrix.total(), matrix::weighted));
  }

  private static List<ScoreRow> classes(ConfusionMatrix matrix) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int i = 0; i < matrix.classes(); i++) {
      BinaryCounts counts = matrix.counts(i);
      rows.add(
          row(matrix.classNames().get(i), matrix.support(i), score -> score.applyAsDouble(counts)));
    }
    return rows;
  }

  private static ScoreRow row(
      String name, long samples, ToDoubleFunction<ToDoubleFunction<BinaryCounts>> score) {
    return new ScoreRow(
        name,
        samples,
        score.applyAsDouble(BinaryCounts::precision),
        score.applyAsDouble(BinaryCounts::recall),
        score.applyAsDouble(BinaryCounts::f1),
        score.applyAsDouble(BinaryCounts::specificity),
        score.applyAsDouble(BinaryCounts::negativePredictiveValue));
  }

  private static List<Map<String, Object>> confusion(ConfusionMatrix matrix) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < matrix.classes(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("actual", matrix.classNames().get(i));
      for (int j = 0; j < matrix.classes(); j++) {
        row.put("as " + matrix.classNames().get(j), matrix.count(i, j));
      }
      rows.add(row);
    }
    return rows;
  }
}
