package io.lanewise.kernels.contract;

import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;

/**
 * One convolution of the contract test.
 *
 * @param bias whether there is a bias
 */
record Conv2dProblem(Conv2dShape shape, boolean bias, Placement placement, long seed) {

  void forward(Conv2d conv, Operand src, Operand weights, Operand bias, Operand dst) {
    if (placement.arrays()) {
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
          src.segment(), weights.segment(), bias == null ? null : bias.segment(), dst.segment());
    }
  }

  void backwardData(Conv2d conv, Operand diffDst, Operand weights, Operand diffSrc) {
    if (placement.arrays()) {
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
    if (placement.arrays()) {
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
    return shape + (bias ? " with bias" : " without bias") + ", " + placement + ", seed " + seed;
  }
}
