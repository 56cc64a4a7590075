package io.lanewise.bench;

import io.lanewise.bench.measure.KernelCase;
import io.lanewise.bench.measure.KernelChoice;
import io.lanewise.bench.measure.Op;
import io.lanewise.bench.measure.Problem;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.kernels.Layout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What {@code bench conv} and {@code bench pool} have in common: batches, directions and layouts.
 */
abstract class WindowedBench extends KernelBench {

  private static final String ALL = KernelChoice.ALL;
  private static final List<String> LAYOUTS =
      Arrays.stream(Layout.values()).map(Layout::toString).toList();

  @Option(
      names = "--dir",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "fwd",
      description = "fwd, bwd_d, bwd_w (convolution), fwd, bwd (pooling), or all; default: fwd")
  private List<String> directions = List.of("fwd");

  @Option(
      names = "--mb",
      paramLabel = "N",
      description = "images in each problem, instead of what the problem says")
  private @Nullable Integer mb;

  @Option(
      names = "--layout",
      paramLabel = "LIST",
      split = ",",
      description =
          "how operands lie in memory: nchw; lanes: a batch's images in the lanes of vectors; resident:"
              + " as the backend likes it best; all: each that a backend has. Operands are converted"
              + " before the measurement. Default: nchw; a kernel that is named brings its own")
  private @Nullable List<String> layouts;

  private final Op op;

  WindowedBench(Op op) {
    super(op);
    this.op = op;
  }

  @Override
  int mb() {
    return mb == null ? 0 : mb;
  }

  @Override
  void check() {
    if (mb != null && mb < 1) {
      throw CommandFailure.usage("mb is " + mb + ", expected at least 1");
    }
    for (String layout : layouts()) {
      if (!layout.equals(ALL) && !LAYOUTS.contains(layout)) {
        throw CommandFailure.usage(
            "layout is \"%s\", expected %s or all".formatted(layout, String.join(", ", LAYOUTS)));
      }
    }
    for (String dir : directions) {
      if (!dir.equals(ALL) && !op.directions().contains(dir)) {
        throw CommandFailure.usage(
            "dir is \"%s\", expected %s or all".formatted(dir, String.join(", ", op.directions())));
      }
    }
  }

  @Override
  List<String> layouts() {
    return layouts == null ? List.of() : layouts;
  }

  @Override
  List<KernelCase> variations(Problem problem) {
    return op.directions().stream()
        .filter(dir -> directions.contains(ALL) || directions.contains(dir))
        .map(dir -> KernelCase.of(op, dir, "f32", problem.shape(), KernelCase.NCHW))
        .toList();
  }
}
