package io.lanewise.bench.check.fault;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Variant;
import java.util.List;
import java.util.function.BiFunction;

/**
 * An open backend of which one GEMM kernel is spoilt where it is asked for by name.
 *
 * @param right the backend as it should be
 * @param spoil puts the fault into the kernel, given the backend that it is of
 */
record FaultyKernels(Kernels right, BiFunction<Gemm, Kernels, Gemm> spoil) implements Kernels {

  @Override
  public List<Variant<GemmShape, Gemm>> gemmVariants() {
    return right.gemmVariants().stream()
        .map(variant -> variant.name().equals(Fault.KERNEL) ? spoilt(variant) : variant)
        .toList();
  }

  private Variant<GemmShape, Gemm> spoilt(Variant<GemmShape, Gemm> variant) {
    return new Variant<>(
        variant.name(),
        variant.layout(),
        variant.supports(),
        shape -> spoil.apply(variant.open(shape), right));
  }

  @Override
  public Description describe() {
    return right.describe();
  }

  @Override
  public KernelOptions options() {
    return right.options();
  }

  @Override
  public Kernels reopen(KernelOptions options) {
    return new FaultyKernels(right.reopen(options), spoil);
  }

  @Override
  public Residence residence() {
    return right.residence();
  }

  @Override
  public List<Variant<Conv2dShape, Conv2d>> conv2dVariants() {
    return right.conv2dVariants();
  }

  @Override
  public List<Variant<Pool2dShape, Pool2d>> pool2dVariants() {
    return right.pool2dVariants();
  }

  @Override
  public Gemm gemm() {
    return right.gemm();
  }

  @Override
  public Conv2d conv2d(Conv2dShape shape, Layout layout) {
    return right.conv2d(shape, layout);
  }

  @Override
  public Pool2d pool2d(Pool2dShape shape, Layout layout) {
    return right.pool2d(shape, layout);
  }

  @Override
  public Elementwise elementwise() {
    return right.elementwise();
  }

  @Override
  public void close() {
    right.close();
  }
}
