package io.lanewise.onednn;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
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
import io.lanewise.onednn.OneDnnConv2d.Formats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the onednn backend has: an engine, and for the rest the kernels of another backend. */
final class OneDnnKernels implements Kernels {

  /** What computes the convolutions that the primitives do not take: columns and a matmul. */
  private static final String IM2COL = "onednn/conv2d-im2col";

  private final KernelOptions options;
  private final Kernels composed;
  private final Cpu cpu;

  private OneDnnKernels(KernelOptions options, Kernels composed) {
    this.options = options;
    this.composed = composed;
    cpu = new Cpu(options.threads());
  }

  /** Opens the library, which must be available, and beside it vector or else scalar. */
  static OneDnnKernels open(KernelOptions options) {
    Backend beside =
        Backends.find("vector")
            .filter(backend -> backend.unavailable().isEmpty())
            .orElseGet(() -> Backends.require("scalar"));
    return new OneDnnKernels(options, beside.open(options));
  }

  @Override
  public Description describe() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("threading", Library.threading());
    try (Gemm gemm = composed.gemm();
        Elementwise elementwise = composed.elementwise()) {
      details.put("dgemm", gemm.kernel());
      details.put("sigmoid, bias, softmax, sgd", elementwise.kernel());
    }
    details.put("epilogues but bias per column and tanh", "a pass over C after matmul");
    details.put(
        "sum pooling, windows in the padding or of -infinity",
        composed.pool2dVariants().get(0).name());
    return new Description("onednn", Library.version(), Library.isa(), cpu.threads(), details);
  }

  @Override
  public KernelOptions options() {
    return options;
  }

  @Override
  public Kernels reopen(KernelOptions options) {
    return open(options);
  }

  @Override
  public Residence residence() {
    return Residence.NATIVE;
  }

  @Override
  public List<Variant<GemmShape, Gemm>> gemmVariants() {
    return List.of(Variant.of(OneDnnGemm.NAME, shape -> gemm()));
  }

  @Override
  public List<Variant<Conv2dShape, Conv2d>> conv2dVariants() {
    return List.of(
        conv2d(Formats.CHOSEN),
        conv2d(Formats.PLAIN),
        conv2d(Formats.RESIDENT),
        Variant.of(
            IM2COL,
            shape -> new Im2colConv2d(IM2COL, shape, gemm(), elementwise(), Residence.NATIVE)));
  }

  private Variant<Conv2dShape, Conv2d> conv2d(Formats formats) {
    return new Variant<>(
        formats.kernel,
        formats.layout,
        OneDnnConv2d::supports,
        shape -> new OneDnnConv2d(formats, shape, cpu, elementwise()));
  }

  /** In NCHW the faster of the library's own choice with reorders and its plain kernels. */
  @Override
  public Conv2d conv2d(Conv2dShape shape, Layout layout) {
    return layout == Layout.NCHW && OneDnnConv2d.plainIsFaster(shape)
        ? conv2d(Formats.PLAIN).open(shape)
        : Kernels.super.conv2d(shape, layout);
  }

  @Override
  public List<Variant<Pool2dShape, Pool2d>> pool2dVariants() {
    List<Variant<Pool2dShape, Pool2d>> variants = new ArrayList<>();
    variants.add(pool2d(Layout.NCHW));
    variants.add(pool2d(Layout.RESIDENT));
    variants.addAll(composed.pool2dVariants());
    return variants;
  }

  private Variant<Pool2dShape, Pool2d> pool2d(Layout layout) {
    return new Variant<>(
        OneDnnPool2d.name(layout),
        layout,
        OneDnnPool2d::supports,
        shape -> new OneDnnPool2d(shape, layout, cpu, () -> composed.pool2d(shape)));
  }

  @Override
  public Gemm gemm() {
    return new OneDnnGemm(cpu, composed.gemm(), elementwise());
  }

  @Override
  public Elementwise elementwise() {
    return new OneDnnElementwise(cpu, composed.elementwise());
  }

  @Override
  public void close() {
    composed.close();
    cpu.close();
  }
}
