package io.lanewise.openblas;

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
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What OpenBLAS has, and for the rest a backend in Java whose kernels keep their own names. */
final class OpenBlasKernels implements Kernels {

  private static final String CONV2D = "openblas/conv2d-im2col";
  private static final Pattern NAME_AND_VERSION = Pattern.compile("^OpenBLAS \\d[^ ]*");

  private final KernelOptions options;
  private final String composed;
  private final Kernels rest;

  OpenBlasKernels(KernelOptions options) {
    this.options = options;
    Backend backend =
        Backends.find("vector")
            .filter(vector -> vector.unavailable().isEmpty())
            .orElseGet(() -> Backends.require("scalar"));
    composed = backend.id();
    rest = backend.open(options);
  }

  @Override
  public Description describe() {
    OpenBlas library = OpenBlas.loaded();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("core type requested", library.coreType().reason());
    details.put("core type in effect", library.core());
    if (library.coreType().isDetected()) {
      details.put("core type detected", library.core());
    }
    if (library.avx512Unused()) {
      details.put(
          "note",
          "the CPU has AVX-512 and these kernels do not use it; try -D"
              + CoreType.PROPERTY
              + "=SkylakeX");
    }
    details.put("config", library.config());
    details.put("threading", library.parallel());
    details.put("library file", library.file().toString());
    details.put("SHA-256", library.sha256());
    details.put("epilogues", "a pass over C after the product");
    details.put(
        "strided batches of m n k up to 100^3, or in arrays", "one product after the other");
    details.put("pooling and element-wise operations", composed);
    Matcher version = NAME_AND_VERSION.matcher(library.config());
    return new Description(
        "openblas",
        version.find() ? version.group() : library.config(),
        CoreType.isa(library.core()) + " (" + library.core() + ")",
        ThreadCount.readBack(options.threads()),
        details);
  }

  @Override
  public KernelOptions options() {
    return options;
  }

  @Override
  public Kernels reopen(KernelOptions options) {
    return new OpenBlasKernels(options);
  }

  @Override
  public Residence residence() {
    return Residence.NATIVE;
  }

  @Override
  public List<Variant<GemmShape, Gemm>> gemmVariants() {
    return List.of(Variant.of(OpenBlasGemm.NAME, shape -> gemm()));
  }

  @Override
  public List<Variant<Conv2dShape, Conv2d>> conv2dVariants() {
    return List.of(
        Variant.of(
            CONV2D, shape -> new Im2colConv2d(CONV2D, shape, gemm(), elementwise(), residence())));
  }

  @Override
  public List<Variant<Pool2dShape, Pool2d>> pool2dVariants() {
    return rest.pool2dVariants();
  }

  @Override
  public Gemm gemm() {
    return new OpenBlasGemm(options.threads(), rest.elementwise());
  }

  @Override
  public Elementwise elementwise() {
    return rest.elementwise();
  }

  @Override
  public void close() {
    rest.close();
  }
}
