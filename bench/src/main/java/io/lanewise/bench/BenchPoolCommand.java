package io.lanewise.bench;

import io.lanewise.bench.measure.Op;
import picocli.CommandLine.Command;

/** Measures 2-D pooling. */
@Command(
    name = "pool",
    description = "Measures 2-D pooling; --alg=avg_np before a problem makes it an average.",
    footer = {
      "",
      "Example:",
      "  ./lanewise bench pool --dir all --shapes '--alg=avg_np mb128ic6ih28oh14kh2sh2'"
    })
final class BenchPoolCommand extends WindowedBench {

  BenchPoolCommand() {
    super(Op.POOL2D);
  }

  @Override
  String defaultShapes() {
    return "--alg=max,avg_np mb128ic6ih28oh14kh2sh2n\"lenet5:pool1\""
        + " mb128ic16ih10oh5kh2sh2n\"lenet5:pool2\"";
  }
}
