package io.lanewise.bench;

import io.lanewise.bench.measure.KernelCase;
import io.lanewise.bench.measure.Op;
import io.lanewise.bench.measure.Problem;
import io.lanewise.bench.output.CommandFailure;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code bench conv} and {@code bench pool} have in common: batches and directions. */
abstract class WindowedBench extends KernelBench {

  private static final String ALL = "all";

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
  private int mb;

  private final Op op;

  WindowedBench(Op op) {
    super(op);
    this.op = op;
  }

  @Override
  int mb() {
    return mb;
  }

  @Override
  void check() {
    if (mb < 0) {
      throw CommandFailure.usage("mb is " + mb + ", expected at least 1");
    }
    for (String dir : directions) {
      if (!dir.equals(ALL) && !op.directions().contains(dir)) {
        throw CommandFailure.usage(
            "dir is \"%s\", expected %s or all".formatted(dir, String.join(", ", op.directions())));
      }
    }
  }

  @Override
  List<KernelCase> variations(Problem problem) {
    return op.directions().stream()
        .filter(dir -> directions.contains(ALL) || directions.contains(dir))
        .map(dir -> KernelCase.of(op, dir, "f32", problem.shape(), KernelCase.NCHW))
        .toList();
  }
}
