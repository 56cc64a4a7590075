package io.lanewise.kernels.contract;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * One convolution of the contract test.
 *
 * @param bias whether there is a bias
 * @param activation what follows the forward
 */
record Conv2dProblem(
    Conv2dShape shape, boolean bias, Activation activation, Placement placement, long seed) {

  Conv2dProblem withoutActivation() {
    return new Conv2dProblem(shape, bias, Activation.IDENTITY, placement, seed);
  }

  void forward(Conv2d conv, Operand src, Operand weights, Operand bias, Operand dst) {
    if (conv.layout() != Layout.NCHW) {
      Packed packed = new Packed(conv, placement.isNative(0));
      MemorySegment y = packed.output(Tensor.DST);
      conv.forward(
          packed.input(Tensor.SRC, src),
          packed.input(Tensor.WEIGHTS, weights),
          bias == null ? null : bias.segment(),
          activation,
          y);
      packed.bringBack(Tensor.DST, y, dst);
    } else if (placement.arrays() && activation == Activation.IDENTITY) {
      conv.forward(
          src.floats(),
          src.offset(),
          weights.floats(),
          weights.offset(),
          bias == null ? null : bias.floats(),
          bias == null ? 0 : bias.offset(),
          dst.floats(),
          dst.offset());
    } else {
      conv.forward(
          src.segment(),
          weights.segment(),
          bias == null ? null : bias.segment(),
          activation,
          dst.segment());
    }
  }

  void backwardData(Conv2d conv, Operand diffDst, Operand weights, Operand diffSrc) {
    if (conv.layout() != Layout.NCHW) {
      Packed packed = new Packed(conv, placement.isNative(0));
      MemorySegment dx = packed.output(Tensor.SRC);
      conv.backwardData(
          packed.input(Tensor.DST, diffDst), packed.input(Tensor.WEIGHTS, weights), dx);
      packed.bringBack(Tensor.SRC, dx, diffSrc);
    } else if (placement.arrays()) {
      conv.backwardData(
          diffDst.floats(),
          diffDst.offset(),
          weights.floats(),
          weights.offset(),
          diffSrc.floats(),
          diffSrc.offset());
    } else {
      conv.backwardData(diffDst.segment(), weights.segment(), diffSrc.segment());
    }
  }

  void backwardWeights(
      Conv2d conv, Operand src, Operand diffDst, Operand diffWeights, Operand diffBias) {
    if (conv.layout() != Layout.NCHW) {
      Packed packed = new Packed(conv, placement.isNative(0));
      MemorySegment dw = packed.output(Tensor.WEIGHTS);
      conv.backwardWeights(
          packed.input(Tensor.SRC, src),
          packed.input(Tensor.DST, diffDst),
          dw,
          diffBias == null ? null : diffBias.segment());
      packed.bringBack(Tensor.WEIGHTS, dw, diffWeights);
    } else if (placement.arrays()) {
      conv.backwardWeights(
          src.floats(),
          src.offset(),
          diffDst.floats(),
          diffDst.offset(),
          diffWeights.floats(),
          diffWeights.offset(),
          diffBias == null ? null : diffBias.floats(),
          diffBias == null ? 0 : diffBias.offset());
    } else {
      conv.backwardWeights(
          src.segment(),
          diffDst.segment(),
          diffWeights.segment(),
          diffBias == null ? null : diffBias.segment());
    }
  }

  @Override
  public String toString() {
    return (shape + (bias ? " with bias, " : " without bias, ") + activation)
        + (", " + placement + ", seed " + seed);
  }
}
