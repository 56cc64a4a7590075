package io.lanewise.kernels.vector;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Im2colConv2d;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;

/** What the vector backend has, the best for this CPU first. */
final class VectorKernels implements Kernels {

  private static final String IM2COL = "vector/conv2d-im2col";

  /**
   * Output channels of a group up to which packing columns for them costs more than it saves: with
   * 6, LeNet-5's first layer, im2col is 1.7 to 2.7 times as fast; with 16, its second, the implicit
   * kernel is 2 to 10 times as fast forward and in backward weights.
   */
  private static final int FEW_OUTPUT_CHANNELS = 8;

  /**
   * Input channels up to which small images are worth being transposed into lanes and back: over
   * the three directions 3 times as fast with 1 and 6 (LeNet-5), 1.2 times with 16, the same with
   * 32.
   */
  private static final int FEW_INPUT_CHANNELS = 16;

  /**
   * Pixels up to which one image with windows of 1 x 1 is a plain product in all directions. With
   * 196 pixels, forward, backward data and backward weights are 1.0, 1.06 and 1.2 times as fast as
   * by the implicit kernel, with 49 pixels 1.0, 1.17 and 1.6 times; with 784 it is the same, and
   * with 3136, or 8 images, 0.7 to 1.1 times.
   */
  private static final int FEW_PIXELS = 256;

  /** Input channels of a group that are too few for lanes of channels, most of them zeros. */
  private static final int FEW_LANES = FloatVector.SPECIES_PREFERRED.length() / 2;

  private final KernelOptions options;
  private final Workers workers;
  private final VectorIsa isa = VectorIsa.inEffect(FloatVector.SPECIES_PREFERRED.vectorBitSize());
  private final CacheSizes caches = CacheSizes.ofThisMachine();
  private final List<Variant<GemmShape, Gemm>> gemms;

  VectorKernels(KernelOptions options) {
    this.options = options;
    workers = new Workers(options.threads());
    Variant<GemmShape, Gemm> wide = gemm("vector/gemm-12x2", true);
    Variant<GemmShape, Gemm> narrow = gemm("vector/gemm-12x1", false);
    // 24 accumulators need 32 registers; with 16, those that spill cost half of the speed.
    gemms = isa.registers() >= 32 ? List.of(wide, narrow) : List.of(narrow, wide);
  }

  private Variant<GemmShape, Gemm> gemm(String name, boolean wide) {
    return Variant.of(
        name,
        shape ->
            new VectorGemm(
                name,
                workers,
                () -> new Sgemm(wide, caches),
                () -> new Dgemm(wide, caches),
                new SgemmInPlace(wide)));
  }

  @Override
  public Description describe() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("caches", "L1 " + caches.l1() / 1024 + " KiB, L2 " + caches.l2() / 1024 + " KiB");
    return new Description(
        "vector",
        "Java " + Runtime.version() + ", jdk.incubator.vector",
        isa.toString(),
        workers.threads(),
        details);
  }

  @Override
  public KernelOptions options() {
    return options;
  }

  @Override
  public Kernels reopen(KernelOptions options) {
    return new VectorKernels(options);
  }

  @Override
  public Residence residence() {
    return Residence.HEAP;
  }

  @Override
  public List<Variant<GemmShape, Gemm>> gemmVariants() {
    return gemms;
  }

  @Override
  public List<Variant<Conv2dShape, Conv2d>> conv2dVariants() {
    boolean wide = isa.registers() >= 32;
    List<Variant<Conv2dShape, Conv2d>> variants = new ArrayList<>();
    variants.add(
        Variant.of(
            DepthwiseConv2d.NAME,
            DepthwiseConv2d::supports,
            shape -> new DepthwiseConv2d(shape, workers)));
    variants.add(
        Variant.of(ImplicitConv2d.NAME, shape -> new ImplicitConv2d(shape, workers, wide, caches)));
    variants.add(Variant.of(IM2COL, this::im2col));
    variants.add(
        Variant.of(
            LanesNchwConv2d.NAME,
            LanesNchwConv2d::supports,
            shape -> new LanesNchwConv2d(shape, workers, isa, caches)));
    variants.add(
        new Variant<>(
            LanesConv2d.NAME,
            Layout.LANES,
            LanesConv2d::supports,
            shape -> new LanesConv2d(shape, workers, isa, caches)));
    variants.add(
        new Variant<>(
            BlockedConv2d.NAME,
            Layout.RESIDENT,
            BlockedConv2d::supports,
            shape -> new BlockedConv2d(shape, workers, wide, caches)));
    return variants;
  }

  private Conv2d im2col(Conv2dShape shape) {
    return new Im2colConv2d(IM2COL, shape, gemm(), elementwise(), residence());
  }

  /**
   * The kernel for a shape. Of images in NCHW, the lanes where there are images for them and each
   * has few channels, the depthwise kernel where a group has one input channel, im2col where it has
   * few output channels or is a plain product of few pixels, and else the implicit one. Measured on
   * both sides of the borders, docs/design.md.
   */
  @Override
  public Conv2d conv2d(Conv2dShape shape, Layout layout) {
    boolean wide = isa.registers() >= 32;
    if (layout == Layout.RESIDENT && shape.ic() / shape.groups() < FEW_LANES) {
      return new ImplicitConv2d(shape, layout, workers, wide, caches);
    }
    if (layout != Layout.NCHW) {
      return Kernels.super.conv2d(shape, layout);
    }
    if (transposesIntoLanes(shape)) {
      return new LanesNchwConv2d(shape, workers, isa, caches);
    }
    if (DepthwiseConv2d.supports(shape)) {
      return new DepthwiseConv2d(shape, workers);
    }
    return shape.oc() / shape.groups() <= FEW_OUTPUT_CHANNELS || isProductOfFewPixels(shape)
        ? im2col(shape)
        : new ImplicitConv2d(shape, workers, wide, caches);
  }

  private static boolean isProductOfFewPixels(Conv2dShape shape) {
    return Im2colConv2d.isPointwise(shape)
        && shape.mb() == 1
        && shape.oh() * shape.ow() <= FEW_PIXELS;
  }

  private boolean transposesIntoLanes(Conv2dShape shape) {
    return shape.groups() == 1
        && shape.mb() >= FloatVector.SPECIES_PREFERRED.length()
        && shape.ic() <= FEW_INPUT_CHANNELS
        && shape.kh() * shape.kw() > 1
        && Float.BYTES * LanesNchwConv2d.blockElements(shape) <= 2L * caches.l2();
  }

  @Override
  public List<Variant<Pool2dShape, Pool2d>> pool2dVariants() {
    return List.of(
        Variant.of(
            VectorPool2d.NAME, VectorPool2d::supports, shape -> new VectorPool2d(shape, workers)),
        new Variant<>(
            LanesPool2d.NAME,
            Layout.LANES,
            LanesPool2d::supports,
            shape -> new LanesPool2d(shape, workers)));
  }

  @Override
  public Gemm gemm() {
    return gemms.get(0).open(GemmShape.of(0, 0, 0));
  }

  @Override
  public Elementwise elementwise() {
    return new VectorElementwise();
  }

  @Override
  public void close() {
    workers.close();
  }
}
