package io.lanewise.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which kernel a shape in NCHW gets, and that the workspace of the implicit one stays small. */
class VectorConv2dChoiceTest {

  @ParameterizedTest
  @CsvSource({
    "mb1ic64ih56oc64oh56kh3ph1, vector/conv2d-implicit",
    "mb2ic6ih14oc16oh10kh5, vector/conv2d-implicit",
    "g2mb1ic18ih9oc18oh9kh3ph1, vector/conv2d-implicit",
    "mb64ic6ih14oc16oh10kh5, vector/conv2d-lanes-nchw",
    "mb64ic6ih14oc16oh14kh1, vector/conv2d-implicit",
    "mb2ic1ih28oc6oh28kh5ph2, vector/conv2d-depthwise",
    "g9mb64ic9ih9oc18oh9kh3ph1, vector/conv2d-depthwise",
    "mb2ic2ih28oc6oh28kh5ph2, vector/conv2d-im2col",
    "g2mb1ic16ih9oc16oh9kh3ph1, vector/conv2d-im2col",
    "mb1ic512ih7oc2048oh7kh1, vector/conv2d-im2col",
    "mb1ic64ih16oc64oh16kh1, vector/conv2d-im2col",
    "mb1ic64ih17oc64oh17kh1, vector/conv2d-implicit",
    "mb2ic512ih7oc2048oh7kh1, vector/conv2d-implicit",
    "mb1ic512ih14oc2048oh7kh1sh2, vector/conv2d-implicit",
    "mb1ic64ih7oc64oh7kh3ph1, vector/conv2d-implicit"
  })
  void choice(String problem, String kernel) {
    try (Kernels kernels = Backends.require("vector").open(new KernelOptions(1));
        Conv2d conv = kernels.conv2d(Conv2dShape.parse(problem))) {
      assertThat(conv.kernel()).isEqualTo(kernel);
    }
  }

  @ParameterizedTest
  @CsvSource({"mb1ic16ih56oc16oh56kh3ph1", "mb4ic16ih112oc16oh112kh3ph1"})
  void workspaceDoesNotGrowWithTheImages(String problem) {
    Conv2dShape s = Conv2dShape.parse(problem);
    try (Kernels kernels = Backends.require("vector").open(new KernelOptions(1));
        Conv2d conv = kernels.conv2d(s)) {
      float[] src = new float[(int) s.srcElements()];
      float[] weights = new float[(int) s.weightElements()];
      float[] dst = new float[(int) s.dstElements()];
      conv.forward(src, 0, weights, 0, null, 0, dst, 0);
      conv.backwardData(dst, 0, weights, 0, src, 0);
      conv.backwardWeights(src, 0, dst, 0, weights, 0, null, 0);
      assertThat(conv.workspaceBytes()).isLessThan(800_000);
    }
  }
}
