package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/**
 * One layer of a network: what it makes of the sizes, which parameters it has, and how it is
 * compiled for a batch. Immutable; {@link Layers} makes them.
 */
public abstract sealed class Layer
    permits ActivationLayer,
        Conv2dLayer,
        DenseLayer,
        DropoutLayer,
        FlattenLayer,
        MaxoutLayer,
        Pool2dLayer,
        RbfLayer,
        ScaledTanhLayer,
        SoftmaxLayer,
        SubsampleLayer,
        ThresholdLayer {

  Layer() {}

  /** Short name of its kind, such as conv or tanh; a network numbers the layers of each kind. */
  public abstract String kind();

  /** What comes out for this input; throws {@link IllegalArgumentException} if it does not fit. */
  public abstract Features output(Features input);

  /** The penalty on its weights. */
  public Regularizer regularizer() {
    return Regularizer.NONE;
  }

  /** Parameters in the order in which they lie in the network's vector. */
  List<Parameter> parameters(Features input) {
    return List.of();
  }

  /** Whether the output is the input's memory, unchanged, so that there is nothing to compile. */
  boolean isView(boolean training) {
    return false;
  }

  /**
   * Whether the output may overwrite the input, and the gradient of the input that of the output.
   */
  boolean worksInPlace() {
    return false;
  }

  /** Whether backward reads the output, so that no later layer may overwrite it. */
  boolean backwardReadsOutput() {
    return false;
  }

  /** Operations of the products of one sample forward, 2 for a multiplication with an addition. */
  long flops(Features input) {
    return 0;
  }

  /**
   * Whether it computes samples that lie side by side, in lanes, and is good at it.
   *
   * @param kernels what computes
   * @param input sizes of one sample
   * @param lanes samples side by side
   */
  boolean supportsLanes(Kernels kernels, Features input, int lanes) {
    return true;
  }

  /** The function that a loss may contain instead of this layer. */
  Loss.Link link() {
    return Loss.Link.IDENTITY;
  }

  /**
   * Makes the operations for a batch.
   *
   * @param tools what computes
   * @param batch samples, and how they lie
   * @param input sizes of one sample
   * @param weights the parameters, in the order of {@link #parameters}
   * @param gradients where their gradients go; empty if none are wanted
   */
  abstract Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients);

  /** Whether it can compute a function of its output at once. */
  boolean fusesActivation() {
    return false;
  }

  /**
   * The same with a function of the output, computed while the output is in the cache; backward
   * gets the gradient of what is in front of the function.
   *
   * @throws UnsupportedOperationException if not {@link #fusesActivation}
   */
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients,
      Activation next) {
    throw new UnsupportedOperationException(this + " computes no function at once");
  }

  /**
   * The description that stands in a summary, such as {@code conv2d 6@5x5 pad 2}; {@link
   * Layers#parse} reads it back.
   */
  @Override
  public abstract String toString();

  /**
   * What all layers share, as one thread runs them in turn.
   *
   * @param kernels the backend
   * @param gemm its matrix multiplication
   * @param elementwise its operations on vectors
   * @param memory where its memory is from
   */
  record Tools(Kernels kernels, Gemm gemm, Elementwise elementwise, Memory memory)
      implements AutoCloseable {

    /** What one thread needs. */
    static Tools of(Kernels kernels) {
      return new Tools(
          kernels, kernels.gemm(), kernels.elementwise(), new Memory(kernels.residence()));
    }

    @Override
    public void close() {
      gemm.close();
      elementwise.close();
      memory.close();
    }
  }

  /**
   * Parameters of one name.
   *
   * @param name weight or bias
   * @param sizes sizes, outermost first
   * @param initialization how they start
   * @param fanIn inputs of one output
   * @param fanOut outputs that one input reaches
   * @param regularizer penalty on them
   */
  record Parameter(
      String name,
      List<Integer> sizes,
      Initialization initialization,
      int fanIn,
      int fanOut,
      Regularizer regularizer) {

    static Parameter bias(int n) {
      return new Parameter("bias", List.of(n), Initialization.ZEROS, 1, 1, Regularizer.NONE);
    }

    /** Fills its part of a vector, from offset on. */
    void initialise(Random random, float[] vector, int offset) {
      initialization.draw(random, fanIn, fanOut, vector, offset, elements());
    }

    int elements() {
      return sizes.stream().reduce(1, Math::multiplyExact);
    }
  }
}
