package io.lanewise.bench;

import io.lanewise.bench.measure.Op;
import picocli.CommandLine.Command;

/** Measures 2-D pooling. */
@Command(
    name = "pool",
    description = {
      "Measures 2-D pooling in single precision. --alg=max,avg_np,avg_p,sum before problems says",
      "what they make of a window. GB/s counts each element read and written once, and stands beside",
      "the triad's of the same run."
    },
    footer = {
      "",
      "Sets of problems: lenet5 (mb 128), alexnet, vgg16, resnet50, bandwidth (72 MiB).",
      "",
      "Examples:",
      "  ./lanewise bench pool --shapes bandwidth --dir all",
      "  ./lanewise bench pool --shapes vgg16,resnet50 --mb 8 --layout nchw,lanes",
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
