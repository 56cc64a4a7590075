package io.lanewise.nn;

import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Kernels;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a network: what it makes of the sizes, which parameters it has, and how it is
 * compiled for a batch. Immutable; {@link Layers} makes them.
 */
public abstract sealed class Layer
    permits ActivationLayer, Conv2dLayer, DenseLayer, FlattenLayer, Pool2dLayer {

  Layer() {}

  /** Short name of its kind, such as conv or tanh; a network numbers the layers of each kind. */
  public abstract String kind();

  /** What comes out for this input; throws {@link IllegalArgumentException} if it does not fit. */
  abstract Features output(Features input);

  /** Parameters in the order in which they lie in the network's vector. */
  List<Parameter> parameters(Features input) {
    return List.of();
  }

  /** Whether the output is the input's memory, unchanged, so that there is nothing to compile. */
  boolean isView() {
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

  /**
   * Makes the operations for a batch.
   *
   * @param tools what computes
   * @param batch samples
   * @param input sizes of one sample
   * @param weights the parameters, in the order of {@link #parameters}
   * @param gradients where their gradients go; empty if none are wanted
   */
  abstract Stage compile(
      Tools tools,
      int batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients);

  /** The description that stands in a summary, such as {@code conv2d 6@5x5 pad 2}. */
  @Override
  public abstract String toString();

  /** The backend and its operations that all layers share, as one thread runs them in turn. */
  record Tools(Kernels kernels, Gemm gemm, Elementwise elementwise) {}

  /**
   * Parameters of one name.
   *
   * @param name weight or bias
   * @param sizes sizes, outermost first
   * @param initialization how they start; null for zeros
   * @param fanIn inputs of one output
   * @param fanOut outputs that one input reaches
   */
  record Parameter(
      String name,
      List<Integer> sizes,
      @Nullable Initialization initialization,
      int fanIn,
      int fanOut) {

    static Parameter bias(int n) {
      return new Parameter("bias", List.of(n), null, 1, 1);
    }

    /** Fills its part of a vector, from offset on. */
    void initialise(Random random, float[] vector, int offset) {
      if (initialization != null) {
        initialization.draw(random, fanIn, fanOut, vector, offset, elements());
      }
    }

    int elements() {
      return sizes.stream().reduce(1, Math::multiplyExact);
    }
  }
}
