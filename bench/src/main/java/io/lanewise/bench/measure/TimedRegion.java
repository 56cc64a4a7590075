package io.lanewise.bench.measure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the measured call of a kernel includes, in words. In all cases it is one call on operands
 * that are there, and what makes the operands, opens the kernel or checks the result is outside.
 */
final class TimedRegion {

  private static final String IM2COL =
      "unfolding the images into a matrix of columns, and the product with its packing";

  private static final Map<String, String> KERNELS =
      Map.ofEntries(
          Map.entry("scalar/gemm-rows", "the product; nothing is packed"),
          Map.entry("scalar/conv2d-direct", "the loops; nothing is packed"),
          Map.entry("scalar/conv2d-im2col", IM2COL),
          Map.entry("scalar/pool2d-direct", "the loops; nothing is packed"),
          Map.entry("vector/gemm-12x2", "packing A and B as far as the shape needs it"),
          Map.entry("vector/gemm-12x1", "packing A and B as far as the shape needs it"),
          Map.entry("vector/conv2d-depthwise", "copying bands of rows with their padding"),
          Map.entry("vector/conv2d-implicit", "packing the weights and the columns of the images"),
          Map.entry("vector/conv2d-im2col", IM2COL),
          Map.entry(
              "vector/conv2d-lanes-nchw",
              "transposing the images into lanes and back, packing the weights"),
          Map.entry(
              "vector/conv2d-lanes",
              "packing the weights, copying rows where there is padding or a stride"),
          Map.entry(
              "vector/conv2d-blocked", "packing the windows; backward reorders to and from NCHW"),
          Map.entry("vector/pool2d-rows", "copying bands of rows where windows need it"),
          Map.entry("vector/pool2d-lanes", "nothing but the pooling"),
          Map.entry("openblas/gemm", "the library's own packing"),
          Map.entry("openblas/conv2d-im2col", IM2COL),
          Map.entry("onednn/matmul", "the library's own packing"),
          Map.entry(
              "onednn/conv2d",
              "reorders from and to NCHW and OIHW where the library's formats differ"),
          Map.entry("onednn/conv2d-plain", "nothing but the primitive, on NCHW and OIHW"),
          Map.entry(
              "onednn/conv2d-resident",
              "the primitive in the library's formats; backward data reorders the weights"),
          Map.entry("onednn/conv2d-im2col", IM2COL),
          Map.entry("onednn/pool2d", "nothing but the primitive, on NCHW"),
          Map.entry("onednn/pool2d-resident", "nothing but the primitive"));

  private TimedRegion() {}

  /** Whether there are words of its own for a kernel. */
  static boolean knows(String kernel) {
    return KERNELS.containsKey(kernel);
  }

  /**
   * The words for a row.
   *
   * @param one what was measured
   * @param kernel name of the kernel that ran
   * @param residence where the operands were
   */
  static String of(KernelCase one, String kernel, @Nullable String residence) {
    if (one.isPeer()) {
      return "one call of the library on operands in its own storage, filled before";
    }
    StringBuilder text = new StringBuilder("one call: ");
    text.append(KERNELS.getOrDefault(kernel, "the kernel, with all that it packs or copies"));
    if (isNativeLibrary(kernel) && "heap".equals(residence)) {
      text.append("; copies of the arrays to native memory and back where it needs them");
    }
    if (one.op() == Op.CONV2D && "fwd".equals(one.dir())) {
      text.append("; the bias");
    } else if (one.op() == Op.CONV2D && "bwd_w".equals(one.dir())) {
      text.append("; the gradient of the bias");
    }
    if (one.rowEpilogue() != null) {
      text.append("; the epilogue ").append(one.epilogue());
    }
    if (one.op() != Op.GEMM && !one.layout().equals(KernelCase.NCHW)) {
      text.append("; operands packed into the layout ").append(one.layout()).append(" before");
    }
    return text.toString();
  }

  private static boolean isNativeLibrary(String kernel) {
    return kernel.startsWith("openblas/") || kernel.startsWith("onednn/");
  }
}
