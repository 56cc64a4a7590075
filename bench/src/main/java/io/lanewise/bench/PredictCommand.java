package io.lanewise.bench;

import io.lanewise.bench.data.DataCoding;
import io.lanewise.bench.data.LabelledTable;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputOptions;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.NetworkFile;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.ImageFile;
import io.lanewise.nn.data.Samples;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a network from a file. */
@Command(
    name = "predict",
    description =
        "Says the class and the probability of every class of images (PNG, JPEG, GIF, BMP, TIFF or"
            + " PGM) or of each row of a .csv file.",
    footer = {
      "",
      "Examples:",
      "  ./lanewise predict lenet5.st seven.png",
      "  ./lanewise predict lenet5.st --invert scans/*.jpg --format json",
      "  ./lanewise predict flowers.st more-flowers.csv"
    })
final class PredictCommand implements Callable<Integer> {

  private static final int BATCH = 256;

  @Parameters(index = "0", paramLabel = "FILE", description = "what train --save has written")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "INPUT",
      description = {
        "an image, which becomes grey and is scaled to what the network takes, or a file of rows",
        "whose name ends in .csv, with the columns that the network was trained on"
      })
  private List<Path> inputs = List.of();

  @Option(
      names = "--invert",
      description = "images are dark on light, and the network was trained on light on dark")
  private boolean invert;

  @Mixin private ComputeOptions compute;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    int threads = compute.threads();
    Backend backend = compute.backend();
    output.check();
    NetworkFile read = NetworkFile.read(file);
    Sequential network = read.network();
    DataCoding coding = DataCoding.of(read.notes(), Math.max(2, network.outputs()));
    List<String> names = new ArrayList<>();
    List<float[]> samples = new ArrayList<>();
    for (Path input : inputs) {
      Samples asked =
          LabelledTable.isNamedBy(input.toString())
              ? LabelledTable.read(input, coding)
              : image(network.input(), input);
      for (int i = 0; i < asked.size(); i++) {
        names.add(input + (asked.size() > 1 ? " row " + (i + 1) : ""));
        samples.add(values(network.input(), asked, i, input));
      }
    }
    try (Kernels kernels = backend.open(new KernelOptions(threads))) {
      Dataset all = joined(network, samples);
      output.print("predict", rows(network, kernels, all, names, coding.classNames()));
    }
    return ExitStatus.DONE;
  }

  private Samples image(Features input, Path image) throws IOException {
    int side = (int) Math.round(Math.sqrt(input.elements()));
    if (input.isVector() && side * side == input.elements()) {
      return ImageFile.read(image, side, side, invert);
    }
    if (input.channels() != 1) {
      throw CommandFailure.usage(
          image + " is an image, expected samples of " + input + " for the network " + file);
    }
    return ImageFile.read(image, input.rows(), input.columns(), invert);
  }

  private float[] values(Features input, Samples asked, int i, Path from) {
    if (asked.input().elements() != input.elements()) {
      throw CommandFailure.usage(
          from
              + (" has samples of " + asked.input())
              + (", expected " + input + " for the network " + file));
    }
    float[] values = new float[input.elements()];
    asked.fill(MemorySegment.ofArray(values), new int[] {i}, 0, 1);
    return values;
  }

  /** All samples, one behind the other. */
  private static Dataset joined(Sequential network, List<float[]> samples) {
    int elements = network.input().elements();
    float[] values = new float[Math.multiplyExact(elements, samples.size())];
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i), 0, values, i * elements, elements);
    }
    return Samples.unlabelled(network.input(), values);
  }

  private static List<Map<String, Object>> rows(
      Sequential network,
      Kernels kernels,
      Dataset samples,
      List<String> names,
      List<String> classes) {
    float[] outputs = network.outputs(kernels, samples, BATCH);
    int[] predicted = network.predict(kernels, samples, BATCH);
    int width = network.outputs();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < predicted.length; i++) {
      float[] own = Arrays.copyOfRange(outputs, i * width, (i + 1) * width);
      float[] shares = width == 1 ? new float[] {1 - own[0], own[0]} : own;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("input", names.get(i));
      row.put("class", classes.get(predicted[i]));
      row.put("probability", shares[predicted[i]]);
      for (int c = 0; c < shares.length; c++) {
        row.put("p(" + classes.get(c) + ")", shares[c]);
      }
      rows.add(row);
    }
    return rows;
  }
}
