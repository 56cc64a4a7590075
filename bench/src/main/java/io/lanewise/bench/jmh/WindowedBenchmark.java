package io.lanewise.bench.jmh;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.Variant;
import io.lanewise.kernels.WindowedOperation;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;

/**
 * A convolution or a pooling in one direction and any layout. Operands are packed before anything
 * is measured, and what was computed is unpacked to be compared: the reference knows NCHW only.
 */
public abstract class WindowedBenchmark extends KernelBenchmark {

  /** nchw, lanes or resident; a kernel that is named brings its own. */
  @Param("nchw")
  public String layout = "";

  /** fwd, and bwd_d or bwd_w of a convolution, bwd of a pooling. */
  @Param("fwd")
  public String dir = "";

  /** The kernel asked for, in the layout asked for. */
  final <S extends Shape, K extends Operation> Selection<S, K> selection(
      List<Variant<S, K>> variants) {
    return new Selection<>(variants, kernel, layout());
  }

  final Layout layout() {
    return Layout.valueOf(layout.toUpperCase(Locale.ROOT));
  }

  /** An operand as an operation reads it. */
  final Operand packed(WindowedOperation operation, Tensor tensor, Operand nchw) {
    if (operation.layout() == Layout.NCHW) {
      return nchw;
    }
    Operand packed = room(operation, tensor);
    operation.pack(tensor, nchw.segment(), packed.segment());
    return packed;
  }

  /** Memory for a result of an operation. */
  final Operand room(WindowedOperation operation, Tensor tensor) {
    return zeros(ElementType.F32, operation.elements(tensor));
  }

  /** A result of an operation as the reference reads it. */
  final Operand unpacked(
      WindowedOperation operation, Tensor tensor, Operand result, long nchwElements) {
    if (operation.layout() == Layout.NCHW) {
      return result;
    }
    Operand nchw = zeros(ElementType.F32, nchwElements);
    operation.unpack(tensor, result.segment(), nchw.segment());
    return nchw;
  }
}
