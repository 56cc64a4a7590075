package io.lanewise.kernels.scalar;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Im2colConv2d;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Variant;
import java.util.List;
import java.util.Map;

/** What the scalar backend has. It always computes on the caller's thread. */
record ScalarKernels(KernelOptions options) implements Kernels {

  @Override
  public Description describe() {
    return new Description(
        "scalar",
        "Java " + Runtime.version(),
        System.getProperty("os.arch") + ", as HotSpot compiles plain loops",
        1,
        Map.of());
  }

  @Override
  public Kernels reopen(KernelOptions options) {
    return new ScalarKernels(options);
  }

  @Override
  public Residence residence() {
    return Residence.HEAP;
  }

  @Override
  public List<Variant<GemmShape, Gemm>> gemmVariants() {
    return List.of(Variant.of(ScalarGemm.NAME, shape -> gemm()));
  }

  @Override
  public List<Variant<Conv2dShape, Conv2d>> conv2dVariants() {
    return List.of(
        Variant.of(ScalarConv2d.NAME, ScalarConv2d::new),
        Variant.of(
            "scalar/conv2d-im2col",
            shape ->
                new Im2colConv2d(
                    "scalar/conv2d-im2col", shape, gemm(), elementwise(), residence())));
  }

  @Override
  public List<Variant<Pool2dShape, Pool2d>> pool2dVariants() {
    return List.of(Variant.of(ScalarPool2d.NAME, ScalarPool2d::new));
  }

  @Override
  public Gemm gemm() {
    return new ScalarGemm();
  }

  @Override
  public Elementwise elementwise() {
    return new ScalarElementwise();
  }

  @Override
  public void close() {
    // Nothing is shared between operations.
  }
}
