package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fully connected layer, three matrix products. With n samples in the rows of X [n x in] and Y [n x
 * out], W [out x in] and b [out]:
 *
 * <pre>
 * forward:   Y  = X W^T + b
 * backward:  dW = dY^T X,  db = sum of the rows of dY,  dX = dY W
 * </pre>
 */
public final class DenseLayer extends Layer {

  private final int out;
  private final boolean bias;
  private final Initialization initialization;
  private final Regularizer regularizer;

  DenseLayer(int features, boolean bias, Initialization initialization, Regularizer regularizer) {
    Numbers.requireAtLeastOne("features", features);
    this.out = features;
    this.bias = bias;
    this.initialization = Objects.requireNonNull(initialization, "initialization");
    this.regularizer = Objects.requireNonNull(regularizer, "regularizer");
  }

  /** The same layer, its weights starting in another way. */
  public DenseLayer initialization(Initialization initialization) {
    return new DenseLayer(out, bias, initialization, regularizer);
  }

  /** The same layer with a penalty on its weights. */
  public DenseLayer regularizer(Regularizer regularizer) {
    return new DenseLayer(out, bias, initialization, regularizer);
  }

  /** The same layer without b. */
  public DenseLayer withoutBias() {
    return new DenseLayer(out, false, initialization, regularizer);
  }

  /** Whether there is a b. */
  boolean hasBias() {
    return bias;
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  Features output(Features input) {
    if (!input.isVector()) {
      throw new IllegalArgumentException("input is " + input + ", expected a vector: flatten it");
    }
    return Features.vector(out);
  }

  @Override
  List<Parameter> parameters(Features input) {
    int in = input.elements();
    Parameter weight =
        new Parameter("weight", List.of(out, in), initialization, in, out, regularizer);
    return bias ? List.of(weight, Parameter.bias(out)) : List.of(weight);
  }

  @Override
  Stage compile(
      Tools tools,
      int batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    int in = input.elements();
    MemorySegment w = weights.get(0);
    Gemm gemm = tools.gemm();
    Elementwise elementwise = tools.elementwise();
    Epilogue epilogue =
        bias ? Epilogue.perColumn(weights.get(1), Activation.IDENTITY) : Epilogue.NONE;
    return new Stage() {
      @Override
      public void forward(MemorySegment x, MemorySegment y) {
        gemm.sgemm(
            Transpose.NO, Transpose.YES, batch, out, in, 1, x, in, w, in, 0, y, out, epilogue);
      }

      @Override
      public void backward(
          MemorySegment x, MemorySegment y, MemorySegment dy, @Nullable MemorySegment dx) {
        MemorySegment dw = gradients.get(0);
        gemm.sgemm(Transpose.YES, Transpose.NO, out, in, batch, 1, dy, out, x, in, 0, dw, in);
        if (bias) {
          elementwise.biasGradient(batch, out, dy, gradients.get(1));
        }
        if (dx != null) {
          gemm.sgemm(Transpose.NO, Transpose.NO, batch, in, out, 1, dy, out, w, in, 0, dx, in);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "dense "
        + out
        + (bias ? "" : " without-bias")
        + Layers.settings(initialization, regularizer);
  }
}
