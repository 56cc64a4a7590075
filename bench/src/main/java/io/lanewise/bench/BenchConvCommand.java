package io.lanewise.bench;

import io.lanewise.bench.measure.Op;
import picocli.CommandLine.Command;

/** Measures 2-D convolution. */
@Command(
    name = "conv",
    description = "Measures 2-D convolution, NCHW images with OIHW weights.",
    footer = {
      "",
      "Example:",
      "  ./lanewise bench conv --dir all --shapes mb128ic6ih14oc16oh10kh5 --backends vector,onednn"
    })
final class BenchConvCommand extends WindowedBench {

  BenchConvCommand() {
    super(Op.CONV2D);
  }

  @Override
  String defaultShapes() {
    return "mb128ic1ih28oc6oh28kh5ph2n\"lenet5:conv1\""
        + " mb128ic6ih14oc16oh10kh5n\"lenet5:conv2\""
        + " mb16ic64ih56oc64oh56kh3ph1n\"resnet50:res2\"";
  }
}
