package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
  public boolean hasBias() {
    return bias;
  }

  @Override
  public Regularizer regularizer() {
    return regularizer;
  }

  @Override
  public String kind() {
    return "dense";
  }

  @Override
  public Features output(Features input) {
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
  long flops(Features input) {
    return 2L * out * input.elements();
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    return compile(tools, batch, input, weights, gradients, Activation.IDENTITY);
  }

  @Override
  boolean fusesActivation() {
    return true;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients,
      Activation next) {
    return batch.inLanes()
        ? new LanesStage(tools, batch, input.elements(), weights, gradients, next)
        : new RowsStage(tools, batch.samples(), input.elements(), weights, gradients, next);
  }

  @Override
  public String toString() {
    return "dense "
        + out
        + (bias ? "" : " without-bias")
        + Layers.settings(initialization, regularizer);
  }

  /**
   * Samples one behind the other: X [n x in], Y [n x out]. The gradients of the weights are
   * computed by {@link DenseRows}, over the samples of all threads.
   */
  private final class RowsStage implements Stage {

    private final Gemm gemm;
    private final Elementwise elementwise;
    private final int n;
    private final int in;
    private final MemorySegment w;
    private final Epilogue epilogue;
    private final List<MemorySegment> gradients;

    RowsStage(
        Tools tools,
        int n,
        int in,
        List<MemorySegment> weights,
        List<MemorySegment> gradients,
        Activation next) {
      this.gemm = tools.gemm();
      this.elementwise = tools.elementwise();
      this.n = n;
      this.in = in;
      this.w = weights.get(0);
      this.epilogue = bias ? Epilogue.perColumn(weights.get(1), next) : Epilogue.of(next);
      this.gradients = gradients;
    }

    @Override
    public void forward(MemorySegment x, MemorySegment y) {
      gemm.sgemm(Transpose.NO, Transpose.YES, n, out, in, 1, x, in, w, in, 0, y, out, epilogue);
    }

    @Override
    public void backward(
        MemorySegment x,
        MemorySegment y,
        MemorySegment dy,
        @Nullable MemorySegment dx,
        boolean add) {
      if (add) {
        throw new IllegalStateException("add is true, expected one block of samples in rows");
      }
      if (bias) {
        elementwise.biasGradient(n, out, dy, gradients.get(1));
      }
      if (dx != null) {
        gemm.sgemm(Transpose.NO, Transpose.NO, n, in, out, 1, dy, out, w, in, 0, dx, in);
      }
    }
  }

  /** Samples side by side: for each group X [in x lanes] and Y [out x lanes]. */
  private final class LanesStage implements Stage {

    private final Gemm gemm;
    private final int groups;
    private final int lanes;
    private final int in;
    private final List<MemorySegment> weights;
    private final List<MemorySegment> gradients;
    private final Epilogue epilogue;
    private final MemorySegment ones;

    LanesStage(
        Tools tools,
        Batch batch,
        int in,
        List<MemorySegment> weights,
        List<MemorySegment> gradients,
        Activation next) {
      this.gemm = tools.gemm();
      this.groups = batch.groups();
      this.lanes = batch.lanes();
      this.in = in;
      this.weights = weights;
      this.gradients = gradients;
      this.epilogue = bias ? Epilogue.perRow(weights.get(1), next) : Epilogue.of(next);
      this.ones = tools.memory().floats(lanes);
      for (int i = 0; i < lanes; i++) {
        ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
      }
    }

    @Override
    public void forward(MemorySegment x, MemorySegment y) {
      MemorySegment w = weights.get(0);
      for (int group = 0; group < groups; group++) {
        MemorySegment xs = group(x, in, group);
        MemorySegment ys = group(y, out, group);
        gemm.sgemm(
            Transpose.NO,
            Transpose.NO,
            out,
            lanes,
            in,
            1,
            w,
            in,
            xs,
            lanes,
            0,
            ys,
            lanes,
            epilogue);
      }
    }

    @Override
    public void backward(
        MemorySegment x,
        MemorySegment y,
        MemorySegment dy,
        @Nullable MemorySegment dx,
        boolean add) {
      MemorySegment w = weights.get(0);
      MemorySegment dw = gradients.get(0);
      for (int group = 0; group < groups; group++) {
        float beta = add || group > 0 ? 1 : 0;
        MemorySegment xs = group(x, in, group);
        MemorySegment dys = group(dy, out, group);
        gemm.sgemm(
            Transpose.NO, Transpose.YES, out, in, lanes, 1, dys, lanes, xs, lanes, beta, dw, in);
        if (bias) {
          MemorySegment db = gradients.get(1);
          gemm.sgemm(
              Transpose.NO, Transpose.NO, out, 1, lanes, 1, dys, lanes, ones, 1, beta, db, 1);
        }
        if (dx != null) {
          MemorySegment dxs = group(dx, in, group);
          gemm.sgemm(
              Transpose.YES, Transpose.NO, in, lanes, out, 1, w, in, dys, lanes, 0, dxs, lanes);
        }
      }
    }

    private MemorySegment group(MemorySegment tensor, int elements, int group) {
      if (groups == 1) {
        return tensor;
      }
      long bytes = (long) elements * lanes * Float.BYTES;
      return tensor.asSlice(group * bytes, bytes);
    }
  }
}
