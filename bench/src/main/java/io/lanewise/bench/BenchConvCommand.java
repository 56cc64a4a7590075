package io.lanewise.bench;

import io.lanewise.bench.measure.Op;
import picocli.CommandLine.Command;

/** Measures 2-D convolution. */
@Command(
    name = "conv",
    description = "Measures 2-D convolution with bias, in single precision.",
    footer = {
      "",
      "Sets of problems: lenet5 (mb 128), alexnet, vgg16, resnet50, mobilenet-v1 (its depthwise layers).",
      "",
      "Examples:",
      "  ./lanewise bench conv --quick",
      "  ./lanewise bench conv --shapes resnet50,vgg16 --mb 8 --backends vector,onednn",
      "  ./lanewise bench conv --shapes lenet5 --dir all --layout nchw,lanes,resident --check",
      "  ./lanewise bench conv --shapes resnet50 --kernels all --backends vector --threads 1,2",
      "  ./lanewise bench conv --shapes FILE   # a shape file of benchdnn's"
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
